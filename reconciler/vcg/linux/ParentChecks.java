package vcg.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.MountTable.Mount;
import vcg.model.Diagnosis.Check;
import vcg.model.Diagnosis.Verdict;
import vcg.model.Host;

/** Whether guests' cgroups can be made, and would last, below the cgroup parent. */
final class ParentChecks {
  private static final String OTHER_PARENT = "give another --cgroup-parent";
  private static final String DELEGATE =
      "give a --cgroup-parent in the cgroup of a unit that has Delegate=yes (docs/hosts.md shows"
          + " one)";

  private final Host host;
  private final LinuxHost linux;
  private final CgroupFs fs;
  private final String parent;

  ParentChecks(Host host, LinuxHost linux, CgroupFs fs) {
    this.host = host;
    this.linux = linux;
    this.fs = fs;
    this.parent = host.layout().parent();
  }

  /**
   * What was checked.
   *
   * @param parentThere whether the parent is in each hierarchy that guests need
   */
  record Result(boolean parentThere, List<Check> checks) {}

  Result all() throws IOException {
    List<Hierarchy> hierarchies = host.hierarchies();
    if (hierarchies.isEmpty()) {
      return new Result(true, List.of());
    }
    List<String> missing = new ArrayList<>();
    for (Hierarchy hierarchy : hierarchies) {
      if (!fs.exists(new CgroupPath(hierarchy.name(), parent))) {
        missing.add(hierarchy.name() + " (" + hierarchy.mount() + parent + ")");
      }
    }
    if (!missing.isEmpty()) {
      String text = "cgroup parent " + parent + " does not exist in " + String.join(", ", missing);
      String hint = "make it there, on v1 with its cpuset filled, or " + OTHER_PARENT;
      return new Result(false, List.of(new Check("cgroup parent", Verdict.FAILED, text, hint)));
    }
    List<Check> checks = new ArrayList<>();
    checks.add(Check.ok("cgroup parent", parent + " is in each hierarchy"));
    readOnly(hierarchies).ifPresent(checks::add);
    if (!host.unifiedControllers().isEmpty()) {
      checks.add(owner());
      processes().ifPresent(checks::add);
    }
    return new Result(true, checks);
  }

  private Optional<Check> readOnly(List<Hierarchy> hierarchies) {
    String mounts =
        hierarchies.stream()
            .filter(h -> linux.mounts().mount(h.name()).map(Mount::readOnly).orElse(false))
            .map(Hierarchy::mount)
            .collect(Collectors.joining(", "));
    return mounts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Check(
                "cgroup mounts",
                Verdict.REFUSED,
                "no cgroup can be made: mounted read-only: " + mounts,
                "in a container, run it with its cgroups writable"));
  }

  /** Directories that systemd does not know lose their controllers at its next reload. */
  private Check owner() {
    if (!linux.signs().systemd()) {
      return Check.ok("systemd", "does not manage this host");
    }
    String mount = host.unified().orElseThrow().mount();
    for (String path = parent; path.length() > 1; path = above(path)) {
      if (linux.signs().delegated().test(Path.of(mount + path))) {
        return Check.ok("systemd", "leaves " + path + " to others (Delegate=yes)");
      }
    }
    return new Check(
        "systemd",
        Verdict.REFUSED,
        "systemd manages the cgroup v2 tree, and would take the controllers from what vcg makes"
            + " below "
            + parent,
        DELEGATE);
  }

  /** Only a cgroup without processes of its own hands controllers on, but for the root. */
  private Optional<Check> processes() throws IOException {
    CgroupPath cgroup = new CgroupPath(Hierarchy.UNIFIED, parent);
    SortedSet<String> withheld = new TreeSet<>(host.unifiedControllers());
    withheld.removeAll(
        List.of(fs.read(cgroup, "cgroup.subtree_control").orElse("").split(" ", -1)));
    if (withheld.isEmpty() || !isCgroup(fs, cgroup)) {
      return Optional.empty();
    }
    List<Long> processes = fs.processes(cgroup);
    return processes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Check(
                "processes",
                Verdict.REFUSED,
                "cgroup parent "
                    + parent
                    + " holds "
                    + (processes.size() == 1 ? "process " : "processes ")
                    + processes.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + " and so cannot hand on "
                    + String.join(", ", withheld)
                    + " in cgroup v2",
                "start them in a cgroup below it (DelegateSubgroup= of a unit), or "
                    + OTHER_PARENT));
  }

  /** Whether a directory of v2 is more than the root of all, which is outside every rule. */
  static boolean isCgroup(CgroupFs fs, CgroupPath cgroup) throws IOException {
    return fs.read(cgroup, "cgroup.type").isPresent();
  }

  private static String above(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
