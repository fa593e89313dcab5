package vcg.guest;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.BusController.Kind;
import vcg.model.DiskDrive;
import vcg.model.Machine;

/** The options for disks, CD-ROM and floppy drives: their nodes, and the device of each. */
final class DiskOptions {
  /** The order of names in the guest: that of the targets, whatever the order in the document. */
  static final Comparator<DiskDrive> ORDER =
      Comparator.comparing(DiskDrive::bus).thenComparingInt(d -> index(d.target()));

  private static final Set<String> WRITE_THROUGH = Set.of("writethrough", "directsync");

  private final Machine.Qemu machine;
  private final Buses buses;
  private final Options options;

  private DiskOptions(Machine.Qemu machine, Buses buses, Options options) {
    this.machine = machine;
    this.buses = buses;
    this.options = options;
  }

  static void add(Machine.Qemu machine, Buses buses, BootOrder boot, Options options) {
    DiskOptions disks = new DiskOptions(machine, buses, options);
    machine.hardware().disks().stream()
        .sorted(ORDER)
        .forEach(d -> disks.add(d, Optional.ofNullable(boot.disks().get(d.target()))));
  }

  private void add(DiskDrive disk, Optional<Integer> bootIndex) {
    String field = "disk " + disk.target();
    Optional<String> node = DiskNodes.add(disk, options);
    ObjectNode device = device(disk, node);
    if (disk.bus() == DiskDrive.Bus.FDC) {
      char drive = "AB".charAt(DrivePlace.of(disk).unit());
      bootIndex.ifPresent(index ->
          options.add("-global", "isa-fdc.bootindex" + drive + "=" + index, field, disk.at()));
    } else {
      bootIndex.ifPresent(index -> device.put("bootindex", index));
    }
    options.add("-device", device, field, disk.at());
  }

  private ObjectNode device(DiskDrive disk, Optional<String> node) {
    ObjectNode device = object(driver(disk), id(disk));
    plug(disk, device);
    node.ifPresent(n -> device.put("drive", n));
    disk.looks().serial().ifPresent(serial -> device.put("serial", serial));
    DiskLooks.put(disk, device);
    if (disk.shareable()) {
      device.put("share-rw", true);
    }
    if (disk.device() == DiskDrive.Device.DISK) {
      cache(disk)
          .ifPresent(c -> device.put("write-cache", WRITE_THROUGH.contains(c) ? "off" : "on"));
    }
    return device;
  }

  private void plug(DiskDrive disk, ObjectNode device) {
    switch (disk.bus()) {
      case VIRTIO -> buses.plug(device, Plugged.Bus.PCI, disk.place());
      case USB -> buses.plug(device, Plugged.Bus.USB, disk.place());
      case IDE -> {
        DrivePlace place = DrivePlace.of(disk);
        device.put("bus", "ide." + place.bus()).put("unit", place.unit());
      }
      case SATA -> {
        DrivePlace place = DrivePlace.of(disk);
        boolean board = place.controller() == 0 && ControllerModels.isQ35(machine);
        String id = board ? "ide" : id(Kind.SATA, place.controller());
        device.put("bus", id + "." + place.unit()).put("unit", 0);
      }
      case SCSI -> scsi(DrivePlace.of(disk), device);
      case FDC -> {
        DrivePlace place = DrivePlace.of(disk);
        if (ControllerModels.isQ35(machine)) {
          device.put("bus", id(Kind.FDC, place.controller()) + ".0");
        }
        device.put("unit", place.unit());
      }
    }
  }

  /** A parallel bus has no units below its targets: there libvirt's unit is the target. */
  private void scsi(DrivePlace place, ObjectNode device) {
    String id = id(Kind.SCSI, place.controller());
    boolean parallel =
        buses
            .controller(Kind.SCSI, place.controller())
            .filter(c -> ControllerModels.word(machine, c).equals("lsilogic"))
            .isPresent();
    if (parallel) {
      device.put("bus", id + "." + place.bus()).put("scsi-id", place.unit());
    } else {
      device
          .put("bus", id + ".0")
          .put("channel", place.bus())
          .put("scsi-id", place.target())
          .put("lun", place.unit());
    }
  }

  private String id(Kind kind, int index) {
    return buses
        .controller(kind, index)
        .map(Buses::id)
        .orElseThrow(() -> new IllegalArgumentException("no controller " + kind + " " + index));
  }

  private static String driver(DiskDrive disk) {
    return switch (disk.bus()) {
      case VIRTIO -> {
        if (disk.device() != DiskDrive.Device.DISK) {
          throw new IllegalArgumentException("only disks on the virtio bus: " + disk.target());
        }
        yield "virtio-blk-pci";
      }
      case IDE, SATA -> disk.cdrom() ? "ide-cd" : "ide-hd";
      case SCSI -> disk.cdrom() ? "scsi-cd" : "scsi-hd";
      case USB -> "usb-storage";
      case FDC -> "floppy";
    };
  }

  /** The id of the device of a disk, the same at every start. */
  static String id(DiskDrive disk) {
    return disk.place().id("disk-" + disk.target());
  }

  static ObjectNode object(String driver, String id) {
    return Options.object().put("driver", driver).put("id", id);
  }

  static boolean readOnly(DiskDrive disk) {
    return disk.readOnly() || disk.cdrom();
  }

  static Optional<String> cache(DiskDrive disk) {
    return disk.access().cache().filter(c -> !c.equals("default"));
  }

  /** The place of a target on its bus: {@code vda} is 0, {@code sdc} 2, {@code vdaa} 26. */
  static int index(String target) {
    int index = DrivePlace.position(target);
    if (index < 0) {
      throw new IllegalArgumentException("no target of a disk: " + target);
    }
    return index;
  }
}
