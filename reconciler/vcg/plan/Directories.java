package vcg.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Group;
import vcg.cgroup.Hierarchy;
import vcg.model.ActualCgroup;
import vcg.model.Change;
import vcg.model.Host;
import vcg.model.UnifiedCgroup;

/** The directories of one guest, and the steps that make and remove them. */
record Directories(Host host, String path) {

  /** The guest's own, in every hierarchy. */
  List<CgroupPath> own() {
    return at(host.hierarchies(), path);
  }

  /** A group's, in the hierarchies that are for such. */
  List<CgroupPath> of(Group group) {
    return at(host.hierarchies(group.kind()), path(group));
  }

  String path(Group group) {
    return path + "/" + group;
  }

  /**
   * Where the process itself belongs: with groups, to the one that emulates devices, or is the
   * container.
   */
  List<CgroupPath> ofProcess(Collection<Group> groups) {
    if (groups.isEmpty()) {
      return own();
    }
    Group group = groups.contains(Group.CONTAINER) ? Group.CONTAINER : Group.EMULATOR;
    List<Hierarchy> grouping = host.hierarchies(group.kind());
    return host.hierarchies().stream()
        .map(h -> new CgroupPath(h.name(), grouping.contains(h) ? path(group) : path))
        .toList();
  }

  /** Where virtual CPUs and I/O threads belong. */
  SortedMap<Group, List<CgroupPath>> ofThreads(Collection<Group> groups) {
    SortedMap<Group, List<CgroupPath>> threads = new TreeMap<>();
    groups.stream()
        .filter(g -> g.kind() == Group.Kind.VCPU || g.kind() == Group.Kind.IOTHREAD)
        .forEach(g -> threads.put(g, of(g)));
    return threads;
  }

  private static List<CgroupPath> at(List<Hierarchy> hierarchies, String path) {
    List<CgroupPath> cgroups = new ArrayList<>();
    hierarchies.forEach(h -> cgroups.add(new CgroupPath(h.name(), path)));
    return cgroups;
  }

  /** Makes what is missing of the guest's own. */
  List<Change> make(ActualCgroup there) {
    return missing(own(), there);
  }

  /**
   * Makes what is missing of its groups', and lets v2 have threads in them. A container's has no
   * controllers on v2: all that is in it counts where the limits are.
   */
  List<Change> makeGroups(
      Collection<Group> groups, ActualCgroup there, SortedMap<Group, ActualCgroup> thereOf) {
    List<Change> steps = new ArrayList<>();
    for (Group group : groups) {
      ActualCgroup actual =
          Optional.ofNullable(thereOf.get(group)).orElse(ActualCgroup.none(path(group)));
      for (Change step : missing(of(group), actual)) {
        steps.add(step);
        if (step instanceof Change.CreateCgroup(CgroupPath cgroup)
            && cgroup.isUnified()
            && isThreaded(group)) {
          steps.add(new Change.MakeThreaded(cgroup));
        }
      }
      if (isThreaded(group)
          && actual.unified().filter(u -> !u.type().equals("threaded")).isPresent()) {
        steps.add(new Change.MakeThreaded(new CgroupPath(Hierarchy.UNIFIED, path(group))));
      }
    }
    NavigableSet<String> on = threadControllers();
    there.unified().map(UnifiedCgroup::enabled).ifPresent(on::removeAll);
    if (groups.stream().anyMatch(Directories::isThreaded) && !on.isEmpty()) {
      CgroupPath cgroup = new CgroupPath(Hierarchy.UNIFIED, path);
      steps.add(new Change.SetControllers(cgroup, List.copyOf(on), List.of()));
    }
    return steps;
  }

  private static boolean isThreaded(Group group) {
    return group.kind() != Group.Kind.CONTAINER;
  }

  /** Removes the directories of groups, which hold no thread any more. */
  List<Change> removeGroups(SortedMap<Group, ActualCgroup> going, ActualCgroup there, boolean all) {
    List<Change> steps = new ArrayList<>();
    Removal removal = new Removal(host);
    going.values().forEach(actual -> steps.addAll(removal.of(actual)));
    List<String> off =
        all ? there.unified().map(u -> List.copyOf(u.enabled())).orElse(List.of()) : List.of();
    if (!off.isEmpty()) {
      CgroupPath cgroup = new CgroupPath(Hierarchy.UNIFIED, path);
      steps.add(new Change.SetControllers(cgroup, List.of(), off));
    }
    return steps;
  }

  /** What the v2 tree has of the controllers that take threads. */
  private NavigableSet<String> threadControllers() {
    NavigableSet<String> names = new TreeSet<>();
    host.controllers().keySet().stream()
        .filter(Controller::takesThreads)
        .filter(host::isUnified)
        .forEach(c -> c.v2Name().ifPresent(names::add));
    return names;
  }

  private static List<Change> missing(List<CgroupPath> wanted, ActualCgroup there) {
    List<Change> missing = new ArrayList<>();
    for (CgroupPath cgroup : wanted) {
      if (!there.hierarchies().contains(cgroup.hierarchy())) {
        missing.add(new Change.CreateCgroup(cgroup));
      }
    }
    return missing;
  }
}
