package vcg.run;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Whether somebody else changes what vcg puts back, again and again. Then vcg puts it back less and
 * less often, so that neither keeps a processor busy, and says so.
 */
final class Fight {
  static final int TOLERATED = 5;
  private static final long WHILE = TimeUnit.MINUTES.toNanos(1);

  private int repairs;
  private long last;
  private long notBefore;

  /** Whether it is too early to put something back. */
  boolean isOn(long now) {
    return repairs > TOLERATED && now - notBefore < 0;
  }

  /** Until when it is too early. */
  long notBefore() {
    return notBefore;
  }

  int repairs() {
    return repairs;
  }

  /** Something was put back. */
  void repaired(long now, RandomGenerator random) {
    long quiet = repairs > TOLERATED ? 2 * (notBefore - last) + WHILE : WHILE;
    repairs = now - last > quiet ? 1 : repairs + 1;
    last = now;
    notBefore = repairs > TOLERATED ? now + Backoff.after(repairs - TOLERATED, random) : now;
  }
}
