/* The floor: what the kernel alone costs, for the same directories and files as vcg's.
 *
 *   cgfloor GUESTS PARENT < list      list: lines "MOUNT FILE VALUE"; VALUE may be missing
 *
 * Then one command a line on the terminal that follows the list's "." line:
 *   read    every FILE of every guest: openat below a kept directory, read, close
 *   apply   guest by guest: mkdir in every MOUNT, then every VALUE: openat, write, close
 *   naive   the same, but all directories of all guests first
 *   remove  rmdir of every guest in every MOUNT
 * Each answers with one line: nanoseconds, nanoseconds of processor time, operations.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 64 };

static int guests, files, mounts;
static int mount_of[MOST], parent[MOST];
static char *mount_name[MOST], *file_name[MOST], *value[MOST];
static char **leaf, **path; /* leaf of a guest; path of a guest's file, below the parent */

static void die(const char *what, const char *name) {
  fprintf(stderr, "cgfloor: %s %s: %s\n", what, name, strerror(errno));
  exit(1);
}

static long long now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int mount_index(const char *name, const char *below) {
  char text[4096];
  for (int i = 0; i < mounts; i++)
    if (!strcmp(mount_name[i], name)) return i;
  snprintf(text, sizeof text, "%s%s", name, below);
  parent[mounts] = open(text, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (parent[mounts] < 0) die("open", text);
  mount_name[mounts] = strdup(name);
  return mounts++;
}

static void read_list(const char *below) {
  char line[4096], mount[1024], file[1024], text[1024];
  while (fgets(line, sizeof line, stdin) && strcmp(line, ".\n")) {
    int words = sscanf(line, "%1023s %1023s %1023s", mount, file, text);
    if (words < 1 || files == MOST) die("bad list", line);
    int at = mount_index(mount, below);
    if (words > 1) {
      mount_of[files] = at;
      file_name[files] = strdup(file);
      value[files++] = words > 2 ? strdup(text) : NULL;
    }
  }
}

static void name_everything(void) {
  leaf = malloc(sizeof *leaf * guests);
  path = malloc(sizeof *path * guests * files);
  for (int g = 0; g < guests; g++) {
    if (asprintf(&leaf[g], "g%d.qemu.libvirt", g) < 0) die("no memory", "");
    for (int f = 0; f < files; f++)
      if (asprintf(&path[g * files + f], "%s/%s", leaf[g], file_name[f]) < 0) die("no memory", "");
  }
}

static long read_all(void) {
  static char buffer[4096];
  for (int g = 0; g < guests; g++)
    for (int f = 0; f < files; f++) {
      const char *name = path[g * files + f];
      int fd = openat(parent[mount_of[f]], name, O_RDONLY | O_CLOEXEC);
      if (fd < 0 || read(fd, buffer, sizeof buffer) < 0) die("read", name);
      close(fd);
    }
  return (long)guests * files;
}

static long make(int g) {
  for (int m = 0; m < mounts; m++)
    if (mkdirat(parent[m], leaf[g], 0755)) die("mkdir", leaf[g]);
  return mounts;
}

static long fill(int g) {
  long done = 0;
  for (int f = 0; f < files; f++) {
    if (!value[f]) continue;
    const char *name = path[g * files + f];
    int fd = openat(parent[mount_of[f]], name, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, value[f], strlen(value[f])) < 0) die("write", name);
    close(fd);
    done++;
  }
  return done;
}

static long apply_all(int naive) {
  long done = 0;
  for (int g = 0; g < guests; g++) {
    done += make(g);
    if (!naive) done += fill(g);
  }
  for (int g = 0; naive && g < guests; g++) done += fill(g);
  return done;
}

static long remove_all(void) {
  for (int g = 0; g < guests; g++)
    for (int m = 0; m < mounts; m++)
      if (unlinkat(parent[m], leaf[g], AT_REMOVEDIR)) die("rmdir", leaf[g]);
  return (long)guests * mounts;
}

int main(int count, char **words) {
  char line[64];
  if (count != 3) {
    fprintf(stderr, "usage: cgfloor GUESTS PARENT < list\n");
    return 64;
  }
  guests = atoi(words[1]);
  read_list(words[2]);
  name_everything();
  while (fgets(line, sizeof line, stdin)) {
    long long start = now(CLOCK_MONOTONIC), busy = now(CLOCK_PROCESS_CPUTIME_ID);
    long done = !strcmp(line, "read\n")    ? read_all()
                : !strcmp(line, "apply\n") ? apply_all(0)
                : !strcmp(line, "naive\n") ? apply_all(1)
                                           : remove_all();
    busy = now(CLOCK_PROCESS_CPUTIME_ID) - busy;
    printf("%lld %lld %ld\n", now(CLOCK_MONOTONIC) - start, busy, done);
    fflush(stdout);
  }
  return 0;
}
