/* stub-qemu.c - looks like QEMU to vcg and costs nothing, so that a thousand guests fit into a
 * benchmark of vcg itself: the same command line, a process in its cgroups, monitors that answer.
 * build: cc -O2 -static -o stub-qemu stub-qemu.c */
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { MOST = 16 };
static char devices[1 << 16], nodes[1 << 16];
static char begun[MOST][1 << 16]; /* of each client: the line whose end has not come */
static size_t length[MOST];
static struct pollfd ends[MOST]; /* those that listen first */

/* appends an element with the text that follows KEY in WORD */
static void list(char *list, const char *element, const char *word, const char *key) {
    const char *at = strstr(word, key);
    if (!at) return;
    at += strlen(key);
    size_t used = strlen(list);
    snprintf(list + used, (1 << 16) - used, element, used ? "," : "", (int)strcspn(at, "\""), at);
}

static void say(int fd, const char *text) {
    if (write(fd, text, strlen(text)) < 0) return;
}

static void answer(int fd, const char *line) {
    static char text[(1 << 16) + 64];
    const char *id = strstr(line, "\"id\":");
    char number[32] = "";
    if (id) snprintf(number, sizeof number, ", \"id\": %d", atoi(id + 5));
    int many = strstr(line, "qom-list") || strstr(line, "query-named") || strstr(line, "query-block") ||
               strstr(line, "query-iothreads");
    snprintf(text, sizeof text, "{\"return\": %s%s%s%s}\r\n", many ? "[" : "",
             strstr(line, "query-status") ? "{\"status\": \"running\", \"running\": true}"
             : strstr(line, "qom-list") ? devices
             : strstr(line, "query-named") ? nodes
             : strstr(line, "qom-get") ? "0"
             : strstr(line, "query-cpus") ? "[{}]" : many ? "" : "{}",
             many ? "]" : "", number);
    say(fd, text);
    if (strstr(line, "\"quit\"") || strstr(line, "system_powerdown")) exit(0);
}

/* answers every whole line; false: the client is gone */
static int hear(int i) {
    ssize_t n = read(ends[i].fd, begun[i] + length[i], sizeof *begun - 1 - length[i]);
    if (n <= 0) return 0;
    length[i] += n;
    begun[i][length[i]] = 0;
    char *line = begun[i], *end;
    while ((end = strchr(line, '\n'))) {
        *end = 0;
        answer(ends[i].fd, line);
        line = end + 1;
    }
    length[i] -= line - begun[i];
    memmove(begun[i], line, length[i]);
    return 1;
}

int main(int argc, char **argv) {
    int listening = 0;
    for (int i = 1; i < argc; i++) {
        char *path = strstr(argv[i], "path=");
        if (strncmp(argv[i], "socket,", 7) == 0 && path && strstr(argv[i], "server=on")) {
            struct sockaddr_un at = {.sun_family = AF_UNIX};
            memcpy(at.sun_path, path + 5, strcspn(path + 5, ","));
            int fd = socket(AF_UNIX, SOCK_STREAM, 0);
            if (listening == MOST / 2 || bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 4)) {
                perror(at.sun_path);
                return 1;
            }
            ends[listening++] = (struct pollfd){fd, POLLIN, 0};
        }
        if (!strcmp(argv[i - 1], "-device"))
            list(devices, "%s{\"type\":\"child<x>\",\"name\":\"%.*s\"}", argv[i], "\"id\":\"");
        if (!strcmp(argv[i - 1], "-blockdev"))
            list(nodes, "%s{\"node-name\":\"%.*s\",\"file\":\"\"}", argv[i], "\"node-name\":\"");
    }
    for (int i = listening; i < MOST; i++) ends[i] = (struct pollfd){-1, POLLIN, 0};
    signal(SIGPIPE, SIG_IGN);
    while (poll(ends, MOST, -1) > 0) {
        for (int i = listening; i < MOST; i++) {
            if (ends[i].fd >= 0 && ends[i].revents && !hear(i)) {
                close(ends[i].fd);
                ends[i].fd = -1;
            }
        }
        for (int i = 0; i < listening; i++) {
            int client = listening;
            if (!ends[i].revents) continue;
            while (client < MOST - 1 && ends[client].fd >= 0) client++;
            ends[client].fd = accept(ends[i].fd, 0, 0);
            ends[client].revents = 0;
            length[client] = 0;
            say(ends[client].fd, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n");
        }
    }
    return 1;
}
