package vcg.model;

import java.util.Optional;

/** Disks for tests, to be varied: {@code Disks.file("vda", "/a.img")}. */
public record Disks(DiskDrive disk) {
  private static final Location AT = new Location("disk.xml", 40, 5);

  /** A raw file on the virtio bus. */
  public static DiskDrive file(String target, String source) {
    return of(target, source).disk();
  }

  /** As {@link #file}, to be varied. */
  public static Disks of(String target, String source) {
    return new Disks(
        new DiskDrive(
            AT,
            false,
            false,
            Optional.of(new Located<>(source, AT)),
            "raw",
            new DiskDrive.Access(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
            target,
            DiskDrive.Bus.VIRTIO,
            false,
            false,
            Optional.empty(),
            Optional.empty()));
  }

  /** A CD-ROM drive without a medium. */
  public static Disks emptyCdrom(String target, DiskDrive.Bus bus) {
    DiskDrive d = of(target, "/").disk();
    return new Disks(
        new DiskDrive(
            AT,
            false,
            true,
            Optional.empty(),
            "raw",
            d.access(),
            target,
            bus,
            true,
            false,
            Optional.empty(),
            Optional.empty()));
  }

  public Disks bus(DiskDrive.Bus bus) {
    return with(disk.block(), disk.format(), disk.access(), bus, disk.readOnly());
  }

  public Disks format(String format) {
    return with(disk.block(), format, disk.access(), disk.bus(), disk.readOnly());
  }

  public Disks block() {
    return with(true, disk.format(), disk.access(), disk.bus(), disk.readOnly());
  }

  public Disks readOnly() {
    return with(disk.block(), disk.format(), disk.access(), disk.bus(), true);
  }

  public Disks tuning(String cache, String io, String discard, String detectZeroes) {
    DiskDrive.Access tuning =
        new DiskDrive.Access(
            Optional.of(cache), Optional.of(io), Optional.of(discard), Optional.of(detectZeroes));
    return with(disk.block(), disk.format(), tuning, disk.bus(), disk.readOnly());
  }

  public Disks shared(String serial) {
    return new Disks(
        new DiskDrive(
            AT,
            disk.block(),
            disk.cdrom(),
            disk.source(),
            disk.format(),
            disk.access(),
            disk.target(),
            disk.bus(),
            disk.readOnly(),
            true,
            Optional.of(serial),
            disk.bootOrder()));
  }

  public Disks boot(int order) {
    return new Disks(
        new DiskDrive(
            AT,
            disk.block(),
            disk.cdrom(),
            disk.source(),
            disk.format(),
            disk.access(),
            disk.target(),
            disk.bus(),
            disk.readOnly(),
            disk.shareable(),
            disk.serial(),
            Optional.of(order)));
  }

  private Disks with(
      boolean block, String format, DiskDrive.Access tuning, DiskDrive.Bus bus, boolean readOnly) {
    return new Disks(
        new DiskDrive(
            AT,
            block,
            disk.cdrom(),
            disk.source(),
            format,
            tuning,
            disk.target(),
            bus,
            readOnly,
            disk.shareable(),
            disk.serial(),
            disk.bootOrder()));
  }
}
