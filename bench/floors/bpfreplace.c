/* The floor of a change of device policy on cgroup v2: a program loaded, and put into the place of the
 * one before.
 *
 *   bpfreplace DIRECTORY
 *
 * Standard input: two lines "NAME INSTRUCTION..." (struct bpf_insn as hexadecimal numbers), then one
 * line a turn, the number of replacements, in which the two take turns. The answer is the nanoseconds
 * that they took, and those of processor time: BPF_PROG_LOAD, BPF_PROG_ATTACH with BPF_F_REPLACE, close.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 4096 };

static unsigned long long text[2][MOST];
static int length[2];
static char name[2][BPF_OBJ_NAME_LEN];

static void die(const char *what) {
  fprintf(stderr, "bpfreplace: %s: %s\n", what, strerror(errno));
  exit(1);
}

static long long now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int bpf(int command, union bpf_attr *attr) {
  return syscall(SYS_bpf, command, attr, sizeof *attr);
}

static int load(int which) {
  union bpf_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
  attr.insns = (unsigned long)text[which];
  attr.insn_cnt = length[which];
  attr.license = (unsigned long)"none";
  strcpy(attr.prog_name, name[which]);
  int fd = bpf(BPF_PROG_LOAD, &attr);
  if (fd < 0) die("load");
  return fd;
}

static void attach(int directory, int fd, int old) {
  union bpf_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.target_fd = directory;
  attr.attach_bpf_fd = fd;
  attr.attach_type = BPF_CGROUP_DEVICE;
  attr.attach_flags = BPF_F_ALLOW_MULTI | (old < 0 ? 0 : BPF_F_REPLACE);
  attr.replace_bpf_fd = old < 0 ? 0 : old;
  if (bpf(BPF_PROG_ATTACH, &attr)) die("attach");
}

int main(int count, char **words) {
  static char line[MOST * 18];
  if (count != 2) return 64;
  int directory = open(words[1], O_RDONLY | O_CLOEXEC);
  if (directory < 0) die(words[1]);
  for (int which = 0; which < 2 && fgets(line, sizeof line, stdin); which++) {
    strcpy(name[which], strtok(line, " \n"));
    for (char *word; (word = strtok(NULL, " \n"));) text[which][length[which]++] = strtoull(word, 0, 16);
  }
  int which = 0, old = load(0);
  attach(directory, old, -1);
  while (fgets(line, sizeof line, stdin)) {
    long long start = now(CLOCK_MONOTONIC), busy = now(CLOCK_PROCESS_CPUTIME_ID);
    int times = atoi(line);
    for (int i = 0; i < times; i++) {
      which = !which;
      int fd = load(which);
      attach(directory, fd, old);
      close(old);
      old = fd;
    }
    busy = now(CLOCK_PROCESS_CPUTIME_ID) - busy;
    printf("%lld %lld %d\n", now(CLOCK_MONOTONIC) - start, busy, times);
    fflush(stdout);
  }
  return 0;
}
