package vcg.cgroup;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Every hierarchy of the fake host. */
final class FakeMounts {
  static final String UNIFIED = "unified";

  private final TreeMap<String, FakeHierarchy> hierarchies = new TreeMap<>();

  /**
   * @param v1 hierarchies: a controller each, or several with commas between
   * @param onUnified controllers of the v2 tree; none: it is not mounted
   */
  FakeMounts(Collection<String> v1, List<String> onUnified, FakeHost host) {
    v1.forEach(name -> hierarchies.put(name, FakeHierarchy.v1(name, host)));
    if (!onUnified.isEmpty()) {
      String mountPoint = v1.isEmpty() ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified";
      hierarchies.put(UNIFIED, FakeHierarchy.unified(onUnified, mountPoint, host));
    }
  }

  /** As {@link MountTable#controllers(String)}. */
  SortedMap<Controller, Hierarchy> controllers() {
    TreeMap<Controller, Hierarchy> controllers = new TreeMap<>();
    for (FakeHierarchy hierarchy : hierarchies.values()) {
      if (!hierarchy.mount().name().equals(UNIFIED)) {
        hierarchy
            .controllers()
            .forEach(c -> controllers.put(Controller.ofV1Name(c).orElseThrow(), hierarchy.mount()));
      }
    }
    FakeHierarchy unified = hierarchies.get(UNIFIED);
    if (unified != null) {
      List<String> onV2 = unified.controllers();
      Controller.ALL.stream()
          .filter(c -> c.v2Name().map(onV2::contains).orElse(true))
          .forEach(c -> controllers.putIfAbsent(c, unified.mount()));
    }
    return controllers;
  }

  List<Hierarchy> all() {
    return hierarchies.values().stream().map(FakeHierarchy::mount).toList();
  }

  void fillDownTo(String path) {
    hierarchies.values().forEach(hierarchy -> hierarchy.fillDownTo(path));
  }

  Optional<FakeHierarchy> hierarchy(CgroupPath cgroup) {
    return Optional.ofNullable(hierarchies.get(cgroup.hierarchy()));
  }

  Optional<FakeDirectory> find(CgroupPath cgroup) {
    return hierarchy(cgroup).flatMap(h -> h.find(cgroup.path()));
  }

  /** Every directory but the roots, as {@code cpu:/x}. */
  void forEach(BiConsumer<String, FakeDirectory> action) {
    hierarchies.forEach((name, hierarchy) -> visit(name + ":", hierarchy.root(), action));
  }

  /** Every readable file of every directory but the roots. */
  SortedMap<String, String> contents() {
    TreeMap<String, String> all = new TreeMap<>();
    forEach((path, directory) -> {
      for (String file : directory.files.keySet()) {
        try {
          FakeHierarchy.read(directory, file).ifPresent(c -> all.put(path + "/" + file, c));
        } catch (Refused _) { // a file that can only be written has no content
        }
      }
    });
    return all;
  }

  private static void visit(
      String at, FakeDirectory directory, BiConsumer<String, FakeDirectory> action) {
    directory.children.forEach((name, child) -> {
      action.accept(at + "/" + name, child);
      visit(at + "/" + name, child, action);
    });
  }
}
