package vcg.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import vcg.model.Actual;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.GuestId;
import vcg.model.Hint;
import vcg.model.Outcome;
import vcg.model.PlannedGuest;

/** What the thread that decides is told, through its queue. */
sealed interface Event {
  /** Somebody says where to look. */
  record Hinted(Hint hint) implements Event {}

  /** The source was looked at. */
  record Scanned(Scan scan) implements Event {}

  /**
   * Guests were looked at.
   *
   * @param actual empty: that failed
   */
  record Looked(Set<GuestId> guests, Desired asked, Optional<Actual> actual, String failure)
      implements Event {}

  /** The directories above guests were looked at; empty: that failed. */
  record LookedAbove(Desired asked, Optional<Actual> actual, String failure) implements Event {}

  /**
   * The steps of a guest were done, or one failed.
   *
   * @param result empty: there were none
   */
  record Done(PlannedGuest planned, Optional<Outcome.Result> result, boolean interrupted)
      implements Event {}

  /**
   * Single knobs of a guest were put right.
   *
   * @param steps what was done; nothing: there was nothing to do, or it was in vain
   * @param drift whether others had changed them
   */
  record TouchedUp(GuestId guest, List<Change> steps, boolean drift) implements Event {}

  /** The steps of partitions were done. */
  record PartitionsDone(Set<String> paths, Outcome outcome, String failure) implements Event {}

  /**
   * What is kept of documents was written.
   *
   * @param left what could not be
   * @param failure why; empty: all was written
   */
  record Kept(SortedMap<String, byte[]> left, String failure) implements Event {}

  /** An operator asks for something. */
  record Asked(Runnable work) implements Event {}
}
