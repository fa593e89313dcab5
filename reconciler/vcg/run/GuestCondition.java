package vcg.run;

import java.time.Instant;
import java.util.Optional;
import vcg.model.GuestId;
import vcg.model.Location;
import vcg.model.ProcessId;
import vcg.model.Running;

/**
 * How one guest is.
 *
 * @param sync how it compares with its document
 * @param since since when that is so
 * @param reason why it is not in sync; empty: it is
 * @param at the place in a domain file that the reason speaks of
 * @param process its process; empty: it does not run
 * @param state what it does; empty: it does not run
 * @param file the condition of its file, where that does not count and the last good content is in
 *     force
 * @param drifts how many values that others changed were put back
 * @param failure what went wrong last; empty: nothing
 * @param nextTry when that is tried again; empty: nothing failed
 */
public record GuestCondition(
    GuestId id,
    Sync sync,
    Instant since,
    String reason,
    Optional<Location> at,
    Optional<ProcessId> process,
    Optional<Running.State> state,
    Optional<FileCondition> file,
    long drifts,
    Optional<String> failure,
    Optional<Instant> nextTry) {

  /** How a guest compares with its document. */
  public enum Sync {
    IN_SYNC,
    /** It is being started, stopped or changed. */
    WORKING,
    /** It is left as it is although its document asks for something else; the reason says why. */
    HELD,
    /** Its stop waits for an operator's consent. */
    STOP_HELD,
    /** A change waits for a restart. */
    RESTART_DUE,
    /** It ends again and again, and is started after a delay. */
    CRASH_LOOP,
    /** Others change what vcg puts back, again and again; it waits longer each time. */
    FOUGHT_OVER,
    /** Something went wrong, and is tried again. */
    FAILED,
    /** An operator paused the daemon, and there is something to do. */
    PAUSED
  }
}
