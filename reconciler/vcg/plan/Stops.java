package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.guest.GuestTaps;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.Driver;
import vcg.model.GuestRecord;
import vcg.model.Host;
import vcg.model.Location;
import vcg.model.PlannedGuest;
import vcg.model.Running;

/** Steps that end a guest and remove what was made for it. */
record Stops(Host host) {
  /** Whether ending this process takes something away from somebody. */
  static boolean interrupts(Running running) {
    return switch (running.state()) {
      case RUNNING, PAUSED, SILENT -> true;
      case POWERED_OFF, CRASHED -> false;
    };
  }

  PlannedGuest stop(
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
  List<Change> steps(ActualGuest there, Running running, int graceSeconds) {
    List<Change> steps = new ArrayList<>(process(there, running, graceSeconds));
    steps.addAll(directories(there));
    return steps;
  }

  /**
   * Ends the process alone. On v1 who is frozen does not even take a signal: it is thawed first.
   */
  List<Change> process(ActualGuest there, Running running, int graceSeconds) {
    List<Change> steps = new ArrayList<>();
    Setting.undo(host, Knob.FREEZE, there.cgroup()).ifPresent(steps::add);
    steps.add(
        new Change.StopGuest(
            there.id(), running.process(), tree(there), interrupts(running) ? graceSeconds : 0));
    switch (there.id().driver()) {
      case QEMU -> steps.addAll(GuestTaps.after(there, running));
      case LXC -> steps.add(clear(there));
    }
    return steps;
  }

  private Optional<CgroupPath> tree(ActualGuest there) {
    Optional<String> hierarchy =
        switch (there.id().driver()) {
          case QEMU -> Optional.of(Hierarchy.UNIFIED);
          case LXC -> host.hierarchy(Knob.FREEZE).map(Hierarchy::name);
        };
    return hierarchy
        .filter(name -> there.cgroup().hierarchies().contains(name))
        .map(name -> new CgroupPath(name, there.cgroup().path()));
  }

  private static Change clear(ActualGuest there) {
    return new Change.ClearContainer(
        there.id(),
        there.cgroup().hierarchies().stream()
            .map(hierarchy -> new CgroupPath(hierarchy, there.cgroup().path()))
            .toList());
  }

  /**
   * Ends what a container that does not run any more left behind, which on v1 must not be frozen.
   */
  List<Change> cleared(ActualGuest there) {
    if (there.id().driver() != Driver.LXC || there.record().isEmpty()) {
      return List.of();
    }
    List<Change> steps = new ArrayList<>();
    Setting.undo(host, Knob.FREEZE, there.cgroup()).ifPresent(steps::add);
    boolean ran = there.record().flatMap(GuestRecord::process).isPresent();
    if (ran || !there.cgroup().processes().isEmpty() || !isInsideEmpty(there)) {
      steps.add(clear(there));
    }
    return steps;
  }

  private static boolean isInsideEmpty(ActualGuest there) {
    return there.groups().values().stream().allMatch(group -> group.processes().isEmpty());
  }

  /** Ends what a guest left behind that does not run, and removes its directories. */
  List<Change> leftOver(ActualGuest there) {
    List<Change> steps = new ArrayList<>(cleared(there));
    if (there.record().isPresent()) {
      steps.addAll(GuestTaps.leftOver(there));
      steps.addAll(directories(there));
    }
    return steps;
  }

  /** Removes a guest's directories, those inside first. */
  List<Change> directories(ActualGuest there) {
    Removal removal = new Removal(host);
    List<Change> steps = new ArrayList<>();
    there.groups().values().forEach(group -> steps.addAll(removal.of(group)));
    steps.addAll(removal.of(there.cgroup()));
    return steps;
  }
}
