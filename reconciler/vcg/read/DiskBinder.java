package vcg.read;

import java.util.Optional;
import vcg.model.DiskDrive;
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
    boolean cdrom = Words.is(disk.device, "cdrom");
    Disk.DiskTarget target = disk.target == null ? new Disk.DiskTarget() : disk.target;
    String name = Words.word(target.dev, "");
    if (disk.backingStore != null) {
      findings.warning(
          Codes.NO_EFFECT,
          disk.backingStore,
          "<backingStore> has no effect: the image's header names what it is based on");
    }
    return new DiskDrive(
        findings.at(disk),
        block,
        cdrom,
        source(disk, block, cdrom),
        disk.driver == null ? "raw" : Words.word(disk.driver.type, "raw"),
        tuning(disk.driver == null ? new Disk.DiskDriver() : disk.driver),
        name,
        bus(disk, target, name),
        cdrom || disk.readonly != null,
        disk.shareable != null,
        Optional.ofNullable(disk.serial).flatMap(s -> Words.word(s.text)),
        Optional.ofNullable(disk.boot).flatMap(b -> Words.small(b.order)));
  }

  private Optional<Located<String>> source(Disk disk, boolean block, boolean cdrom) {
    Disk.DiskSource source = disk.source;
    String wanted = block ? "dev" : "file";
    if (source == null) {
      if (!cdrom) {
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
    if (path.isEmpty() && !cdrom) {
      findings.error(Codes.INCOMPLETE, source, "<source> of this disk needs " + wanted);
    }
    return path.map(p -> new Located<>(p, findings.at(source, wanted)));
  }

  private static DiskDrive.Access tuning(Disk.DiskDriver driver) {
    return new DiskDrive.Access(
        Words.word(driver.cache).filter(c -> !c.equals("default")),
        Words.word(driver.io),
        Words.word(driver.discard),
        Words.word(driver.detectZeroes));
  }

  private DiskDrive.Bus bus(Disk disk, Disk.DiskTarget target, String name) {
    Optional<String> bus = Words.word(target.bus);
    if (bus.isEmpty() && name.startsWith("sd") && disk.target != null) {
      findings.error(
          Codes.INCOMPLETE,
          target,
          "target " + name + " needs a bus, because libvirt's choice, scsi, is not supported",
          "for example bus=\"sata\"");
    }
    return switch (bus.orElse(name.startsWith("hd") ? "ide" : "virtio")) {
      case "ide" -> DiskDrive.Bus.IDE;
      case "sata" -> DiskDrive.Bus.SATA;
      default -> DiskDrive.Bus.VIRTIO;
    };
  }
}
