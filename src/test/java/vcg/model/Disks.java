package vcg.model;

import java.util.Map;
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
            DiskDrive.Device.DISK,
            Optional.of(new Located<>(source, AT)),
            "raw",
            DiskDrive.Access.USUAL,
            target,
            DiskDrive.Bus.VIRTIO,
            false,
            false,
            DiskDrive.Requests.USUAL,
            DiskDrive.Looks.USUAL,
            Optional.empty(),
            Optional.empty(),
            DevicePlace.ANY));
  }

  /** A CD-ROM drive without a medium. */
  public static Disks emptyCdrom(String target, DiskDrive.Bus bus) {
    return new Disks(
        new DiskDrive(
            AT,
            false,
            DiskDrive.Device.CDROM,
            Optional.empty(),
            "raw",
            DiskDrive.Access.USUAL,
            target,
            bus,
            true,
            false,
            DiskDrive.Requests.USUAL,
            DiskDrive.Looks.USUAL,
            Optional.empty(),
            Optional.empty(),
            DevicePlace.ANY));
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
            Optional.of(cache),
            Optional.of(io),
            Optional.of(discard),
            Optional.of(detectZeroes),
            false,
            Optional.empty());
    return with(disk.block(), disk.format(), tuning, disk.bus(), disk.readOnly());
  }

  public Disks shared(String serial) {
    DiskDrive.Looks usual = DiskDrive.Looks.USUAL;
    return with(
        true,
        new DiskDrive.Looks(
            Optional.of(serial),
            usual.worldWideName(),
            usual.vendor(),
            usual.product(),
            usual.removable(),
            usual.rotationRate(),
            usual.trayOpen(),
            usual.blocks(),
            usual.geometry()),
        disk.bootOrder());
  }

  public Disks boot(int order) {
    return with(disk.shareable(), disk.looks(), Optional.of(order));
  }

  /** Served by an I/O thread. */
  public Disks ioThread(int number) {
    DiskDrive.Requests usual = DiskDrive.Requests.USUAL;
    return with(
        new DiskDrive.Requests(
            usual.writeError(),
            usual.readError(),
            Optional.of(new Located<>(number, AT)),
            usual.queues(),
            usual.queueSize(),
            usual.ioEventFd(),
            usual.eventIndex(),
            usual.virtio()),
        disk.throttle());
  }

  /** With one limit, such as {@code total_bytes_sec}. */
  public Disks limited(String name, long value) {
    Throttle throttle = Throttle.of(Map.of(name, value), Optional.empty());
    return with(disk.requests(), Optional.of(new Located<>(throttle, AT)));
  }

  private Disks with(DiskDrive.Requests requests, Optional<Located<Throttle>> throttle) {
    return new Disks(
        new DiskDrive(
            AT,
            disk.block(),
            disk.device(),
            disk.source(),
            disk.format(),
            disk.access(),
            disk.target(),
            disk.bus(),
            disk.readOnly(),
            disk.shareable(),
            requests,
            disk.looks(),
            disk.bootOrder(),
            throttle,
            disk.place()));
  }

  private Disks with(boolean shareable, DiskDrive.Looks looks, Optional<Integer> bootOrder) {
    return new Disks(
        new DiskDrive(
            AT,
            disk.block(),
            disk.device(),
            disk.source(),
            disk.format(),
            disk.access(),
            disk.target(),
            disk.bus(),
            disk.readOnly(),
            shareable,
            disk.requests(),
            looks,
            bootOrder,
            disk.throttle(),
            disk.place()));
  }

  private Disks with(
      boolean block, String format, DiskDrive.Access tuning, DiskDrive.Bus bus, boolean readOnly) {
    return new Disks(
        new DiskDrive(
            AT,
            block,
            disk.device(),
            disk.source(),
            format,
            tuning,
            disk.target(),
            bus,
            readOnly,
            disk.shareable(),
            disk.requests(),
            disk.looks(),
            disk.bootOrder(),
            disk.throttle(),
            disk.place()));
  }
}
