package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Group;
import vcg.guest.HotPlug;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.Policy;
import vcg.model.Running;

/**
 * What can be put right while a guest runs: its limits, the places of its process and threads,
 * whether it is paused.
 *
 * @param directories where the guest should be
 * @param limits of these directories
 * @param present of the directories where it is now
 * @param plug what is plugged in and taken out before
 * @param elsewhere whether they are others than those in which it is now
 */
record Repairs(
    Guest guest,
    ActualGuest there,
    Running running,
    Difference.Cause cause,
    Directories directories,
    Limits limits,
    Limits present,
    boolean elsewhere,
    HotPlug.Result plug) {

  List<Difference> differences() {
    List<Difference> differences = new ArrayList<>();
    if (elsewhere) {
      differences.add(newPlace());
    } else {
      differences.addAll(moved("process", misplaced(), running.placement()));
      misplacedThreads()
          .forEach((group, cgroups) ->
              differences.addAll(moved(group.toString(), cgroups, thread(group).placement())));
      superfluous().keySet().forEach(g -> differences.add(without(g)));
    }
    differences.addAll(present.differences(cause));
    runState().ifPresent(_ -> differences.add(otherRunState()));
    return differences;
  }

  List<Change> steps() {
    ActualCgroup here = elsewhere ? ActualCgroup.none(directories.path()) : there.cgroup();
    SortedMap<Group, ActualCgroup> hereOf = elsewhere ? new TreeMap<>() : there.groups();
    Set<Group> groups = guest.groups().keySet();
    List<Change> steps = new ArrayList<>(directories.make(here));
    steps.addAll(directories.makeGroups(groups, here, hereOf));
    boolean fewer = !elsewhere && !superfluous().isEmpty();
    if (fewer) { // what the guest's directory may hold depends on those inside it
      steps.addAll(moves());
      steps.addAll(directories.removeGroups(superfluous(), there.cgroup(), groups.isEmpty()));
    }
    steps.addAll(limits.steps());
    if (!fewer) {
      steps.addAll(moves());
    }
    if (elsewhere) {
      steps.addAll(new Stops(directories.host()).directories(there));
    }
    runState().ifPresent(steps::add);
    return steps;
  }

  private Running.GuestThread thread(Group group) {
    return Optional.ofNullable(running.threads().get(group)).orElseThrow();
  }

  /** Brings the process and its threads to where they belong. */
  private List<Change> moves() {
    List<Change> steps = new ArrayList<>();
    List<CgroupPath> moved = misplaced();
    moved.forEach(c -> steps.add(new Change.MoveProcess(c, running.process())));
    SortedSet<String> together = new TreeSet<>(); // a process takes all its threads along
    moved.forEach(c -> together.add(c.hierarchy()));
    threadsToMove(together)
        .forEach((group, cgroups) ->
            cgroups.forEach(
                c -> steps.add(new Change.MoveThread(c, running.process(), thread(group).id()))));
    return steps;
  }

  /** The directories in which the process should be and is not. */
  private List<CgroupPath> misplaced() {
    List<CgroupPath> misplaced = new ArrayList<>(directories.ofProcess(guest.groups().keySet()));
    misplaced.removeIf(c -> isWithin(c, running.placement().getOrDefault(c.hierarchy(), "")));
    return misplaced;
  }

  /** A container may make cgroups in its own and be in any of them. */
  private static boolean isWithin(CgroupPath cgroup, String placement) {
    return placement.equals(cgroup.path())
        || (cgroup.path().endsWith("/" + Group.CONTAINER)
            && placement.startsWith(cgroup.path() + "/"));
  }

  /** The same for virtual CPUs and I/O threads, as far as they are known. */
  private SortedMap<Group, List<CgroupPath>> misplacedThreads() {
    return threadsToMove(new TreeSet<>());
  }

  private SortedMap<Group, List<CgroupPath>> threadsToMove(Set<String> anyhowIn) {
    SortedMap<Group, List<CgroupPath>> misplaced = new TreeMap<>();
    for (Map.Entry<Group, List<CgroupPath>> entry :
        directories.ofThreads(guest.groups().keySet()).entrySet()) {
      Running.GuestThread thread = running.threads().get(entry.getKey());
      if (thread != null) {
        List<CgroupPath> wrong =
            entry.getValue().stream()
                .filter(c ->
                    anyhowIn.contains(c.hierarchy())
                        || !c.path().equals(thread.placement().get(c.hierarchy())))
                .toList();
        if (!wrong.isEmpty()) {
          misplaced.put(entry.getKey(), wrong);
        }
      }
    }
    return misplaced;
  }

  /** Groups that the document does not ask for. */
  private SortedMap<Group, ActualCgroup> superfluous() {
    SortedMap<Group, ActualCgroup> superfluous = new TreeMap<>(there.groups());
    superfluous.keySet().removeAll(guest.groups().keySet());
    superfluous.values().removeIf(c -> c.hierarchies().isEmpty());
    if (!guest.groups().isEmpty()) { // otherwise threads move out of them
      superfluous.keySet().removeIf(g -> running.threads().containsKey(g) && !plug.ends(g));
    }
    return superfluous;
  }

  /** One for all hierarchies in which it is the same move. */
  private List<Difference> moved(
      String what, List<CgroupPath> wanted, Map<String, String> placement) {
    SortedMap<String, List<String>> hierarchies = new TreeMap<>();
    SortedMap<String, String> after = new TreeMap<>();
    for (CgroupPath cgroup : wanted) {
      String before = placement.getOrDefault(cgroup.hierarchy(), "");
      String move = before + "\0" + cgroup.path();
      hierarchies.computeIfAbsent(move, _ -> new ArrayList<>()).add(cgroup.hierarchy());
      after.put(move, cgroup.path());
    }
    List<Difference> differences = new ArrayList<>();
    hierarchies.forEach((move, names) ->
        differences.add(
            new Difference(
                what,
                String.join("+", names),
                shown(move.substring(0, move.indexOf('\0'))),
                shown(after.getOrDefault(move, "")),
                cause == Difference.Cause.DOCUMENT ? Optional.of(guest.at()) : Optional.empty(),
                cause,
                Difference.Interruption.LIVE)));
    return differences;
  }

  private String shown(String path) {
    return directories.host().layout().shown(path);
  }

  private Difference newPlace() {
    return new Difference(
        "cgroup",
        "path",
        shown(there.cgroup().path()),
        shown(directories.path()),
        Optional.of(guest.partition().at()),
        Difference.Cause.DOCUMENT,
        Difference.Interruption.LIVE);
  }

  private Difference without(Group group) {
    return new Difference(
        group.toString(),
        "cgroup",
        shown(there.cgroup().path() + "/" + group),
        "none",
        Optional.of(guest.at()),
        cause,
        Difference.Interruption.LIVE);
  }

  /** A container is paused by a knob of its directory, which is among its limits. */
  private Optional<Change> runState() {
    if (guest.id().driver() == Driver.LXC) {
      return Optional.empty();
    }
    boolean paused = running.state() == Running.State.PAUSED;
    boolean wanted = guest.policy().run() == Policy.Run.PAUSED;
    if (!Stops.interrupts(running)) {
      return Optional.of(new Change.ResetGuest(guest.id(), running.process(), wanted));
    }
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
        Optional.of(Endings.asked(guest, running.state()).orElse(guest.at())),
        Stops.interrupts(running) ? cause : Difference.Cause.DOCUMENT,
        Difference.Interruption.LIVE);
  }
}
