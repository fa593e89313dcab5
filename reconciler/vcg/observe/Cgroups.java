package vcg.observe;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.model.ActualCgroup;
import vcg.model.Host;
import vcg.model.Running;

/** Reads the directories of one path in all hierarchies of the host. */
record Cgroups(Host host, CgroupFs fs) {

  /** All there is to know. */
  ActualCgroup look(String path) throws IOException {
    SortedSet<String> hierarchies = new TreeSet<>();
    SortedSet<Long> processes = new TreeSet<>();
    SortedSet<String> children = new TreeSet<>();
    for (Hierarchy hierarchy : host.hierarchies()) {
      CgroupPath cgroup = new CgroupPath(hierarchy.name(), path);
      if (fs.exists(cgroup)) {
        hierarchies.add(hierarchy.name());
        processes.addAll(fs.processes(cgroup));
        children.addAll(fs.children(cgroup));
      }
    }
    return new ActualCgroup(path, hierarchies, contents(path, hierarchies), processes, children);
  }

  /**
   * The same with fewer system calls for the directories of a running guest: where its process is,
   * there is a directory.
   */
  ActualCgroup inhabited(String path, Running running) throws IOException {
    for (Hierarchy hierarchy : host.hierarchies()) {
      if (!path.equals(running.placement().get(hierarchy.name()))) {
        return look(path);
      }
    }
    SortedSet<String> hierarchies = new TreeSet<>(running.placement().keySet());
    SortedSet<Long> own = new TreeSet<>();
    own.add(running.process().pid());
    return new ActualCgroup(path, hierarchies, contents(path, hierarchies), own, new TreeSet<>());
  }

  private SortedMap<Knob, String> contents(String path, SortedSet<String> hierarchies)
      throws IOException {
    SortedMap<Knob, String> contents = new TreeMap<>();
    for (var file : host.files().entrySet()) {
      CgroupPath cgroup = host.directory(file.getKey(), path);
      if (hierarchies.contains(cgroup.hierarchy())) {
        Optional<String> content = fs.read(cgroup, file.getValue());
        content.ifPresent(text -> contents.put(file.getKey(), text));
      }
    }
    return contents;
  }
}
