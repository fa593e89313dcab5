package vcg.run;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import vcg.model.GuestId;
import vcg.model.Location;
import vcg.model.ProcessId;
import vcg.model.Running;

/**
 * What the thread that decides knows of one guest between two looks; nothing that decisions need.
 */
final class Tracked {
  final GuestId id;

  /** Somebody looks; what is found counts only if no document changes meanwhile. */
  boolean looking;

  boolean stale;

  /** Steps are being done. */
  boolean working;

  /** One of the steps waits for the guest to end. */
  boolean stopping;

  long notBefore = Long.MIN_VALUE;
  int failures;
  boolean restart;
  Optional<CompletableFuture<Optional<String>>> asked = Optional.empty();
  final Fight fight = new Fight();
  String cgroup = "";

  Set<String> writers = Set.of();

  GuestCondition.Sync sync = GuestCondition.Sync.WORKING;
  Instant since;
  String reason = "not looked at yet";
  Optional<Location> at = Optional.empty();
  Optional<ProcessId> process = Optional.empty();
  Optional<Running.State> state = Optional.empty();
  Optional<FileCondition> file = Optional.empty();
  long drifts;
  Optional<String> failure = Optional.empty();
  Optional<Instant> nextTry = Optional.empty();
  OptionalLong timer = OptionalLong.empty();

  Tracked(GuestId id, Instant since) {
    this.id = id;
    this.since = since;
  }

  /** Answers the operator who asked for something. */
  void answer(Optional<String> refusal) {
    asked.ifPresent(a -> a.complete(refusal));
    asked = Optional.empty();
  }

  GuestCondition condition() {
    return new GuestCondition(
        id, sync, since, reason, at, process, state, file, drifts, failure, nextTry);
  }
}
