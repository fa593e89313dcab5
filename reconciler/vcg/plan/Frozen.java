package vcg.plan;

import java.util.Optional;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Knob;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.Policy;

/**
 * Guests that a directory above them freezes. On v1 such a process takes no signal, not even the
 * one that kills, and to thaw its own directory does not help: it cannot be ended before the one
 * that froze the directory thaws it. On v2 it can.
 */
record Frozen(Actual actual, Partitions partitions) {
  /** The same plan, or why it has to wait where it would end a process. */
  PlannedGuest check(PlannedGuest planned) {
    ActualGuest there = actual.guests().get(planned.id());
    boolean ends =
        planned.steps().stream()
            .anyMatch(s -> s instanceof Change.StopGuest || s instanceof Change.ClearContainer);
    if (!ends || there == null) {
      return planned;
    }
    return by(there.cgroup().path())
        .map(path ->
            PlannedGuest.untouched(
                planned.id(),
                Action.HOLD,
                "frozen by " + path + ", it cannot end before that is thawed",
                planned.at(),
                planned.differences(),
                there.record()))
        .orElse(planned);
  }

  /** The directory above that freezes a guest and that this plan does not thaw. */
  private Optional<String> by(String path) {
    boolean harmless =
        actual.host().spelling(Knob.FREEZE).isEmpty()
            || actual.host().directory(Knob.FREEZE, path).isUnified();
    if (harmless) {
      return Optional.empty();
    }
    if (actual.host().isFrozen(actual.parent())) {
      return Optional.of(actual.parent().path() + " or above");
    }
    return actual.host().layout().above(path).stream()
        .filter(p -> actual.host().isFrozen(partitions.there(p)) && !isThawed(p))
        .findFirst();
  }

  private boolean isThawed(String path) {
    CgroupPath cgroup = actual.host().directory(Knob.FREEZE, path);
    boolean reported =
        partitions.declared(path).filter(d -> d.drift() == Policy.Drift.REPORT).isPresent();
    return partitions.isOurs(path, cgroup) && !reported;
  }
}
