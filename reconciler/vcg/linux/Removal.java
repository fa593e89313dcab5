package vcg.linux;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;

/**
 * Patience with {@code rmdir}: for a moment after the last process has gone the kernel still says
 * EBUSY.
 */
final class Removal {
  private static final Duration MOST = Duration.ofSeconds(5);
  private static final long LONGEST_PAUSE_MILLIS = 200;

  private Removal() {}

  /** One {@code rmdir}; true: gone, false: was not there. */
  interface Attempt {
    boolean rmdir() throws CgroupException;
  }

  static boolean remove(CgroupFs fs, CgroupPath cgroup, Attempt attempt) throws IOException {
    long deadline = System.nanoTime() + MOST.toNanos();
    for (long pause = 1; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        return attempt.rmdir();
      } catch (CgroupException e) {
        if (!e.errno().equals("EBUSY")) {
          throw e;
        }
        List<Long> processes = inside(fs, cgroup);
        List<String> directories = fs.children(cgroup).stream().sorted().toList();
        boolean hopeless = !processes.isEmpty() || !directories.isEmpty();
        if (hopeless || cgroup.path().equals("/") || System.nanoTime() > deadline) {
          throw CgroupException.busy(cgroup, processes, directories);
        }
      }
      pause(pause);
    }
  }

  private static List<Long> inside(CgroupFs fs, CgroupPath cgroup) throws IOException {
    try {
      return fs.processes(cgroup);
    } catch (CgroupException e) {
      if (!e.errno().equals("EOPNOTSUPP")) {
        throw e;
      }
      // a threaded directory of v2 knows only threads
      return fs.read(cgroup, "cgroup.threads").stream()
          .flatMap(String::lines)
          .map(Long::valueOf)
          .sorted()
          .toList();
    }
  }

  private static void pause(long millis) throws InterruptedIOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a cgroup was being removed");
    }
  }
}
