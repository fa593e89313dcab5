/* Where flat layouts fail: a write to cpuset.cpus looks at every sibling.
 *
 *   cgsiblings PARENT N...
 *
 * For each N: N cpusets, flat below PARENT; in shards of 100 as partitions would have them; and the same
 * without load balancing, which vcg never switches off. In each shape up to 50 of them change between
 * "0" and all that PARENT has. One line: median microseconds of a write that changes the value, and of
 * one that writes the value that is there.
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

enum { SHARD = 100, SAMPLES = 50 };

static const char *parent;
static char all[256], path[4096];
static enum { FLAT, SHARDS, UNBALANCED } shape;
static const char *SHAPE[] = {"flat", "shards of 100", "without balance"};

static void die(const char *what) {
  fprintf(stderr, "cgsiblings: %s: %s\n", what, strerror(errno));
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int directory(int i) {
  int base = sprintf(path, "/sys/fs/cgroup/cpuset%s", parent);
  if (shape != FLAT) base += sprintf(path + base, "/s%d", i / SHARD);
  return base + sprintf(path + base, "/g%d", i);
}

static void put(int base, const char *file, const char *value) {
  strcpy(path + base, file);
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, value, strlen(value)) < 0) die(path);
  close(fd);
  path[base] = 0;
}

static void make(int base, const char *cpus) {
  if (mkdir(path, 0755)) die(path);
  put(base, "/cpuset.mems", "0");
  if (shape == UNBALANCED) put(base, "/cpuset.sched_load_balance", "0");
  put(base, "/cpuset.cpus", cpus);
}

static double median(int n, int changing) {
  double taken[SAMPLES];
  int samples = n < SAMPLES ? n : SAMPLES;
  for (int s = 0; s < samples; s++) {
    int base = directory((long)s * n / samples);
    double start = now();
    put(base, "/cpuset.cpus", changing ? all : "0");
    taken[s] = now() - start;
    if (changing) put(base, "/cpuset.cpus", "0");
  }
  qsort(taken, samples, sizeof *taken, by_size);
  return taken[samples / 2];
}

static void measure(int n) {
  for (int i = 0; i < n; i++) {
    if (shape != FLAT && i % SHARD == 0) {
      directory(i);
      char *leaf = strrchr(path, '/');
      *leaf = 0;
      make(leaf - path, all);
    }
    make(directory(i), "0");
  }
  printf("%6d guests, %-16s new value %8.1f us   same value %6.1f us\n", n,
         SHAPE[shape], median(n, 1), median(n, 0));
  fflush(stdout);
  for (int i = n - 1; i >= 0; i--) {
    directory(i);
    if (rmdir(path)) die(path);
    if (shape != FLAT && i % SHARD == 0) {
      *strrchr(path, '/') = 0;
      if (rmdir(path)) die(path);
    }
  }
  sleep(n >= 1000 ? 10 : 1); /* removed cgroups slow down what comes next */
}

int main(int count, char **words) {
  if (count < 3) {
    fprintf(stderr, "usage: cgsiblings PARENT N...\n");
    return 64;
  }
  parent = words[1];
  sprintf(path, "/sys/fs/cgroup/cpuset%s/cpuset.cpus", parent);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = read(fd, all, sizeof all - 1);
  if (fd < 0 || length < 1) die(path);
  all[length - 1] = 0;
  close(fd);
  for (int i = 2; i < count; i++)
    for (shape = FLAT; shape <= UNBALANCED; shape++) measure(atoi(words[i]));
  return 0;
}
