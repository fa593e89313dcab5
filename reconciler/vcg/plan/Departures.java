package vcg.plan;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import vcg.model.Change;
import vcg.model.PlannedGuest;

/**
 * What is gone from where it was once all guests of a plan are done.
 *
 * @param cgroups paths of the directories that are removed
 * @param processes those that end or are moved
 */
record Departures(Set<String> cgroups, Set<Long> processes) {

  static Departures of(Collection<PlannedGuest> guests) {
    Set<String> cgroups = new TreeSet<>();
    Set<Long> processes = new TreeSet<>();
    for (PlannedGuest guest : guests) {
      for (Change step : guest.steps()) {
        if (step instanceof Change.RemoveCgroup remove) {
          cgroups.add(remove.cgroup().path());
        }
        if (step instanceof Change.StopGuest stop) {
          processes.add(stop.process().pid());
        }
        if (step instanceof Change.MoveProcess move) {
          processes.add(move.process().pid());
        }
      }
    }
    return new Departures(cgroups, processes);
  }
}
