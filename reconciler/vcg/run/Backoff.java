package vcg.run;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** How long to wait before the next try. */
final class Backoff {
  private static final long FIRST = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);
  private static final int MOST_DOUBLINGS = 20;

  private Backoff() {}

  /**
   * A second, doubled with each failure in a row, at most five minutes; up to a fifth shorter, so
   * that what failed together is not tried together.
   *
   * @param failures in a row, at least one
   * @return nanoseconds
   */
  static long after(int failures, RandomGenerator random) {
    long whole = Math.min(LONGEST, FIRST << Math.min(failures - 1, MOST_DOUBLINGS));
    return whole - random.nextLong(whole / 5);
  }
}
