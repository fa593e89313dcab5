package vcg.model;

import java.util.List;
import java.util.Optional;

/**
 * What is to happen to one guest, and why.
 *
 * @param action the whole of it in one word
 * @param reason for {@code HOLD}, {@code STOP} and {@code RESTART}: why; for {@code LIVE} and
 *     {@code REPAIR}: what is still to come; may be empty
 * @param interrupts whether its users notice: it is stopped or restarted while it is doing
 *     something
 * @param at the place that the reason speaks of
 * @param differences what is not as it should be, in the order in which it is put right
 * @param steps what {@code apply} does, in order; empty for {@code HOLD} and {@code NONE}
 * @param record what vcg remembers once all steps are done; empty: it forgets the guest
 */
public record PlannedGuest(
    GuestId id,
    Action action,
    String reason,
    boolean interrupts,
    Optional<Location> at,
    List<Difference> differences,
    List<Change> steps,
    Optional<GuestRecord> record) {
  public PlannedGuest {
    differences = List.copyOf(differences);
    steps = List.copyOf(steps);
  }

  /** Whether something stays as it is that its document asks for otherwise. */
  public boolean leavesSomething() {
    return action != Action.RESTART
        && differences.stream().anyMatch(d -> d.interruption() == Difference.Interruption.RESTART);
  }

  /** A guest to which nothing is done. */
  public static PlannedGuest untouched(
      GuestId id,
      Action action,
      String reason,
      Optional<Location> at,
      List<Difference> differences,
      Optional<GuestRecord> record) {
    return new PlannedGuest(id, action, reason, false, at, differences, List.of(), record);
  }

  public PlannedGuest withAction(Action now) {
    return new PlannedGuest(id, now, reason, interrupts, at, differences, steps, record);
  }

  /** The same with these steps. */
  public PlannedGuest withSteps(List<Change> now) {
    return new PlannedGuest(id, action, reason, interrupts, at, differences, now, record);
  }

  /** What happens to a guest. */
  public enum Action {
    /** It does not run and is started. */
    START,
    /** Its document changed; values change while it runs. */
    LIVE,
    /** Somebody else changed values, which are put back while it runs. */
    REPAIR,
    /** It is stopped and started, because a change cannot be made while it runs. */
    RESTART,
    /** It is stopped. */
    STOP,
    /** It is left as it is although its document asks for something else. */
    HOLD,
    /** It is as it should be. */
    NONE
  }
}
