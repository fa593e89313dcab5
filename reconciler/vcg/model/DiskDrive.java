package vcg.model;

import java.util.Optional;

/**
 * A disk or CD-ROM drive.
 *
 * @param block the source is a block device, not a file
 * @param source absolute path; empty: a CD-ROM drive without a medium
 * @param format {@code raw} or {@code qcow2}; never probed
 * @param target the name that orders devices on a bus, such as {@code vda}
 * @param bootOrder 1 boots first; empty: not booted from
 */
public record DiskDrive(
    Location at,
    boolean block,
    boolean cdrom,
    Optional<Located<String>> source,
    String format,
    Access access,
    String target,
    Bus bus,
    boolean readOnly,
    boolean shareable,
    Optional<String> serial,
    Optional<Integer> bootOrder) {
  /** Driver settings of a disk, in libvirt's words; empty: QEMU's default. */
  public record Access(
      Optional<String> cache,
      Optional<String> io,
      Optional<String> discard,
      Optional<String> detectZeroes) {}

  /** Where a disk is plugged in. */
  public enum Bus {
    VIRTIO,
    IDE,
    SATA
  }
}
