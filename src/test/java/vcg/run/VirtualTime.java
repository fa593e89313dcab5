package vcg.run;

import java.time.Duration;
import java.time.Instant;

/** Time that passes when a test says so. */
final class VirtualTime implements Time {
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  private long nanos = 1_000_000_000L;

  @Override
  public Instant wall() {
    return wall;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  void pass(long more) {
    nanos += more;
    wall = wall.plusNanos(more);
  }

  /** Somebody sets the clock. */
  void jump(Duration by) {
    wall = wall.plus(by);
  }
}
