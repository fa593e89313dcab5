package vcg.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.MountTable;
import vcg.cgroup.MountTable.Mount;
import vcg.model.Diagnosis.Check;
import vcg.model.Diagnosis.Tree;
import vcg.model.Diagnosis.Verdict;

/**
 * Which hierarchy each controller is on, for guests below one cgroup parent.
 *
 * @param unified the v2 tree, if guests have directories in it
 * @param tree the v2 tree, if there is one
 */
record ControllerMap(
    SortedMap<Controller, Hierarchy> controllers,
    Optional<Hierarchy> unified,
    Optional<Tree> tree,
    List<Check> checks) {
  private static final CgroupPath ROOT = new CgroupPath(Hierarchy.UNIFIED, "/");

  static ControllerMap look(LinuxHost linux, CgroupFs fs, String parent) throws IOException {
    if (linux.mounts().unified().isEmpty()) {
      SortedMap<Controller, Hierarchy> controllers = linux.mounts().controllers("");
      Check check = missing(controllers, controllers, parent);
      return new ControllerMap(controllers, Optional.empty(), Optional.empty(), List.of(check));
    }
    Mount mount = linux.mounts().unified().get();
    CgroupPath place = new CgroupPath(Hierarchy.UNIFIED, parent);
    String atRoot = read(fs, ROOT, "cgroup.controllers");
    SortedMap<Controller, Hierarchy> most = linux.mounts().controllers(atRoot);
    boolean parentThere = fs.exists(place);
    String offers = parentThere ? read(fs, place, "cgroup.controllers") : atRoot;
    Optional<Check> useless = useless(linux.mounts(), most, parentThere, parent);
    MountTable mounts = useless.isEmpty() ? linux.mounts() : linux.mounts().withoutUnified();
    SortedMap<Controller, Hierarchy> controllers = mounts.controllers(offers);
    List<Check> checks = new ArrayList<>();
    checks.add(missing(controllers, most, parent));
    useless.ifPresent(checks::add);
    Tree tree = new Tree(mount.hierarchy(), offers, read(fs, place, "cgroup.subtree_control"));
    return new ControllerMap(
        controllers, mounts.unified().map(Mount::hierarchy), Optional.of(tree), checks);
  }

  /**
   * Why guests do without the v2 tree; empty: they have directories in it, or cannot be where v2
   * has a controller that v1 has not.
   */
  private static Optional<Check> useless(
      MountTable mounts,
      SortedMap<Controller, Hierarchy> most,
      boolean parentThere,
      String parent) {
    Mount mount = mounts.unified().orElseThrow();
    boolean needed =
        mounts.v1().isEmpty()
            || most.entrySet().stream()
                .anyMatch(
                    e -> e.getKey().v2Name().isPresent() && e.getValue().equals(mount.hierarchy()));
    if (needed || (parentThere && !mount.readOnly())) {
      return Optional.empty();
    }
    String point = mount.hierarchy().mount();
    return Optional.of(
        new Check(
            "cgroup v2 tree",
            Verdict.WARNING,
            "guests have no directory in "
                + point
                + (mount.readOnly() ? ": it is mounted read-only" : ": there is no " + parent),
            mount.readOnly() ? "" : "mkdir " + point + parent));
  }

  private static Check missing(
      SortedMap<Controller, Hierarchy> controllers,
      SortedMap<Controller, Hierarchy> most,
      String parent) {
    if (controllers.isEmpty()) {
      return new Check(
          "controllers",
          Verdict.WARNING,
          "no cgroups are mounted: guests run without limits",
          "mount -t cgroup2 none /sys/fs/cgroup");
    }
    List<Controller> missing =
        Controller.ALL.stream().filter(c -> !controllers.containsKey(c)).toList();
    if (missing.isEmpty()) {
      return Check.ok("controllers", "all that vcg uses are there");
    }
    String withheld =
        missing.stream()
            .filter(c -> most.containsKey(c))
            .flatMap(c -> c.v2Name().stream())
            .distinct()
            .map(name -> "+" + name)
            .collect(Collectors.joining(" "));
    String names = missing.stream().map(Controller::toString).collect(Collectors.joining(", "));
    return new Check(
        "controllers",
        Verdict.WARNING,
        "there is no " + names + ": documents that need it are refused",
        withheld.isEmpty()
            ? ""
            : "write \"" + withheld + "\" to cgroup.subtree_control above " + parent);
  }

  private static String read(CgroupFs fs, CgroupPath cgroup, String file) throws IOException {
    return fs.read(cgroup, file).orElse("");
  }
}
