package vcg.observe;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.model.Host;
import vcg.model.Usage;

/** Reads what guests use; no look needs that, so it is read only for whoever asks. */
public record Usages(Host host, CgroupFs fs) {
  private static final long NANOS = 1_000; // of a microsecond
  private static final String USED = "usage_usec ";

  /**
   * What the guest in a directory uses.
   *
   * @param path the same in every hierarchy, such as {@code /system/web1.qemu.libvirt}
   */
  public Usage of(String path) throws IOException {
    return new Usage(processor(path), memory(path));
  }

  /** {@code cpuacct.usage} has nanoseconds; v2 counts in every directory, whatever is enabled. */
  private OptionalLong processor(String path) throws IOException {
    Optional<CgroupPath> cgroup =
        Optional.ofNullable(host.controllers().get(Controller.CPUACCT))
            .or(host::unified)
            .map(hierarchy -> at(hierarchy, path));
    if (cgroup.isEmpty()) {
      return OptionalLong.empty();
    }
    return cgroup.get().isUnified()
        ? fs.read(cgroup.get(), "cpu.stat")
            .orElse("")
            .lines()
            .filter(line -> line.startsWith(USED))
            .mapToLong(line -> Long.parseLong(line.substring(USED.length())) * NANOS)
            .findFirst()
        : number(cgroup.get(), "cpuacct.usage");
  }

  private OptionalLong memory(String path) throws IOException {
    Optional<CgroupPath> cgroup =
        Optional.ofNullable(host.controllers().get(Controller.MEMORY))
            .map(hierarchy -> at(hierarchy, path));
    return cgroup.isEmpty()
        ? OptionalLong.empty()
        : number(
            cgroup.get(), cgroup.get().isUnified() ? "memory.current" : "memory.usage_in_bytes");
  }

  private static CgroupPath at(Hierarchy hierarchy, String path) {
    return new CgroupPath(hierarchy.name(), path);
  }

  private OptionalLong number(CgroupPath cgroup, String file) throws IOException {
    return fs.read(cgroup, file).stream().mapToLong(Long::parseLong).findFirst();
  }
}
