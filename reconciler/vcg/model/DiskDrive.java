package vcg.model;

import java.util.Optional;

/**
 * A disk, CD-ROM or floppy drive.
 *
 * @param block the source is a block device, not a file
 * @param source absolute path; empty: a drive without a medium
 * @param format such as {@code raw} or {@code qcow2}; never probed
 * @param target the name that orders devices on a bus, such as {@code vda}
 * @param bootOrder 1 boots first; empty: not booted from
 * @param throttle limits of what its guest may read and write
 */
public record DiskDrive(
    Location at,
    boolean block,
    Device device,
    Optional<Located<String>> source,
    String format,
    Access access,
    String target,
    Bus bus,
    boolean readOnly,
    boolean shareable,
    Requests requests,
    Looks looks,
    Optional<Integer> bootOrder,
    Optional<Located<Throttle>> throttle,
    DevicePlace place) {
  /** Whether it is a CD-ROM drive. */
  public boolean cdrom() {
    return device == Device.CDROM;
  }

  /** What the guest sees. */
  public enum Device {
    DISK,
    CDROM,
    FLOPPY
  }

  /**
   * How the image is accessed, in libvirt's words; empty: QEMU's default.
   *
   * @param copyOnRead what is read from the image below is kept in this one
   * @param metadataCache the most memory for tables of a qcow2 image
   */
  public record Access(
      Optional<String> cache,
      Optional<String> io,
      Optional<String> discard,
      Optional<String> detectZeroes,
      boolean copyOnRead,
      Optional<Bytes> metadataCache) {
    /** Nothing said. */
    public static final Access USUAL =
        new Access(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());
  }

  /**
   * How the device handles requests of its guest; empty: QEMU's default.
   *
   * @param writeError what follows an error: {@code stop}, {@code report}, {@code ignore}, {@code
   *     enospc}
   * @param readError the same for reading
   * @param ioThread the number of the I/O thread that serves it
   */
  public record Requests(
      Optional<String> writeError,
      Optional<String> readError,
      Optional<Located<Integer>> ioThread,
      Optional<Integer> queues,
      Optional<Integer> queueSize,
      Optional<Boolean> ioEventFd,
      Optional<Boolean> eventIndex,
      VirtioDriver virtio) {
    /** Nothing said. */
    public static final Requests USUAL =
        new Requests(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            VirtioDriver.USUAL);
  }

  /**
   * What the guest is told about the disk; empty: QEMU's default.
   *
   * @param worldWideName 16 hexadecimal digits
   * @param removable whether the medium can be taken out, for usb
   * @param rotationRate in turns a minute; 1: not turning
   * @param trayOpen the drive starts empty, with its tray open
   */
  public record Looks(
      Optional<String> serial,
      Optional<String> worldWideName,
      Optional<String> vendor,
      Optional<String> product,
      Optional<Boolean> removable,
      Optional<Integer> rotationRate,
      boolean trayOpen,
      Blocks blocks,
      Optional<Geometry> geometry) {
    /** Nothing said. */
    public static final Looks USUAL =
        new Looks(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Blocks.USUAL,
            Optional.empty());
  }

  /** Sizes of blocks, in bytes; empty: QEMU's default. */
  public record Blocks(
      Optional<Long> logical, Optional<Long> physical, Optional<Long> discardGranularity) {
    /** Nothing said. */
    public static final Blocks USUAL =
        new Blocks(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * How old firmware counts the disk.
   *
   * @param translation {@code auto}, {@code none} or {@code lba}
   */
  public record Geometry(int cylinders, int heads, int sectors, Optional<String> translation) {}

  /** Where a disk is plugged in. */
  public enum Bus {
    VIRTIO,
    IDE,
    SATA,
    SCSI,
    USB,
    FDC
  }
}
