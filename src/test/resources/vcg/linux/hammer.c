/*
 * Enters the cgroup whose cgroup.procs is the first argument and opens two devices until its
 * standard input ends: /dev/null, which must succeed, and /dev/full, which must not. Prints a dot
 * once it runs, and in the end "OPENS DENIED ALLOWED": how often, and how often each was wrong.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv) {
  long opens = 0, denied = 0, allowed = 0;
  struct pollfd in = {.fd = 0, .events = POLLIN};
  int fd = argc > 1 ? open(argv[1], O_WRONLY) : -1;

  if (fd < 0 || write(fd, "0", 1) != 1) {
    perror("cannot enter the cgroup");
    return 1;
  }
  close(fd);
  while (opens % 1000 || poll(&in, 1, 0) == 0) {
    if (opens++ == 1000 && write(1, ".", 1) != 1)
      return 1;
    fd = open("/dev/null", O_RDWR);
    denied += fd < 0;
    close(fd);
    fd = open("/dev/full", O_RDONLY);
    allowed += fd >= 0 || errno != EPERM;
    close(fd);
  }
  printf("%ld %ld %ld\n", opens, denied, allowed);
  return 0;
}
