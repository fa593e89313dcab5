package vcg.linux;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Knob;
import vcg.cgroup.Spelling;

/**
 * Which file stands for each knob in the directories that guests will have. The parent of those has
 * the same files unless it is the root, which lacks some on v1 and nearly all on v2; then another
 * directory in the root serves, and where there is none, what is known of kernels.
 */
final class KnobFiles {
  private final CgroupFs fs;
  private final LinuxHost linux;
  private final Release kernel;
  private final String parent;
  private final SortedMap<Knob, String> files = new TreeMap<>();
  private final SortedMap<Knob, CgroupPath> seen = new TreeMap<>();

  private KnobFiles(CgroupFs fs, LinuxHost linux, String parent) {
    this.fs = fs;
    this.linux = linux;
    this.kernel = Release.parse(linux.kernel());
    this.parent = parent;
  }

  /** Looks below a parent, which need not exist. */
  static KnobFiles find(
      CgroupFs fs, LinuxHost linux, String parent, SortedMap<Controller, Hierarchy> controllers)
      throws IOException {
    KnobFiles found = new KnobFiles(fs, linux, parent);
    for (Controller controller : controllers.keySet()) {
      found.look(controller, controllers.get(controller));
    }
    return found;
  }

  /** The file of each knob that the host has. */
  SortedMap<Knob, String> files() {
    return files;
  }

  /** The directory in which it was seen; a knob that is missing here was concluded. */
  SortedMap<Knob, CgroupPath> seen() {
    return seen;
  }

  private void look(Controller controller, Hierarchy hierarchy) throws IOException {
    List<Knob> knobs =
        List.of(Knob.values()).stream().filter(k -> k.controller() == controller).toList();
    if (knobs.isEmpty()) {
      return;
    }
    CgroupPath above = new CgroupPath(hierarchy.name(), parent);
    Optional<CgroupPath> like = likeAGuests(above, controller, hierarchy.version());
    CgroupPath place = like.orElse(above);
    Set<String> names = Set.copyOf(fs.files(place));
    for (Knob knob : knobs) {
      for (Spelling spelling : knob.spellings(hierarchy.version())) {
        boolean there = names.contains(spelling.file());
        if (there || (like.isEmpty() && isExpected(spelling.file(), hierarchy.version(), names))) {
          files.put(knob, spelling.file());
          if (there) {
            seen.put(knob, place);
          }
          break;
        }
      }
    }
  }

  /** A directory with every file that the controller gives to guests; empty: there is none. */
  private Optional<CgroupPath> likeAGuests(CgroupPath above, Controller controller, Version version)
      throws IOException {
    if (above.parent().isPresent()
        || (version == Version.V2 && ParentChecks.isCgroup(fs, above))) { // or in a container
      return Optional.of(above);
    }
    for (String name : fs.children(above).stream().sorted().toList()) {
      CgroupPath child = above.child(name);
      if (version == Version.V1 || has(child, controller)) {
        // it may have been removed meanwhile
        if (!fs.files(child).isEmpty()) {
          return Optional.of(child);
        }
      }
    }
    return Optional.empty();
  }

  private boolean has(CgroupPath cgroup, Controller controller) throws IOException {
    String enabled = fs.read(cgroup, "cgroup.controllers").orElse("");
    return controller.v2Name().map(List.of(enabled.split(" ", -1))::contains).orElse(true);
  }

  /** Whether directories below the root have a file which the root has not. */
  private boolean isExpected(String file, Version version, Set<String> inRoot) {
    return switch (version) {
      case V1 ->
          switch (file) {
            case "freezer.self_freezing" -> true;
            case "blkio.bfq.weight" -> inRoot.contains("blkio.bfq.io_service_bytes");
            case "blkio.bfq.weight_device" ->
                inRoot.contains("blkio.bfq.io_service_bytes") && kernel.has(5, 4);
            default -> false;
          };
      case V2 ->
          switch (file) {
            case "cgroup.freeze" -> kernel.has(5, 2);
            case "cpu.max.burst" -> kernel.has(5, 14);
            case "cpu.idle" -> kernel.has(5, 15);
            case "memory.swap.max" -> linux.signs().swapAccounting();
            case "io.bfq.weight" -> linux.signs().bfq();
            case "io.weight" -> inRoot.contains("io.cost.qos");
            default -> true;
          };
    };
  }
}
