package vcg.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The last start of a guest, successful or not, and what is known of its end. A guest that ends
 * again and again without having been told to is started after a delay that doubles each time.
 *
 * @param crashes how often in a row it had ended before this start, or could not be started
 * @param atSeconds when it was planned, in seconds since 1970
 * @param exitStatus how the process ended, where the vcg that started it saw that; 128 and more: by
 *     a signal of that number less 128
 * @param stopSeconds when vcg began to stop what was started, in seconds since 1970; empty: it did
 *     not, or the guest took no notice. Where vcg was killed over it, the guest may have done as it
 *     was told, which looks as if it had switched itself off
 */
public record Attempt(
    int crashes, long atSeconds, Optional<Integer> exitStatus, Optional<Long> stopSeconds) {
  /** How the reason begins why a guest is not started yet that crashed again and again. */
  public static final String LOOP = "crash loop";

  /** A guest that was up for so long did not crash at its start. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final long FIRST_DELAY_MILLIS = 10_000;
  private static final long LONGEST_DELAY_MILLIS = 300_000;
  private static final int PARTS = 1000;

  public Attempt {
    if (crashes < 0) {
      throw new IllegalArgumentException("crashes is " + crashes);
    }
  }

  /** A start that nothing went wrong before. */
  public static Attempt first(Instant now) {
    return next(0, now);
  }

  /** A start after this many crashes in a row. */
  public static Attempt next(int crashes, Instant now) {
    return new Attempt(crashes, now.getEpochSecond(), Optional.empty(), Optional.empty());
  }

  public Attempt withExitStatus(Optional<Integer> status) {
    return new Attempt(crashes, atSeconds, status, stopSeconds);
  }

  public Attempt withStop(Optional<Instant> begun) {
    return new Attempt(crashes, atSeconds, exitStatus, begun.map(Instant::getEpochSecond));
  }

  /** Whether vcg began to stop it, and longer ago than that may take. */
  public boolean stopIsOver(Instant now, int timeoutSeconds) {
    return stopSeconds.filter(at -> now.getEpochSecond() - at > timeoutSeconds).isPresent();
  }

  /** How many crashes in a row there are, given that this start has come to nothing by now. */
  public int inARow(Instant now) {
    boolean lasted = now.getEpochSecond() - atSeconds >= LONG.toSeconds();
    return lasted ? 1 : crashes + 1;
  }

  /**
   * How long to wait with the next start; zero: not at all. Guests that crash together do not start
   * together: each has a delay of its own, up to a fifth shorter, the same whenever it is asked
   * for.
   */
  public Duration left(UUID guest, Instant now) {
    Instant at = Instant.ofEpochSecond(atSeconds);
    if (now.isBefore(at)) {
      return Duration.ZERO; // somebody set the clock back: nobody knows how long it has been
    }
    Duration left = Duration.between(now, at.plus(delay(guest, inARow(now))));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static Duration delay(UUID guest, int crashes) {
    int doublings = Math.min(crashes - 1, 10);
    long whole = Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS << doublings);
    long spread = Math.floorMod(guest.hashCode() * 31L + crashes * 7919L, PARTS);
    return Duration.ofMillis(whole - whole * spread / (5 * PARTS));
  }
}
