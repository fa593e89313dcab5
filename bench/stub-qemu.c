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

static char devices[1 << 16], nodes[1 << 16];

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

int main(int argc, char **argv) {
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    for (int i = 1; i < argc; i++) {
        char *path = strstr(argv[i], "path=");
        if (strncmp(argv[i], "socket,", 7) == 0 && path && strstr(argv[i], "server=on")) {
            path += 5;
            memcpy(at.sun_path, path, strcspn(path, ","));
        }
        if (!strcmp(argv[i - 1], "-device"))
            list(devices, "%s{\"type\":\"child<x>\",\"name\":\"%.*s\"}", argv[i], "\"id\":\"");
        if (!strcmp(argv[i - 1], "-blockdev"))
            list(nodes, "%s{\"node-name\":\"%.*s\",\"file\":\"\"}", argv[i], "\"node-name\":\"");
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
        FILE *said = fdopen(client, "r");
        char line[4096];
        while (fgets(line, sizeof line, said)) {
            char *id = strstr(line, "\"id\":");
            static char answer[(1 << 16) + 64];
            snprintf(answer, sizeof answer, "{\"return\": %s%s%s, \"id\": %d}\r\n",
                     strstr(line, "qom-list") || strstr(line, "query-named") ? "[" : "",
                     strstr(line, "query-status") ? "{\"status\": \"running\"}"
                     : strstr(line, "qom-list") ? devices
                     : strstr(line, "query-named") ? nodes
                     : strstr(line, "qom-get") ? "0"
                     : strstr(line, "query-cpus") ? "[{}]" : "{}",
                     strstr(line, "qom-list") || strstr(line, "query-named") ? "]" : "",
                     id ? atoi(id + 5) : 0);
            say(client, answer);
            if (strstr(line, "\"quit\"") || strstr(line, "system_powerdown")) return 0;
        }
        fclose(said);
    }
}
