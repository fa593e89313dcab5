package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.cgroup.CgroupPath;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.GuestRecord;
import vcg.model.Location;
import vcg.model.PlannedGuest;
import vcg.model.Running;

/** Steps that end a guest and remove what was made for it. */
final class Stops {
  private Stops() {}

  /** Whether ending this process takes something away from somebody. */
  static boolean interrupts(Running running) {
    return switch (running.state()) {
      case RUNNING, PAUSED, SILENT -> true;
      case POWERED_OFF, CRASHED -> false;
    };
  }

  static PlannedGuest stop(
      ActualGuest there,
      Running running,
      String reason,
      Location at,
      Optional<GuestRecord> afterwards) {
    return new PlannedGuest(
        there.id(),
        PlannedGuest.Action.STOP,
        reason,
        interrupts(running),
        Optional.of(at),
        List.of(),
        steps(there, running, there.record().map(GuestRecord::stopTimeoutSeconds).orElse(60)),
        afterwards);
  }

  /** Ends the process, then removes its directories. */
  static List<Change> steps(ActualGuest there, Running running, int graceSeconds) {
    List<Change> steps = new ArrayList<>();
    steps.add(
        new Change.StopGuest(
            there.id(), running.process(), interrupts(running) ? graceSeconds : 0));
    steps.addAll(directories(there));
    return steps;
  }

  /** Removes the directories of a guest that does not run. */
  static List<Change> leftOver(ActualGuest there) {
    return there.record().isPresent() ? directories(there) : List.of();
  }

  private static List<Change> directories(ActualGuest there) {
    return there.cgroup().hierarchies().stream()
        .<Change>map(h -> new Change.RemoveCgroup(new CgroupPath(h, there.cgroup().path())))
        .toList();
  }
}
