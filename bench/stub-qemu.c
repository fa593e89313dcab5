/* stub-qemu.c - looks like QEMU to vcg and costs nothing, so that a thousand guests fit into a
 * benchmark of vcg itself: the same command line, a process in its cgroups, a monitor that answers.
 * build: cc -O2 -static -o stub-qemu stub-qemu.c */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void say(int fd, const char *text) {
    if (write(fd, text, strlen(text)) < 0) return;
}

int main(int argc, char **argv) {
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    for (int i = 1; i < argc; i++) {
        char *path = strstr(argv[i], "path=");
        if (strncmp(argv[i], "socket,", 7) == 0 && path && strstr(argv[i], "server=on")) {
            path += 5;
            memcpy(at.sun_path, path, strcspn(path, ","));
        }
    }
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) || listen(listener, 4)) {
        perror(at.sun_path);
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int client = accept(listener, 0, 0);
        if (client < 0) continue;
        say(client, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n");
        char line[4096];
        for (ssize_t n; (n = read(client, line, sizeof line - 1)) > 0;) {
            line[n] = 0;
            char *id = strstr(line, "\"id\":");
            char answer[256];
            snprintf(answer, sizeof answer, "{\"return\": {%s}, \"id\": %d}\r\n",
                     strstr(line, "query-status") ? "\"status\": \"running\"" : "",
                     id ? atoi(id + 5) : 0);
            say(client, answer);
            if (strstr(line, "\"quit\"") || strstr(line, "system_powerdown")) return 0;
        }
        close(client);
    }
}
