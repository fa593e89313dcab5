package vcg.read;

import java.util.Optional;
import vcg.model.DiskDrive;
import vcg.model.DiskDrive.Device;
import vcg.model.Located;
import vcg.read.xml.Disk;

/** Reads a disk. */
final class DiskBinder {
  private final Findings findings;

  DiskBinder(Findings findings) {
    this.findings = findings;
  }

  DiskDrive bind(Disk disk) {
    boolean block = Words.is(disk.type, "block");
    Device device =
        switch (Words.word(disk.device, "disk")) {
          case "cdrom" -> Device.CDROM;
          case "floppy" -> Device.FLOPPY;
          default -> Device.DISK;
        };
    Disk.DiskTarget target = disk.target == null ? new Disk.DiskTarget() : disk.target;
    String name = Words.word(target.dev, "");
    if (disk.backingStore != null) {
      findings.warning(
          Codes.NO_EFFECT,
          disk.backingStore,
          "<backingStore> has no effect: the image's header names what it is based on");
    }
    if (disk.mirror != null) {
      findings.warning(
          Codes.NO_EFFECT, disk.mirror, "<mirror> has no effect: it tells of a copy in the making");
    }
    if (disk.source != null) {
      disk.source.seclabels.forEach(s ->
          findings.warning(
              Codes.NO_EFFECT, s, "<seclabel> has no effect: vcg gives no security labels"));
    }
    DiskDriverBinder driver = new DiskDriverBinder(findings);
    return new DiskDrive(
        findings.at(disk),
        block,
        device,
        source(disk, block, device),
        disk.driver == null ? "raw" : driver.format(disk.driver),
        disk.driver == null ? DiskDrive.Access.USUAL : driver.access(disk.driver),
        name,
        bus(target, name, device),
        device == Device.CDROM || disk.readonly != null,
        disk.shareable != null,
        disk.driver == null ? DiskDrive.Requests.USUAL : driver.requests(disk.driver),
        new DiskLooksBinder(findings).bind(disk),
        Optional.ofNullable(disk.boot).flatMap(b -> Words.small(b.order)),
        Optional.ofNullable(disk.iotune).flatMap(new ThrottleBinder(findings)::bind),
        new PlaceBinder(findings).bind(disk.alias, disk.address));
  }

  private Optional<Located<String>> source(Disk disk, boolean block, Device device) {
    Disk.DiskSource source = disk.source;
    boolean needed = device == Device.DISK;
    String wanted = block ? "dev" : "file";
    if (source == null) {
      if (needed) {
        findings.error(Codes.INCOMPLETE, disk, "a disk needs <source " + wanted + "=\"…\"/>");
      }
      return Optional.empty();
    }
    if ((block ? source.file : source.dev) != null) {
      String other = block ? "file" : "dev";
      String type = block ? "block" : "file";
      findings.attributeError(
          Codes.CONTRADICTION,
          source,
          other,
          "a disk of type " + type + " has its source in " + wanted + ", not in " + other);
      return Optional.empty();
    }
    Optional<String> path = Words.word(block ? source.dev : source.file);
    if (path.isEmpty() && needed) {
      findings.error(Codes.INCOMPLETE, source, "<source> of this disk needs " + wanted);
    }
    return path.map(p -> new Located<>(p, findings.at(source, wanted)));
  }

  /** The bus that the document names, or libvirt's choice. */
  private static DiskDrive.Bus bus(Disk.DiskTarget target, String name, Device device) {
    String usual =
        switch (name.substring(0, Math.min(2, name.length()))) {
          case "hd" -> "ide";
          case "sd" -> "scsi";
          case "fd" -> "fdc";
          default -> device == Device.FLOPPY ? "fdc" : "virtio";
        };
    return switch (Words.word(target.bus, usual)) {
      case "ide" -> DiskDrive.Bus.IDE;
      case "sata" -> DiskDrive.Bus.SATA;
      case "scsi" -> DiskDrive.Bus.SCSI;
      case "usb" -> DiskDrive.Bus.USB;
      case "fdc" -> DiskDrive.Bus.FDC;
      default -> DiskDrive.Bus.VIRTIO;
    };
  }
}
