package vcg.cgroup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vcg.cgroup.Hierarchy.Version;

/** One mounted tree of the fake. */
final class FakeHierarchy {
  private final Hierarchy mount;
  private final Map<String, FakeRules> controllers;
  private final FakeCore core;
  private final FakeDirectory root;

  private FakeHierarchy(
      Hierarchy mount, Map<String, FakeRules> controllers, FakeCore core, FakeHost host) {
    this.mount = mount;
    this.controllers = controllers;
    this.core = core;
    this.root = new FakeDirectory(host, Optional.empty());
    host.tasks().addRoot(root);
    core.made(root, controllers);
  }

  /** A v1 tree with the controllers that its name tells. */
  static FakeHierarchy v1(String name, FakeHost host) {
    Map<String, FakeRules> controllers = new LinkedHashMap<>();
    for (String part : name.split(",", -1)) {
      controllers.put(
          part,
          switch (Controller.ofV1Name(part).orElseThrow(() -> unknown(part))) {
            case CPU -> new FakeCpu();
            case CPUACCT -> new FakeFixed(Map.of("cpuacct.usage", "0"));
            case CPUSET -> new FakeCpuset();
            case MEMORY -> new FakeMemory();
            case DEVICES -> new FakeDevices();
            case FREEZER -> new FakeFreezer();
            case BLKIO -> new FakeBlkio();
          });
    }
    return new FakeHierarchy(
        new Hierarchy(name, Version.V1, "/sys/fs/cgroup/" + name),
        controllers,
        new FakeCoreV1(),
        host);
  }

  /** The v2 tree. */
  static FakeHierarchy unified(List<String> names, String mountPoint, FakeHost host) {
    Map<String, FakeRules> controllers = new LinkedHashMap<>();
    for (String name : FakeSubtree.ordered(names)) {
      controllers.put(
          name,
          switch (name) {
            case "cpu" -> new FakeCpuV2();
            case "cpuset" -> new FakeCpusetV2();
            case "memory" -> new FakeMemoryV2();
            case "io" -> new FakeIo();
            default -> FakeFixed.unused(name);
          });
    }
    return new FakeHierarchy(
        new Hierarchy("unified", Version.V2, mountPoint),
        controllers,
        new FakeCoreV2(new FakeSubtree(controllers)),
        host);
  }

  private static IllegalArgumentException unknown(String controller) {
    return new IllegalArgumentException("not modelled: " + controller);
  }

  Hierarchy mount() {
    return mount;
  }

  FakeDirectory root() {
    return root;
  }

  /** The controllers that are mounted here, by the names that this version gives them. */
  List<String> controllers() {
    return List.copyOf(controllers.keySet());
  }

  Optional<FakeDirectory> find(String path) {
    FakeDirectory at = root;
    for (String name : path.substring(1).split("/", -1)) {
      if (!name.isEmpty()) {
        FakeDirectory child = at.children.get(name);
        if (child == null) {
          return Optional.empty();
        }
        at = child;
      }
    }
    return Optional.of(at);
  }

  /** Makes a directory; false: it was there. */
  boolean create(String path) throws Refused {
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    if (name.isEmpty()) {
      return false;
    }
    FakeDirectory parent =
        find(slash == 0 ? "/" : path.substring(0, slash)).orElseThrow(() -> new Refused("ENOENT"));
    FakeRules.refuseIf(name.contains("\n"), "EINVAL");
    FakeRules.refuseIf(parent.files.containsKey(name), "EEXIST");
    if (parent.children.containsKey(name)) {
      return false;
    }
    FakeDirectory made = new FakeDirectory(root.host, Optional.of(parent));
    core.made(made, controllers);
    parent.children.put(name, made);
    return true;
  }

  /** Removes a directory; false: it was not there. */
  boolean remove(String path) throws Refused {
    Optional<FakeDirectory> found = find(path);
    if (found.isEmpty()) {
      return false;
    }
    FakeDirectory directory = found.get();
    FakeRules.refuseIf(
        directory.isRoot() || !directory.children.isEmpty() || !directory.threads.isEmpty(),
        "EBUSY");
    FakeDirectory above = directory.parent.orElseThrow();
    above.children.remove(path.substring(path.lastIndexOf('/') + 1));
    above.gone.add(directory);
    return true;
  }

  static Optional<String> read(FakeDirectory directory, String file) throws Refused {
    Optional<String> stored = Optional.ofNullable(directory.files.get(file));
    if (stored.isPresent()) {
      for (FakeRules rule : directory.rules.values()) {
        Optional<String> shown = rule.shown(directory, file);
        if (shown.isPresent()) {
          return shown;
        }
      }
    }
    return stored;
  }

  static void write(FakeDirectory directory, String file, String value) throws Refused {
    FakeRules.refuseIf(!directory.files.containsKey(file), "ENOENT");
    for (FakeRules rule : directory.rules.values()) {
      if (rule.write(directory, file, value)) {
        return;
      }
    }
    throw new Refused("EINVAL");
  }

  /**
   * Makes a path and what is missing above it. Empty v1 cpusets get what lies above them; on v2
   * every directory above enables all controllers.
   */
  void fillDownTo(String path) {
    for (int end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
      String part = end < 0 ? path : path.substring(0, end);
      try {
        create(part);
      } catch (Refused refused) {
        throw new IllegalArgumentException(part, refused);
      }
      fill(find(part).orElseThrow());
      if (end < 0) {
        return;
      }
    }
  }

  private void fill(FakeDirectory made) {
    if (made.isRoot()) {
      return;
    }
    FakeDirectory above = made.parent.orElseThrow();
    switch (mount.version()) {
      case V1 ->
          made.files.replaceAll((file, content) ->
              file.startsWith("cpuset.") && content.isEmpty() ? above.content(file) : content);
      case V2 -> {
        try {
          write(above, FakeSubtree.FILE, "+" + String.join(" +", controllers()));
        } catch (Refused refused) {
          throw new IllegalStateException("cannot enable controllers above", refused);
        }
      }
    }
  }
}
