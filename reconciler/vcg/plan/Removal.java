package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Knob;
import vcg.model.ActualCgroup;
import vcg.model.Change;
import vcg.model.Host;

/** Steps that remove directories. */
record Removal(Host host) {

  /** Removes what is there, in every hierarchy. */
  List<Change> of(ActualCgroup there) {
    return of(
        there,
        there.hierarchies().reversed().stream() // the first hierarchy tells what is left over
            .map(h -> new CgroupPath(h, there.path()))
            .toList());
  }

  /**
   * Removes some of what is there. For a moment the kernel goes on counting the quota of a v1
   * directory that is gone, and refuses a lower one above it: the quota goes first.
   */
  List<Change> of(ActualCgroup there, List<CgroupPath> going) {
    List<Change> steps = new ArrayList<>();
    if (!host.isUnified(Controller.CPU)) {
      quota(there).filter(w -> going.contains(w.cgroup())).ifPresent(steps::add);
    }
    going.forEach(cgroup -> steps.add(new Change.RemoveCgroup(cgroup)));
    return steps;
  }

  private Optional<Change.WriteSetting> quota(ActualCgroup there) {
    return Setting.undo(host, Knob.CPU_QUOTA, there);
  }
}
