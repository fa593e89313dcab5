package vcg.guest;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/** Processes that can be had to play guests, and do nothing by themselves. */
public interface Bodies {
  /**
   * One of them.
   *
   * @param threads some of its threads, not the first; they play virtual CPUs and I/O threads
   */
  record Body(long pid, List<Long> threads) {
    public Body {
      threads = List.copyOf(threads);
    }
  }

  /** One that is in no guest's cgroup, with at least so many threads. */
  Body take(int threads) throws IOException;

  /** Takes one back, which is then in no guest's cgroup any more. */
  void giveBack(Body body) throws IOException;

  /** The path of the cgroup of a thread in each hierarchy. */
  SortedMap<String, String> placement(long pid, long thread) throws IOException;
}
