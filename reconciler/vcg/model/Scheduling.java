package vcg.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How the kernel lets a thread run (sched(7)).
 *
 * @param priority from 1, the least, to 99 where the policy is of real time; otherwise 0
 */
public record Scheduling(Policy policy, int priority) {
  public static final int LEAST = 1;
  public static final int MOST = 99;

  /** As every thread has it that nobody gave another. */
  public static final Scheduling ORDINARY = new Scheduling(Policy.OTHER, 0);

  public Scheduling {
    boolean right = policy.isRealTime() ? priority >= LEAST && priority <= MOST : priority == 0;
    if (!right) {
      throw new IllegalArgumentException("priority " + priority + " of " + policy);
    }
  }

  /** Which threads run first, and for how long; the last two cannot be asked for. */
  public enum Policy {
    OTHER(0),
    FIFO(1),
    RR(2),
    BATCH(3),
    IDLE(5),
    DEADLINE(6),
    EXT(7);

    private final int number;

    Policy(int number) {
      this.number = number;
    }

    /** As {@code sched_setscheduler(2)} takes it. */
    public int number() {
      return number;
    }

    /** Whether its threads run before all others, in the order of their priorities. */
    public boolean isRealTime() {
      return this == FIFO || this == RR;
    }

    /** The one that documents name so; empty: none. */
    public static Optional<Policy> of(String word) {
      return Arrays.stream(values()).filter(p -> p.toString().equals(word)).findFirst();
    }

    static Optional<Policy> of(int number) {
      return Arrays.stream(values()).filter(p -> p.number == number).findFirst();
    }

    /** As documents name it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** From the numbers of the kernel; a policy that is unknown here counts as ordinary. */
  public static Scheduling of(int policy, int priority) {
    return Policy.of(policy)
        .map(p -> new Scheduling(p, p.isRealTime() ? priority : 0))
        .orElse(ORDINARY);
  }

  /** Reads what {@link #toString} gives; empty: it is not of that form. */
  public static Optional<Scheduling> parse(String text) {
    String[] words = text.split(" ", -1);
    return Policy.of(words[0])
        .filter(p -> p.isRealTime() ? text.matches("[a-z]+ [1-9][0-9]?") : words.length == 1)
        .map(p -> new Scheduling(p, p.isRealTime() ? Integer.parseInt(words[1]) : 0));
  }

  /** Such as {@code fifo 5}, or {@code batch}. */
  @Override
  public String toString() {
    return policy.isRealTime() ? policy + " " + priority : policy.toString();
  }
}
