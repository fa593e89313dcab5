package vcg.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.cgroup.Value.IndexSet;

/** One mounted tree of the fake with the controllers that its name tells. */
final class FakeHierarchy {
  private final List<FakeRules> rules = new ArrayList<>();
  private final FakeDirectory root = new FakeDirectory(Optional.empty());

  FakeHierarchy(String name, IndexSet cpus, IndexSet mems) {
    for (String part : name.split(",", -1)) {
      Controller controller =
          Controller.ofV1Name(part)
              .orElseThrow(() -> new IllegalArgumentException("not modelled: " + part));
      rules.add(
          switch (controller) {
            case CPU -> new FakeCpu();
            case CPUSET -> new FakeCpuset(cpus, mems);
            case MEMORY -> new FakeMemory();
            case CPUACCT, DEVICES, FREEZER, BLKIO -> new FakeOthers(controller);
          });
    }
    fill(root);
  }

  FakeDirectory root() {
    return root;
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
    if (name.contains("\n")) {
      throw new Refused("EINVAL");
    }
    if (parent.files.containsKey(name) || name.equals("cgroup.procs") || name.equals("tasks")) {
      throw new Refused("EEXIST");
    }
    if (parent.children.containsKey(name)) {
      return false;
    }
    FakeDirectory made = new FakeDirectory(Optional.of(parent));
    fill(made);
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
    if (directory.isRoot() || !directory.children.isEmpty() || !directory.processes.isEmpty()) {
      throw new Refused("EBUSY");
    }
    directory.parent.orElseThrow().children.remove(path.substring(path.lastIndexOf('/') + 1));
    return true;
  }

  void write(FakeDirectory directory, String file, String value) throws Refused {
    for (FakeRules rule : rules) {
      if (rule.write(directory, file, value)) {
        return;
      }
    }
    throw new Refused(directory.files.containsKey(file) ? "EINVAL" : "ENOENT");
  }

  /** Moves a process here from wherever in this hierarchy it is. */
  void attach(FakeDirectory directory, long pid) throws Refused {
    FakeDirectory from = holder(root, pid).orElseThrow(() -> new Refused("ESRCH"));
    for (FakeRules rule : rules) {
      rule.attach(directory);
    }
    from.processes.remove(pid);
    directory.processes.add(pid);
  }

  void forget(long pid) {
    holder(root, pid).ifPresent(d -> d.processes.remove(pid));
  }

  private static Optional<FakeDirectory> holder(FakeDirectory at, long pid) {
    return at.processes.contains(pid)
        ? Optional.of(at)
        : at.children.values().stream().flatMap(c -> holder(c, pid).stream()).findFirst();
  }

  /** Makes a path and what is missing above it; empty cpusets get what lies above them. */
  void fillDownTo(String path) {
    for (int end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
      String part = end < 0 ? path : path.substring(0, end);
      try {
        create(part);
      } catch (Refused refused) {
        throw new IllegalArgumentException(part, refused);
      }
      FakeDirectory made = find(part).orElseThrow();
      made.files.replaceAll((file, content) ->
          file.startsWith("cpuset.") && content.isEmpty()
              ? made.parent.orElseThrow().content(file)
              : content);
      if (end < 0) {
        return;
      }
    }
  }

  private void fill(FakeDirectory directory) {
    rules.forEach(rule -> rule.fill(directory));
  }
}
