package vcg.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the daemon and all that it looks after are.
 *
 * @param source the directory of domain files
 * @param started when the daemon started
 * @param ready whether all was looked at once, and every guest that should run was tried
 * @param paused whether an operator paused it
 * @param lastLook when everything was last looked at; empty: not yet
 * @param working how many guests are being started, stopped or changed now
 * @param troubles what keeps the daemon from doing its work as it should, a sentence each: the
 *     directory is missing, a watch cannot be had, the state directory is full
 * @param guests in order of their identity
 * @param revision a name for the documents in force: the same as long as they are
 * @param validFiles how many files are in force as they are
 * @param files those that no guest is known by and that cannot be used, in order of their names
 */
public record DaemonStatus(
    String source,
    Instant started,
    boolean ready,
    boolean paused,
    Optional<Instant> lastLook,
    int working,
    List<String> troubles,
    List<GuestCondition> guests,
    String revision,
    int validFiles,
    List<FileCondition> files) {
  public DaemonStatus {
    troubles = List.copyOf(troubles);
    guests = List.copyOf(guests);
    files = List.copyOf(files);
  }
}
