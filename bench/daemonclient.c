/* daemonclient.c - what an outsider sees of a running vcg: how long until it acts.
 * build: cc -O2 -o daemonclient daemonclient.c
 * use: daemonclient rename FILE KNOB ROUNDS     FILE is replaced by rename with other <shares>, until KNOB holds them
 *      daemonclient drift  BASE N WANT ROUNDS   BASE/gI.qemu.libvirt/cpu.shares of a random guest is set to 777, until it is WANT
 *      daemonclient gone   FILE CGROUP          FILE is removed, until CGROUP is not there */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}
static int compare(const void *a, const void *b) {
    double x = *(double *)a, y = *(double *)b;
    return x < y ? -1 : x > y;
}
static int await(int fd, int want, double from) {
    char text[64];
    int is;
    do {
        ssize_t n = pread(fd, text, 63, 0);
        text[n > 0 ? n : 0] = 0;
        is = atoi(text);
        if (is != want) usleep(20);
    } while (is != want && us() - from < 10e6);
    return is == want;
}
static void report(const char *what, double *times, int n, int missed) {
    qsort(times, n, sizeof *times, compare);
    printf("%s: %d rounds, p50 %.2f ms, p90 %.2f ms, min %.2f ms, max %.2f ms, missed %d\n", what, n, times[n / 2] / 1e3,
           times[n * 9 / 10] / 1e3, times[0] / 1e3, times[n - 1] / 1e3, missed);
}
int main(int argc, char **argv) {
    static double times[10000];
    int missed = 0;
    if (argc == 5 && !strcmp(argv[1], "rename")) {
        char text[8192], changed[8300], beside[600];
        int file = open(argv[2], O_RDONLY), knob = open(argv[3], O_RDONLY), rounds = atoi(argv[4]);
        ssize_t n = read(file, text, sizeof text - 1);
        text[n > 0 ? n : 0] = 0;
        snprintf(beside, sizeof beside, "%s.new", argv[2]);
        for (int i = 0; i < rounds; i++) {
            int want = 3000 + i;
            char *from = strstr(text, "<shares>"), *to = strstr(text, "</shares>");
            int length = snprintf(changed, sizeof changed, "%.*s<shares>%d%s", (int)(from - text), text, want, to);
            int fd = open(beside, O_CREAT | O_WRONLY | O_TRUNC, 0644);
            if (write(fd, changed, length) != length) return 1;
            close(fd);
            usleep(50000);
            double start = us();
            rename(beside, argv[2]);
            missed += !await(knob, want, start);
            times[i] = us() - start;
        }
        report("file renamed -> knob written", times, rounds, missed);
    } else if (argc == 6 && !strcmp(argv[1], "drift")) {
        int guests = atoi(argv[3]), want = atoi(argv[4]), rounds = atoi(argv[5]);
        for (int i = 0; i < rounds; i++) { /* each guest once: who is changed again and again is repaired ever later */
            char path[600];
            snprintf(path, sizeof path, "%s/g%d.qemu.libvirt/cpu.shares", argv[2], 1 + (int)((long)i * (guests - 2) / rounds));
            int knob = open(path, O_RDWR);
            usleep(50000);
            double start = us();
            if (write(knob, "777", 3) != 3) { perror(path); return 1; }
            missed += !await(knob, want, start);
            times[i] = us() - start;
            close(knob);
        }
        report("written by others -> put back", times, rounds, missed);
    } else if (argc >= 4 && !strcmp(argv[1], "gone")) {
        int n = 0;
        for (int i = 2; i + 1 < argc; i += 2, n++) {
            struct stat there;
            usleep(2500000); /* files that go within two seconds are looked at together, after a while */
            double start = us();
            unlink(argv[i]);
            while (!stat(argv[i + 1], &there) && us() - start < 10e6) usleep(50);
            missed += !stat(argv[i + 1], &there);
            times[n] = us() - start;
        }
        report("file removed -> guest and cgroup gone", times, n, missed);
    } else return 64;
    return 0;
}
