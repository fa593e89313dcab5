package vcg.model;

import java.util.Optional;

/**
 * A thread that does the input and output of disks.
 *
 * @param number as documents name it, from 1
 * @param helpers how many helpers it has
 * @param poll how long it looks for work before it sleeps; empty: as QEMU does
 */
public record IoThread(int number, Helpers helpers, Optional<Poll> poll) {
  /** One that is like all others. */
  public static IoThread plain(int number) {
    return new IoThread(number, Helpers.USUAL, Optional.empty());
  }

  /** How many helpers there are at least and at most; empty: as QEMU has it. */
  public record Helpers(Optional<Integer> least, Optional<Integer> most) {
    public static final Helpers USUAL = new Helpers(Optional.empty(), Optional.empty());
  }

  /** Times in nanoseconds; empty: as QEMU has it. */
  public record Poll(Optional<Long> most, Optional<Long> grow, Optional<Long> shrink) {}
}
