/* The floor: what QEMU itself needs to start and to end, with the command line of vcg's guest.
 *
 *   qemustart SOCKET < words         words: program and arguments, one a line, then a line "."
 *
 * Then one command a line:
 *   greet   fork, exec, until the monitor at SOCKET greets
 *   cont    from the same start until "cont" is answered
 *   end     "quit", until the process is gone
 * Each answers with one line: nanoseconds, and 0.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 256 };

static char *words[MOST + 1];
static const char *path;
static int monitor = -1;
static pid_t child;
static long long started;

static void die(const char *what) {
  fprintf(stderr, "qemustart: %s: %s\n", what, strerror(errno));
  exit(1);
}

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* Reads until a line that has the text. */
static void await(const char *text) {
  static char line[65536];
  size_t length = 0;
  for (;;) {
    ssize_t n = read(monitor, line + length, 1);
    if (n <= 0) die("monitor");
    if (line[length] == '\n') {
      line[length] = 0;
      if (strstr(line, text)) return;
      length = 0;
    } else if (++length == sizeof line - 1) {
      die("long line");
    }
  }
}

static void say(const char *command) {
  dprintf(monitor, "{\"execute\":\"%s\"}\n", command);
  await("\"return\"");
}

static void greet(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  started = now();
  child = vfork();
  if (child < 0) die("fork");
  if (!child) {
    execv(words[0], words);
    _exit(127);
  }
  for (;;) {
    monitor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (!connect(monitor, (struct sockaddr *)&address, sizeof address)) break;
    close(monitor);
    if (waitpid(child, NULL, WNOHANG)) die("QEMU ended");
    usleep(200);
  }
  await("\"QMP\"");
}

static void end(void) {
  started = now();
  dprintf(monitor, "{\"execute\":\"quit\"}\n");
  if (waitpid(child, NULL, 0) != child) die("wait");
  close(monitor);
  unlink(path);
}

int main(int count, char **arguments) {
  static char line[65536];
  int n = 0;
  if (count != 2) {
    fprintf(stderr, "usage: qemustart SOCKET < words\n");
    return 64;
  }
  path = arguments[1];
  while (fgets(line, sizeof line, stdin) && strcmp(line, ".\n")) {
    line[strcspn(line, "\n")] = 0;
    if (n == MOST) die("too many words");
    words[n++] = strdup(line);
  }
  while (fgets(line, sizeof line, stdin)) {
    if (!strcmp(line, "greet\n")) {
      greet();
    } else if (!strcmp(line, "cont\n")) {
      say("qmp_capabilities");
      say("cont");
    } else {
      end();
    }
    printf("%lld 0\n", now() - started);
    fflush(stdout);
  }
  return 0;
}
