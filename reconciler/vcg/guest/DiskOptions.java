package vcg.guest;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.DiskDrive;
import vcg.model.Location;
import vcg.model.Machine;

/**
 * The options for disks and CD-ROM drives. A disk is two nodes, one that reads a file or block
 * device and one that understands its format, and a device that shows them to the guest.
 */
final class DiskOptions {
  /** The order of names in the guest: that of the targets, whatever the order in the document. */
  static final Comparator<DiskDrive> ORDER =
      Comparator.comparing(DiskDrive::bus).thenComparingInt(d -> index(d.target()));

  private static final Set<String> DIRECT = Set.of("none", "directsync");
  private static final Set<String> WRITE_THROUGH = Set.of("writethrough", "directsync");

  private DiskOptions() {}

  static void add(Machine.Qemu machine, BootOrder boot, Options options) {
    boolean q35 = machine.board().type().value().contains("q35");
    machine.hardware().disks().stream()
        .filter(d -> d.bus() == DiskDrive.Bus.SATA && !q35)
        .findFirst()
        .ifPresent(d -> options.add("-device", object("ahci", "sata"), "controller sata", d.at()));
    machine.hardware().disks().stream()
        .sorted(ORDER)
        .forEach(d -> addDisk(d, q35, Optional.ofNullable(boot.disks().get(d.target())), options));
  }

  private static void addDisk(
      DiskDrive disk, boolean q35, Optional<Integer> bootIndex, Options options) {
    String field = "disk " + disk.target();
    if (disk.source().isPresent()) {
      Location at = disk.source().get().at();
      options.add("-blockdev", source(disk, disk.source().get().value()), field, at);
      options.add("-blockdev", format(disk), field, disk.at());
    }
    ObjectNode device = device(disk, q35);
    bootIndex.ifPresent(index -> device.put("bootindex", index));
    options.add("-device", device, field, disk.at());
  }

  private static ObjectNode source(DiskDrive disk, String path) {
    ObjectNode node =
        Options.object()
            .put("driver", disk.block() ? "host_device" : "file")
            .put("node-name", disk.target() + "-source")
            .put("filename", path);
    disk.access().io().ifPresent(io -> node.put("aio", io));
    return common(disk, node);
  }

  private static ObjectNode format(DiskDrive disk) {
    ObjectNode node =
        Options.object()
            .put("driver", disk.format())
            .put("node-name", disk.target() + "-format")
            .put("file", disk.target() + "-source");
    common(disk, node);
    disk.access().detectZeroes().ifPresent(d -> node.put("detect-zeroes", d));
    return node;
  }

  /** What both nodes of a disk say. QEMU must not fall back to reading only when it may write. */
  private static ObjectNode common(DiskDrive disk, ObjectNode node) {
    node.put("read-only", readOnly(disk)).put("auto-read-only", false);
    disk.access().discard().ifPresent(discard -> node.put("discard", discard));
    cache(disk)
        .ifPresent(c ->
            node.putObject("cache")
                .put("direct", DIRECT.contains(c))
                .put("no-flush", c.equals("unsafe")));
    return node;
  }

  private static ObjectNode device(DiskDrive disk, boolean q35) {
    ObjectNode device = object(driver(disk), "disk-" + disk.target());
    int index = index(disk.target());
    switch (disk.bus()) {
      case VIRTIO -> {}
      case IDE -> device.put("bus", "ide." + index / 2).put("unit", index % 2);
      case SATA -> device.put("bus", (q35 ? "ide." : "sata.") + index).put("unit", 0);
    }
    if (disk.source().isPresent()) {
      device.put("drive", disk.target() + "-format");
    }
    disk.serial().ifPresent(serial -> device.put("serial", serial));
    if (disk.shareable()) {
      device.put("share-rw", true);
    }
    if (!disk.cdrom()) {
      cache(disk)
          .ifPresent(c -> device.put("write-cache", WRITE_THROUGH.contains(c) ? "off" : "on"));
    }
    return device;
  }

  private static String driver(DiskDrive disk) {
    return switch (disk.bus()) {
      case VIRTIO -> {
        if (disk.cdrom()) {
          throw new IllegalArgumentException("no CD-ROM drive on the virtio bus: " + disk.target());
        }
        yield "virtio-blk-pci";
      }
      case IDE, SATA -> disk.cdrom() ? "ide-cd" : "ide-hd";
    };
  }

  static ObjectNode object(String driver, String id) {
    return Options.object().put("driver", driver).put("id", id);
  }

  static boolean readOnly(DiskDrive disk) {
    return disk.readOnly() || disk.cdrom();
  }

  private static Optional<String> cache(DiskDrive disk) {
    return disk.access().cache().filter(c -> !c.equals("default"));
  }

  /** The place of a target on its bus: {@code vda} is 0, {@code sdc} 2, {@code vdaa} 26. */
  static int index(String target) {
    int index = 0;
    for (char letter : target.substring(target.indexOf('d') + 1).toCharArray()) {
      if (letter < 'a' || letter > 'z') {
        throw new IllegalArgumentException("no target of a disk: " + target);
      }
      index = index * 26 + (letter - 'a' + 1);
    }
    return index - 1;
  }
}
