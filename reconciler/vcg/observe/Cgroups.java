package vcg.observe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Group;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.model.ActualCgroup;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.Host;
import vcg.model.Running;
import vcg.model.UnifiedCgroup;

/**
 * Reads the directories of one path in all hierarchies of the host.
 *
 * @param hierarchies those of the host
 * @param everywhere the names of these
 * @param grouping those in which groups of threads have directories
 * @param files what there is to read in a directory of each hierarchy
 */
record Cgroups(
    Host host,
    CgroupFs fs,
    List<Hierarchy> hierarchies,
    SortedSet<String> everywhere,
    List<Hierarchy> grouping,
    SortedMap<String, List<KnobFile>> files) {

  /** A file, and the knobs that it holds: some share one. */
  private static final class KnobFile {
    private final String name;
    private final List<Knob> knobs;
    private String last = "";

    KnobFile(String name, List<Knob> knobs) {
      this.name = name;
      this.knobs = knobs;
    }

    /** The same text as last time, where it is: most guests have the same in most files. */
    String shared(String content) {
      if (!content.equals(last)) {
        last = content;
      }
      return last;
    }
  }

  static Cgroups of(Host host, CgroupFs fs) {
    SortedMap<String, List<Knob>> knobs = new TreeMap<>();
    host.files()
        .forEach((knob, file) -> knobs.computeIfAbsent(file, _ -> new ArrayList<>()).add(knob));
    SortedMap<String, List<KnobFile>> files = new TreeMap<>();
    knobs.forEach((file, inIt) ->
        files
            .computeIfAbsent(
                host.directory(inIt.getFirst(), "/").hierarchy(), _ -> new ArrayList<>())
            .add(new KnobFile(file, List.copyOf(inIt))));
    SortedSet<String> everywhere = new TreeSet<>();
    host.hierarchies().forEach(h -> everywhere.add(h.name()));
    return new Cgroups(
        host,
        fs,
        host.hierarchies(),
        Collections.unmodifiableSortedSet(everywhere),
        host.groupHierarchies(),
        files);
  }

  /** All there is to know. */
  ActualCgroup look(String path) throws IOException {
    return look(path, fs::children);
  }

  /**
   * The same, but of the directories in it only whether these are there: to list ten thousand takes
   * longer than all the rest.
   *
   * @param names of those that may be there
   * @param known names of those that are
   */
  ActualCgroup look(String path, Set<String> names, Set<String> known) throws IOException {
    return look(
        path,
        cgroup -> {
          List<String> there = new ArrayList<>(known);
          for (String name : names) {
            if (fs.exists(cgroup.child(name))) {
              there.add(name);
            }
          }
          return there;
        });
  }

  private interface Inside {
    List<String> of(CgroupPath cgroup) throws IOException;
  }

  private ActualCgroup look(String path, Inside inside) throws IOException {
    SortedSet<String> existing = new TreeSet<>();
    SortedSet<Long> processes = new TreeSet<>();
    Set<String> children = new HashSet<>();
    List<String> before = List.of();
    Optional<UnifiedCgroup> unified = Optional.empty();
    for (Hierarchy hierarchy : hierarchies) {
      CgroupPath cgroup = new CgroupPath(hierarchy.name(), path);
      if (fs.exists(cgroup)) {
        existing.add(hierarchy.name());
        List<String> there = inside.of(cgroup);
        if (!there.equals(before)) { // mostly they are the same in all hierarchies
          children.addAll(there);
          before = there;
        }
        if (cgroup.isUnified()) {
          unified = Optional.of(unified(cgroup));
        }
        processes.addAll(inside(cgroup, unified));
      }
    }
    return new ActualCgroup(
        path,
        existing,
        contents(path, existing),
        processes,
        new TreeSet<>(children),
        unified,
        Optional.empty());
  }

  /** A directory for threads does not tell of processes: its threads stand for them. */
  private SortedSet<Long> inside(CgroupPath cgroup, Optional<UnifiedCgroup> unified)
      throws IOException {
    boolean threaded = cgroup.isUnified() && unified.filter(u -> !u.holdsProcesses()).isPresent();
    if (!threaded) {
      return new TreeSet<>(fs.processes(cgroup));
    }
    SortedSet<Long> threads = new TreeSet<>();
    fs.read(cgroup, "cgroup.threads").orElse("").lines().forEach(t -> threads.add(Long.valueOf(t)));
    return threads;
  }

  private UnifiedCgroup unified(CgroupPath cgroup) throws IOException {
    String enabled = fs.read(cgroup, "cgroup.subtree_control").orElse("").strip();
    SortedSet<String> names = new TreeSet<>();
    if (!enabled.isEmpty()) {
      names.addAll(Arrays.asList(enabled.split(" +")));
    }
    return new UnifiedCgroup(fs.read(cgroup, "cgroup.type").orElse("root"), names);
  }

  /**
   * What there is to know of the directory above all others: others live in it too. Of its knobs
   * only whether it is frozen, by itself or by one above it, and that only on v1.
   */
  ActualCgroup parent() throws IOException {
    ActualCgroup none = ActualCgroup.none(host.layout().parent());
    CgroupPath cgroup = new CgroupPath(Hierarchy.UNIFIED, none.path());
    return new ActualCgroup(
        none.path(),
        none.hierarchies(),
        isParentFrozen(none.path()) ? Map.of(Knob.FREEZE, "1") : none.contents(),
        none.processes(),
        none.children(),
        host.unified().isPresent() ? Optional.of(unified(cgroup)) : Optional.empty(),
        Optional.empty());
  }

  private boolean isParentFrozen(String path) throws IOException {
    if (host.spelling(Knob.FREEZE).isEmpty() || host.isUnified(Controller.FREEZER)) {
      return false;
    }
    String state = fs.read(host.directory(Knob.FREEZE, path), "freezer.state").orElse("THAWED");
    return !state.equals("THAWED"); // the root has no such file
  }

  /**
   * The same as {@link #look} with fewer system calls for the directories of a running guest: where
   * its process is, there is a directory.
   *
   * @param wanted the groups that should have directories of their own
   */
  ActualCgroup inhabited(String path, Running running, Set<Group> wanted) throws IOException {
    if (wanted.contains(Group.CONTAINER)) {
      return inhabited(path, running);
    }
    for (Hierarchy hierarchy : hierarchies) {
      boolean inside = !wanted.isEmpty() && grouping.contains(hierarchy);
      String expected = inside ? path + "/" + Group.EMULATOR : path;
      if (!expected.equals(running.placement().get(hierarchy.name()))) {
        return look(path);
      }
    }
    SortedSet<Long> own = new TreeSet<>();
    own.add(running.process().pid());
    SortedSet<String> children = new TreeSet<>();
    if (!grouping.isEmpty()) { // what is left over of a group is there at least
      children.addAll(fs.children(new CgroupPath(grouping.getFirst().name(), path)));
    }
    boolean threads = host.unified().filter(grouping::contains).isPresent() && !children.isEmpty();
    return new ActualCgroup(
        path,
        everywhere,
        contents(path, everywhere),
        own,
        children,
        threads ? Optional.of(unified(new CgroupPath(Hierarchy.UNIFIED, path))) : Optional.empty(),
        Optional.empty());
  }

  /** The same for a container, which may be anywhere below its own directory. */
  private ActualCgroup inhabited(String path, Running running) throws IOException {
    for (Hierarchy hierarchy : hierarchies) {
      String placement = running.placement().getOrDefault(hierarchy.name(), "") + "/";
      if (!placement.startsWith(path + "/")) {
        return look(path);
      }
    }
    SortedSet<Long> own = new TreeSet<>(Set.of(running.process().pid()));
    return new ActualCgroup(
        path,
        everywhere,
        contents(path, everywhere),
        own,
        new TreeSet<>(),
        Optional.empty(),
        Optional.empty());
  }

  /** The directories of groups: those that a document wants, and others that are there. */
  SortedMap<Group, ActualCgroup> groups(
      GuestId guest, ActualCgroup there, Set<Group> wanted, Optional<Running> running)
      throws IOException {
    if (guest.driver() == Driver.LXC) {
      String path = there.path() + "/" + Group.CONTAINER;
      return new TreeMap<>(
          Map.of(Group.CONTAINER, container(path, running.map(Running::placement))));
    }
    return groups(there, wanted);
  }

  private SortedMap<Group, ActualCgroup> groups(ActualCgroup guest, Set<Group> wanted)
      throws IOException {
    NavigableSet<Group> names = new TreeSet<>(wanted);
    guest.children().forEach(child -> Group.parse(child).ifPresent(names::add));
    SortedMap<Group, ActualCgroup> groups = new TreeMap<>();
    for (Group group : names) {
      groups.put(group, group(guest.path() + "/" + group));
    }
    return groups;
  }

  private ActualCgroup group(String path) throws IOException {
    SortedSet<String> existing = new TreeSet<>();
    SortedSet<Long> threads = new TreeSet<>();
    Optional<UnifiedCgroup> unified = Optional.empty();
    for (Hierarchy hierarchy : grouping) {
      CgroupPath cgroup = new CgroupPath(hierarchy.name(), path);
      if (fs.exists(cgroup)) {
        existing.add(hierarchy.name());
        if (cgroup.isUnified()) {
          unified = Optional.of(unified(cgroup));
        }
        threads.addAll(inside(cgroup, unified));
      }
    }
    return new ActualCgroup(
        path,
        existing,
        contents(path, existing),
        threads,
        new TreeSet<>(),
        unified,
        Optional.empty());
  }

  /**
   * The directory of all that is in a container, of which only matters what vcg sets. What the
   * container makes in it stays untold.
   *
   * @param placement where its first process is; empty: there is none
   */
  private ActualCgroup container(String path, Optional<SortedMap<String, String>> placement)
      throws IOException {
    SortedSet<String> existing = new TreeSet<>();
    SortedSet<Long> processes = new TreeSet<>();
    Map<Knob, String> contents = new EnumMap<>(Knob.class);
    for (Hierarchy hierarchy : host.hierarchies(Group.Kind.CONTAINER)) {
      CgroupPath cgroup = new CgroupPath(hierarchy.name(), path);
      String place = placement.map(p -> p.getOrDefault(hierarchy.name(), "")).orElse("") + "/";
      if (place.startsWith(path + "/") || fs.exists(cgroup)) {
        existing.add(hierarchy.name());
        if (placement.isEmpty()) {
          for (CgroupPath inside : fs.tree(cgroup)) {
            processes.addAll(inside(inside, Optional.empty()));
          }
        }
      }
    }
    for (Knob knob : host.files().keySet()) {
      if (knob.isIn(Group.Kind.CONTAINER) && !host.isUnified(knob.controller())) {
        CgroupPath cgroup = host.directory(knob, path);
        if (existing.contains(cgroup.hierarchy())) {
          fs.read(cgroup, host.files().get(knob)).ifPresent(text -> contents.put(knob, text));
        }
      }
    }
    return new ActualCgroup(
        path, existing, contents, processes, new TreeSet<>(), Optional.empty(), Optional.empty());
  }

  /** The processes in a guest's directory, and in that of its emulator. */
  SortedSet<Long> processes(CgroupPath guest) throws IOException {
    SortedSet<Long> all = new TreeSet<>(fs.processes(guest));
    CgroupPath emulator = guest.child(Group.EMULATOR.toString());
    // on v2 the directory above tells of all processes whose threads are below
    if (!guest.isUnified()) {
      all.addAll(fs.processes(emulator));
    }
    return all;
  }

  private Map<Knob, String> contents(String path, SortedSet<String> existing) throws IOException {
    Map<Knob, String> contents = new EnumMap<>(Knob.class);
    for (Map.Entry<String, List<KnobFile>> entry : files.entrySet()) {
      if (existing.contains(entry.getKey())) {
        CgroupPath cgroup = new CgroupPath(entry.getKey(), path);
        for (KnobFile file : entry.getValue()) {
          Optional<String> content = fs.read(cgroup, file.name);
          if (content.isPresent()) {
            String text = file.shared(content.get());
            file.knobs.forEach(knob -> contents.put(knob, text));
          }
        }
      }
    }
    return contents;
  }
}
