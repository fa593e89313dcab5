package vcg.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.MountTable;

/**
 * What {@code /proc} tells of this host.
 *
 * @param kernel its release
 * @param bootId the kernel's random name of this boot
 * @param pageBytes the size of a memory page
 * @param controllers the hierarchy of each controller that is mounted
 */
public record LinuxHost(
    String kernel,
    String bootId,
    long pageBytes,
    MountTable mounts,
    SortedMap<Controller, Hierarchy> controllers) {
  private static final long AUXV_PAGE_SIZE = 6;

  public LinuxHost {
    controllers = Collections.unmodifiableSortedMap(new TreeMap<>(controllers));
  }

  /** Reads it; writes nothing. */
  public static LinuxHost read() throws IOException {
    MountTable mounts = MountTable.parse(text("/proc/self/mountinfo"));
    String unified = "";
    if (mounts.unified().isPresent()) {
      unified = text(mounts.unified().get().hierarchy().mount() + "/cgroup.controllers");
    }
    return new LinuxHost(
        text("/proc/sys/kernel/osrelease").strip(),
        text("/proc/sys/kernel/random/boot_id").strip(),
        pageBytes(Files.readAllBytes(Path.of("/proc/self/auxv"))),
        mounts,
        mounts.controllers(unified));
  }

  /** The hierarchies in which guests have a directory, each once. */
  public List<Hierarchy> hierarchies() {
    return controllers.values().stream().distinct().sorted().toList();
  }

  private static String text(String path) throws IOException {
    return Files.readString(Path.of(path));
  }

  /** The kernel's gift to each process: pairs of 64-bit numbers, what it is and its value. */
  static long pageBytes(byte[] auxv) throws IOException {
    ByteBuffer pairs = ByteBuffer.wrap(auxv).order(ByteOrder.nativeOrder());
    while (pairs.remaining() >= 16) {
      long kind = pairs.getLong();
      long value = pairs.getLong();
      if (kind == AUXV_PAGE_SIZE) {
        return value;
      }
    }
    throw new IOException("cannot find the page size in /proc/self/auxv");
  }
}
