package vcg.model;

import java.util.Optional;

/** Disks for tests, to be varied: {@code Disks.file("vda", "/a.img")}. */
public record Disks(Machine.Disk disk) {
  private static final Location AT = new Location("disk.xml", 40, 5);

  /** A raw file on the virtio bus. */
  public static Machine.Disk file(String target, String source) {
    return of(target, source).disk();
  }

  /** As {@link #file}, to be varied. */
  public static Disks of(String target, String source) {
    return new Disks(
        new Machine.Disk(
            AT,
            false,
            false,
            Optional.of(new Located<>(source, AT)),
            "raw",
            new Machine.DiskTuning(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
            target,
            Machine.Bus.VIRTIO,
            false,
            false,
            Optional.empty(),
            Optional.empty()));
  }

  /** A CD-ROM drive without a medium. */
  public static Disks emptyCdrom(String target, Machine.Bus bus) {
    Machine.Disk d = of(target, "/").disk();
    return new Disks(
        new Machine.Disk(
            AT,
            false,
            true,
            Optional.empty(),
            "raw",
            d.tuning(),
            target,
            bus,
            true,
            false,
            Optional.empty(),
            Optional.empty()));
  }

  public Disks bus(Machine.Bus bus) {
    return with(disk.block(), disk.format(), disk.tuning(), bus, disk.readOnly());
  }

  public Disks format(String format) {
    return with(disk.block(), format, disk.tuning(), disk.bus(), disk.readOnly());
  }

  public Disks block() {
    return with(true, disk.format(), disk.tuning(), disk.bus(), disk.readOnly());
  }

  public Disks readOnly() {
    return with(disk.block(), disk.format(), disk.tuning(), disk.bus(), true);
  }

  public Disks tuning(String cache, String io, String discard, String detectZeroes) {
    Machine.DiskTuning tuning =
        new Machine.DiskTuning(
            Optional.of(cache), Optional.of(io), Optional.of(discard), Optional.of(detectZeroes));
    return with(disk.block(), disk.format(), tuning, disk.bus(), disk.readOnly());
  }

  public Disks shared(String serial) {
    return new Disks(
        new Machine.Disk(
            AT,
            disk.block(),
            disk.cdrom(),
            disk.source(),
            disk.format(),
            disk.tuning(),
            disk.target(),
            disk.bus(),
            disk.readOnly(),
            true,
            Optional.of(serial),
            disk.bootOrder()));
  }

  public Disks boot(int order) {
    return new Disks(
        new Machine.Disk(
            AT,
            disk.block(),
            disk.cdrom(),
            disk.source(),
            disk.format(),
            disk.tuning(),
            disk.target(),
            disk.bus(),
            disk.readOnly(),
            disk.shareable(),
            disk.serial(),
            Optional.of(order)));
  }

  private Disks with(
      boolean block, String format, Machine.DiskTuning tuning, Machine.Bus bus, boolean readOnly) {
    return new Disks(
        new Machine.Disk(
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
