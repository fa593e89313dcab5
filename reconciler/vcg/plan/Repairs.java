package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Guest;
import vcg.model.Policy;
import vcg.model.Running;

/** What can be put right while a guest runs: its knobs, its place, whether it is paused. */
record Repairs(
    Guest guest,
    ActualGuest there,
    Running running,
    Difference.Cause cause,
    List<Setting> settings,
    List<Hierarchy> hierarchies) {

  List<Difference> differences() {
    List<Difference> differences = new ArrayList<>();
    misplaced().forEach(cgroup -> differences.add(moved(cgroup)));
    settings.forEach(s -> differences.add(Wording.difference(s, cause)));
    runState().ifPresent(_ -> differences.add(otherRunState()));
    return differences;
  }

  List<Change> steps() {
    List<Change> steps = new ArrayList<>();
    misplaced().stream()
        .filter(c -> !there.cgroup().hierarchies().contains(c.hierarchy()))
        .forEach(c -> steps.add(new Change.CreateCgroup(c)));
    settings.forEach(s -> steps.add(s.step()));
    misplaced().forEach(c -> steps.add(new Change.MoveProcess(c, running.process())));
    runState().ifPresent(steps::add);
    return steps;
  }

  /** The directories in which the process should be and is not. */
  private List<CgroupPath> misplaced() {
    return hierarchies.stream()
        .map(h -> new CgroupPath(h.name(), there.cgroup().path()))
        .filter(c -> !c.path().equals(running.placement().get(c.hierarchy())))
        .toList();
  }

  private Difference moved(CgroupPath cgroup) {
    return new Difference(
        "process",
        cgroup.hierarchy(),
        running.placement().getOrDefault(cgroup.hierarchy(), ""),
        cgroup.path(),
        Optional.empty(),
        Difference.Cause.DRIFT,
        Difference.Interruption.LIVE);
  }

  private Optional<Change> runState() {
    boolean paused = running.state() == Running.State.PAUSED;
    boolean wanted = guest.policy().run() == Policy.Run.PAUSED;
    if (paused == wanted || running.state() == Running.State.SILENT) {
      return Optional.empty();
    }
    return Optional.of(
        wanted
            ? new Change.PauseGuest(guest.id(), running.process())
            : new Change.ResumeGuest(guest.id(), running.process()));
  }

  private Difference otherRunState() {
    return new Difference(
        "guest",
        "run",
        running.state().toString(),
        guest.policy().run() == Policy.Run.PAUSED ? "paused" : "running",
        Optional.of(guest.at()),
        cause,
        Difference.Interruption.LIVE);
  }
}
