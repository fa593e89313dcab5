package vcg.linux;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** When something must be done, by a clock that nobody can set. */
record Deadline(long nanoTime, Duration length) {
  static Deadline in(Duration length) {
    return new Deadline(System.nanoTime() + length.toNanos(), length);
  }

  boolean isOver() {
    return System.nanoTime() - nanoTime >= 0;
  }

  /** What is left of it. */
  Duration check() throws SocketTimeoutException {
    long left = nanoTime - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("no answer within " + length.toMillis() + " ms");
    }
    return Duration.ofNanos(left);
  }
}
