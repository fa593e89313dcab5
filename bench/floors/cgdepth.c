/* What the depth of a layout costs guests: a context switch between two of them.
 *
 *   cgdepth PARENT ROUNDS
 *
 * Two processes on one processor hand a byte to and fro, each in a leaf of its own of cpu, cpuacct and
 * memory below PARENT, where these are mounted. All shapes take turns, so that other load falls on all
 * alike; the least of many short rounds is nearly free of it. One line a shape: median and least
 * nanoseconds of a switch with the pipe call around it, and both as ratios to the flat shape.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SHAPES = 5, HANDOVERS = 2000, MOST_ROUNDS = 10000 };

static const char *CONTROLLERS[] = {"cpu", "cpuacct", "memory"};
static const struct { const char *name, *leaf[2]; } SHAPE[SHAPES] = {
    {"flat: PARTITION/NAME", {"web.qemu.libvirt", "db.qemu.libvirt"}},
    {"both in one cgroup", {"one", "one"}},
    {"nested: libvirt/qemu/NAME", {"libvirt/qemu/web", "libvirt/qemu/db"}},
    {"six levels, side by side", {"a/b/c/d/e/web", "a/b/c/d/e/db"}},
    {"six levels, apart from the top", {"x/b/c/d/e/web", "y/b/c/d/e/db"}},
};
static double taken[SHAPES][MOST_ROUNDS];

static void die(const char *what) {
  fprintf(stderr, "cgdepth: %s: %s\n", what, strerror(errno));
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void put(const char *path, const char *value) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, value, strlen(value)) < 0) die(path);
  close(fd);
}

/* Makes, or removes, the directories of a leaf from PARENT down. */
static void directories(const char *parent, const char *leaf, int make) {
  for (size_t c = 0; c < sizeof CONTROLLERS / sizeof *CONTROLLERS; c++) {
    char path[4096];
    int base = sprintf(path, "/sys/fs/cgroup/%s%s", CONTROLLERS[c], parent);
    if (access(path, F_OK)) continue;
    sprintf(path + base, "/%s/", leaf);
    if (make) {
      for (char *slash = path + base; (slash = strchr(slash + 1, '/'));) {
        *slash = 0;
        if (mkdir(path, 0755) && errno != EEXIST) die(path);
        *slash = '/';
      }
    } else {
      for (char *slash; (slash = strrchr(path, '/')) > path + base; *slash = 0)
        if (slash[1]) rmdir(path); /* what others are still in stays for them */
      rmdir(path);
    }
  }
}

static void enter(const char *parent, const char *leaf) {
  cpu_set_t first;
  CPU_ZERO(&first);
  CPU_SET(0, &first);
  if (sched_setaffinity(0, sizeof first, &first)) die("sched_setaffinity");
  for (size_t c = 0; c < sizeof CONTROLLERS / sizeof *CONTROLLERS; c++) {
    char path[4096];
    sprintf(path, "/sys/fs/cgroup/%s%s/%s/tasks", CONTROLLERS[c], parent, leaf);
    if (!access(path, F_OK)) put(path, "0");
  }
}

/* Nanoseconds for one byte from one process to the other. */
static double handover(const char *parent, int shape) {
  double *result = mmap(0, sizeof *result, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int there[2], back[2];
  char byte = 0;
  if (pipe(there) || pipe(back)) die("pipe");
  pid_t other = fork();
  if (!other) {
    enter(parent, SHAPE[shape].leaf[1]);
    close(there[1]);
    while (read(there[0], &byte, 1) == 1)
      if (write(back[1], &byte, 1) != 1) _exit(1);
    _exit(0);
  }
  pid_t one = fork();
  if (!one) {
    enter(parent, SHAPE[shape].leaf[0]);
    double start = 0;
    for (int i = -10; i < HANDOVERS; i++) {
      if (i == 0) start = now();
      if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1) _exit(1);
    }
    *result = (now() - start) / HANDOVERS / 2;
    _exit(0);
  }
  waitpid(one, 0, 0);
  close(there[0]);
  close(there[1]);
  waitpid(other, 0, 0);
  close(back[0]);
  close(back[1]);
  double nanos = *result;
  munmap(result, sizeof *result);
  return nanos;
}

int main(int count, char **words) {
  char path[4096];
  if (count != 3) {
    fprintf(stderr, "usage: cgdepth PARENT ROUNDS\n");
    return 64;
  }
  const char *parent = words[1];
  int rounds = atoi(words[2]) < MOST_ROUNDS ? atoi(words[2]) : MOST_ROUNDS;
  sprintf(path, "/sys/fs/cgroup/cpu%s/cpu.shares", parent);
  put(path, "262144"); /* against all else that wants this processor */
  for (int s = 0; s < SHAPES; s++)
    for (int l = 0; l < 2; l++) directories(parent, SHAPE[s].leaf[l], 1);
  for (int r = 0; r < rounds; r++)
    for (int s = 0; s < SHAPES; s++) taken[s][r] = handover(parent, s);
  for (int s = 0; s < SHAPES; s++) {
    qsort(taken[s], rounds, sizeof *taken[s], by_size);
    double median = taken[s][rounds / 2], least = taken[s][0];
    printf("%-32s median %6.0f ns (x %.3f)  least %6.0f ns (x %.3f)\n", SHAPE[s].name, median,
           median / taken[0][rounds / 2], least, least / taken[0][0]);
  }
  for (int s = 0; s < SHAPES; s++)
    for (int l = 0; l < 2; l++) directories(parent, SHAPE[s].leaf[l], 0);
  return 0;
}
