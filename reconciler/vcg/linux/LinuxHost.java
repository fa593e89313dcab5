package vcg.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.MountTable;

/**
 * What {@code /proc} tells of this host.
 *
 * @param kernel its release
 * @param bootId the kernel's random name of this boot
 * @param pageBytes the size of a memory page
 * @param ownCgroup content of {@code /proc/self/cgroup}
 */
public record LinuxHost(
    String kernel,
    String bootId,
    long pageBytes,
    MountTable mounts,
    String ownCgroup,
    HostSigns signs) {
  private static final long AUXV_PAGE_SIZE = 6;

  /** Reads it; writes nothing. */
  public static LinuxHost read() throws IOException {
    String kernel = text("/proc/sys/kernel/osrelease").strip();
    return new LinuxHost(
        kernel,
        text("/proc/sys/kernel/random/boot_id").strip(),
        pageBytes(Files.readAllBytes(Path.of("/proc/self/auxv"))),
        MountTable.parse(text("/proc/self/mountinfo")),
        text("/proc/self/cgroup"),
        HostSigns.read(Release.parse(kernel)));
  }

  /** The hierarchies in which guests can have a directory, each once. */
  public List<Hierarchy> hierarchies() {
    return mounts.hierarchies();
  }

  /** Where vcg itself is, in each of the {@link #hierarchies()}. */
  public SortedMap<String, String> placement() {
    return OwnCgroup.parse(ownCgroup, mounts);
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
