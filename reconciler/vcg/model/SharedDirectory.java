package vcg.model;

import java.util.Optional;

/**
 * A directory of the host that a virtual machine can mount (9p).
 *
 * @param source absolute path
 * @param tag what the guest mounts it by
 * @param access how owners and modes are kept, in libvirt's words
 * @param immediate what the guest writes goes to the host's disk at once
 * @param devices what happens where the directory holds several file systems, in libvirt's words
 * @param fileMode octal, for files that the guest makes
 * @param directoryMode octal, for directories that the guest makes
 */
public record SharedDirectory(
    Location at,
    Located<String> source,
    String tag,
    Access access,
    boolean readOnly,
    boolean immediate,
    Optional<String> devices,
    Optional<String> fileMode,
    Optional<String> directoryMode,
    Optional<String> model,
    VirtioDriver virtio,
    DevicePlace place) {
  /** How owners and modes are kept. */
  public enum Access {
    PASSTHROUGH,
    MAPPED,
    SQUASH
  }
}
