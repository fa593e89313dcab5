package vcg.model;

import java.util.Optional;
import java.util.UUID;

/**
 * What vcg remembers of a guest that it started: proof of ownership, and how to end it when its
 * file is gone. Everything else is read from the kernel.
 *
 * @param cgroup the path of its directory in every hierarchy
 * @param file the name of the domain file it came from, without directories: one directory holds
 *     all, and users name it in different ways
 * @param digest of that file when it was last applied
 * @param bootId the boot in which the process was started
 * @param process empty while it is being set up, and after it ended
 * @param poweredOff digest of the file in force when the guest switched itself off; it stays off as
 *     long as the file keeps that digest
 * @param failure what went wrong at the last attempt; empty: nothing
 * @param attempt when it was last started, and how often in vain before; empty: an older version of
 *     vcg did that
 * @param granted what was opened to the user whom it runs as; empty: it runs as vcg does
 */
public record GuestRecord(
    GuestId id,
    UUID uuid,
    String cgroup,
    String partition,
    String file,
    String digest,
    String bootId,
    Optional<ProcessId> process,
    int stopTimeoutSeconds,
    boolean protect,
    Optional<String> poweredOff,
    Optional<String> failure,
    Optional<Attempt> attempt,
    Optional<Granted> granted) {

  /** Whether the last start has come to nothing by itself, given that the guest does not run. */
  public boolean cameToNothing() {
    return poweredOff.isEmpty() && !isStopping() && (process.isPresent() || failure.isPresent());
  }

  /** Whether vcg began to stop it, and has not noted that it did. */
  public boolean isStopping() {
    return process.isPresent() && attempt.flatMap(Attempt::stopSeconds).isPresent();
  }

  public GuestRecord withProcess(Optional<ProcessId> now) {
    return new GuestRecord(
        id,
        uuid,
        cgroup,
        partition,
        file,
        digest,
        bootId,
        now,
        stopTimeoutSeconds,
        protect,
        poweredOff,
        failure,
        attempt,
        granted);
  }

  public GuestRecord withPoweredOff(Optional<String> digestThen) {
    return new GuestRecord(
        id,
        uuid,
        cgroup,
        partition,
        file,
        digest,
        bootId,
        process,
        stopTimeoutSeconds,
        protect,
        digestThen,
        failure,
        attempt,
        granted);
  }

  public GuestRecord withGranted(Optional<Granted> now) {
    return new GuestRecord(
        id,
        uuid,
        cgroup,
        partition,
        file,
        digest,
        bootId,
        process,
        stopTimeoutSeconds,
        protect,
        poweredOff,
        failure,
        attempt,
        now);
  }

  public GuestRecord withFailure(Optional<String> what) {
    return new GuestRecord(
        id,
        uuid,
        cgroup,
        partition,
        file,
        digest,
        bootId,
        process,
        stopTimeoutSeconds,
        protect,
        poweredOff,
        what,
        attempt,
        granted);
  }

  public GuestRecord withAttempt(Optional<Attempt> last) {
    return new GuestRecord(
        id,
        uuid,
        cgroup,
        partition,
        file,
        digest,
        bootId,
        process,
        stopTimeoutSeconds,
        protect,
        poweredOff,
        failure,
        last,
        granted);
  }
}
