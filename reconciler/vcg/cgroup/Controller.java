package vcg.cgroup;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A cgroup controller, by the name that cgroup v1 gives it. */
public enum Controller {
  CPU("cpu", "cpu"),
  CPUACCT("cpuacct", "cpu"),
  CPUSET("cpuset", "cpuset"),
  MEMORY("memory", "memory"),
  DEVICES("devices", ""),
  FREEZER("freezer", ""),
  BLKIO("blkio", "io");

  /** The controllers in which every guest has a directory, in the order of creation. */
  public static final List<Controller> ALL = List.of(values());

  private final String v1;
  private final String v2;

  Controller(String v1, String v2) {
    this.v1 = v1;
    this.v2 = v2;
  }

  /** The name in mount options and in {@code /proc/PID/cgroup}, such as {@code blkio}. */
  public String v1Name() {
    return v1;
  }

  /** The name in {@code cgroup.controllers}; empty where v2 has the function without a name. */
  public Optional<String> v2Name() {
    return v2.isEmpty() ? Optional.empty() : Optional.of(v2);
  }

  /** Whether v2 also lets single threads be in cgroups of their own. */
  public boolean takesThreads() {
    return this == CPU || this == CPUACCT || this == CPUSET;
  }

  /** The controller that v1 calls so; empty for one that vcg does not use, such as {@code pids}. */
  public static Optional<Controller> ofV1Name(String name) {
    return Arrays.stream(values()).filter(c -> c.v1.equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return v1;
  }
}
