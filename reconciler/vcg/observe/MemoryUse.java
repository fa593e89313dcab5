package vcg.observe;

import java.io.IOException;
import java.util.Optional;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.ActualCgroup;
import vcg.model.Bytes;
import vcg.model.Host;
import vcg.model.Located;
import vcg.model.Tuning;

/** What memory the processes in a directory use, and how often it ran out. */
record MemoryUse(Host host, CgroupFs fs) {
  /**
   * A directory with the memory in use that cannot simply be dropped, where a document asks for
   * less than may be used now.
   */
  ActualCgroup withUse(ActualCgroup there, Tuning tuning) throws IOException {
    Optional<Value> asked = tuning.get(Knob.MEMORY_HARD_LIMIT).map(Located::value);
    String content = there.contents().getOrDefault(Knob.MEMORY_HARD_LIMIT, "");
    if (asked.isEmpty() || content.isEmpty()) {
      return there;
    }
    Value now = host.spelling(Knob.MEMORY_HARD_LIMIT).orElseThrow().parse(content);
    if (Value.compareLimits(asked.get(), now) >= 0) {
      return there;
    }
    CgroupPath cgroup = host.directory(Knob.MEMORY_HARD_LIMIT, there.path());
    boolean unified = cgroup.isUnified();
    String usage = unified ? "memory.current" : "memory.usage_in_bytes";
    String dropped = unified ? "inactive_file " : "total_inactive_file ";
    Optional<Long> used = fs.read(cgroup, usage).map(Long::valueOf);
    long idle =
        fs.read(cgroup, "memory.stat")
            .orElse("")
            .lines()
            .filter(line -> line.startsWith(dropped))
            .mapToLong(line -> Long.parseLong(line.substring(dropped.length())))
            .sum();
    return new ActualCgroup(
        there.path(),
        there.hierarchies(),
        there.contents(),
        there.processes(),
        there.children(),
        there.unified(),
        used.map(bytes -> new Bytes(Math.max(0, bytes - idle))));
  }

  /**
   * How many processes in it the kernel killed because memory ran out. On v1 {@code
   * memory.oom_control} ends with {@code oom_kill 1}, on v2 {@code memory.events} has such a line;
   * neither before Linux 4.13. v2 counts those in directories inside too, v1 does not.
   */
  long outOfMemory(ActualCgroup there) throws IOException {
    Optional<Hierarchy> memory = Optional.ofNullable(host.controllers().get(Controller.MEMORY));
    if (memory.filter(h -> there.hierarchies().contains(h.name())).isEmpty()) {
      return 0;
    }
    CgroupPath cgroup = new CgroupPath(memory.get().name(), there.path());
    if (cgroup.isUnified()) {
      return outOfMemory(cgroup);
    }
    long all = 0;
    for (CgroupPath inside : fs.tree(cgroup)) {
      all += outOfMemory(inside);
    }
    return all;
  }

  private long outOfMemory(CgroupPath cgroup) throws IOException {
    String file = cgroup.isUnified() ? "memory.events" : "memory.oom_control";
    return fs.read(cgroup, file)
        .orElse("")
        .lines()
        .filter(line -> line.startsWith("oom_kill "))
        .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
        .sum();
  }
}
