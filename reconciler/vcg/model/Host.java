package vcg.model;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Group;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;

/**
 * What a host can do, and where vcg may work on it.
 *
 * @param kernel its release, such as {@code 6.1.0-9-amd64}
 * @param bootId the kernel's random name of this boot
 * @param pageBytes the size of a memory page
 * @param layout where guests lie
 * @param controllers which hierarchy a controller is on; a controller that is missing is not there
 * @param files the file that stands for a knob; a knob that is missing is not there
 * @param unified the v2 tree, in which every guest has a directory; empty: not mounted
 * @param mappings how v1's meanings are carried over to v2
 * @param deviceRefusal why no device policy can be enforced; empty: one can
 * @param refusal why vcg may make nothing below the layout's parent; empty: it may
 * @param bandwidth the least that the parent, or a cgroup above it, leaves of the CPUs, where v1
 *     refuses more to those below; empty: all
 * @param inherited what a new top-level partition inherits: the knobs {@link Knob#inherited} at the
 *     cgroup parent
 */
public record Host(
    String kernel,
    String bootId,
    long pageBytes,
    Layout layout,
    SortedMap<Controller, Hierarchy> controllers,
    Optional<Hierarchy> unified,
    SortedMap<Knob, String> files,
    Mappings mappings,
    Optional<String> deviceRefusal,
    Optional<String> refusal,
    Optional<Bandwidth> bandwidth,
    SortedMap<Knob, Value.IndexSet> inherited) {
  public Host {
    controllers = Sorted.copy(controllers);
    files = Sorted.copy(files);
    inherited = Sorted.copy(inherited);
  }

  /** The hierarchies in which a guest has a directory, each once, in order of their names. */
  public List<Hierarchy> hierarchies() {
    NavigableSet<Hierarchy> all = new TreeSet<>(controllers.values());
    unified.ifPresent(all::add);
    return List.copyOf(all);
  }

  /** How this host spells a knob; empty: it has no such knob. */
  public Optional<Spelling> spelling(Knob knob) {
    return Optional.ofNullable(files.get(knob)).flatMap(f -> knob.spelling(f, mappings));
  }

  /** The hierarchy that a knob's controller is on; empty: this host has no such controller. */
  public Optional<Hierarchy> hierarchy(Knob knob) {
    return Optional.ofNullable(controllers.get(knob.controller()));
  }

  /**
   * The hierarchies in which a group has a directory. A container's has one wherever limits hold
   * for the directories inside too: throttles of block devices on v1 do not.
   */
  public List<Hierarchy> hierarchies(Group.Kind kind) {
    if (kind != Group.Kind.CONTAINER) {
      return groupHierarchies();
    }
    Optional<Hierarchy> flat =
        Optional.ofNullable(controllers.get(Controller.BLKIO))
            .filter(h -> h.version() == Hierarchy.Version.V1);
    return hierarchies().stream().filter(h -> flat.filter(h::equals).isEmpty()).toList();
  }

  /** The hierarchies in which the groups of a guest's threads have directories. */
  public List<Hierarchy> groupHierarchies() {
    NavigableSet<Hierarchy> all = new TreeSet<>();
    controllers.forEach((controller, hierarchy) -> {
      if (controller.takesThreads()) {
        all.add(hierarchy);
      }
    });
    return List.copyOf(all);
  }

  /** Whether a controller is on the v2 tree. */
  public boolean isUnified(Controller controller) {
    return Optional.ofNullable(controllers.get(controller))
        .filter(h -> h.version() == Hierarchy.Version.V2)
        .isPresent();
  }

  /** The names of the controllers that the v2 tree has and vcg uses. */
  public SortedSet<String> unifiedControllers() {
    NavigableSet<String> names = new TreeSet<>();
    controllers.keySet().stream()
        .filter(this::isUnified)
        .forEach(c -> c.v2Name().ifPresent(names::add));
    return names;
  }

  /** Whether a directory freezes the processes in it. */
  public boolean isFrozen(ActualCgroup there) {
    String content = there.contents().getOrDefault(Knob.FREEZE, "");
    return !content.isEmpty()
        && spelling(Knob.FREEZE).filter(s -> s.parse(content).equals(Value.amount(1))).isPresent();
  }

  /** The directory at {@code path} that holds the files of a knob which this host has. */
  public CgroupPath directory(Knob knob, String path) {
    return hierarchy(knob)
        .map(hierarchy -> new CgroupPath(hierarchy.name(), path))
        .orElseThrow(() -> new IllegalArgumentException("this host has no " + knob.controller()));
  }
}
