package vcg.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vcg.model.DiskDrive;
import vcg.model.DiskDrive.Bus;
import vcg.model.Guest;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.Problem;

/** How the disks of a virtual machine fit together, and with their machine. */
final class DiskRules {
  private static final String SETTING = "VCG215";
  private static final String SAME_DEVICE = "VCG217";
  private static final int IDE_DRIVES = 4;
  private static final int SATA_DRIVES = 6;

  private DiskRules() {}

  static void check(Guest guest, List<Problem> problems) {
    if (guest.machine() instanceof Machine.Qemu qemu) {
      Map<String, Location> targets = new HashMap<>();
      Map<Integer, Location> orders = new HashMap<>();
      for (DiskDrive disk : qemu.hardware().disks()) {
        settings(qemu, disk, problems);
        Location first = targets.putIfAbsent(disk.target(), disk.at());
        if (first != null && !disk.target().isEmpty()) {
          problems.add(twice("target " + disk.target(), disk, first));
        }
        if (disk.bootOrder().isPresent()) {
          int order = disk.bootOrder().get();
          Location other = orders.putIfAbsent(order, disk.at());
          if (other != null) {
            problems.add(twice("boot order " + order, disk, other));
          }
        }
      }
    }
  }

  private static void settings(Machine.Qemu qemu, DiskDrive disk, List<Problem> problems) {
    String cache = disk.access().cache().orElse("default");
    boolean isNative = disk.access().io().filter("native"::equals).isPresent();
    if (isNative && !cache.equals("none") && !cache.equals("directsync")) {
      problems.add(error(disk, "io native needs cache none or directsync, not " + cache));
    }
    if (disk.bus() == Bus.IDE && MachineRules.isQ35(qemu)) {
      String type = qemu.board().type().value();
      problems.add(error(disk, "machine type " + type + " has no bus ide; it has sata"));
    }
    if (disk.bus() == Bus.VIRTIO && disk.cdrom()) {
      problems.add(error(disk, "a CD-ROM drive cannot be on bus virtio; ide or sata can have it"));
    }
    int room =
        switch (disk.bus()) {
          case IDE -> IDE_DRIVES;
          case SATA -> SATA_DRIVES;
          case VIRTIO -> Integer.MAX_VALUE;
        };
    if (position(disk.target()) >= room) {
      String bus = disk.bus() == Bus.IDE ? "ide" : "sata";
      problems.add(error(disk, "bus " + bus + " has no room for " + disk.target()));
    }
    if (disk.bus() != Bus.VIRTIO && disk.readOnly() && !disk.cdrom()) {
      problems.add(error(disk, "a disk on bus ide or sata cannot be readonly"));
    }
  }

  /** The place on the bus that a target names: 0 for {@code vda}, 26 for {@code vdaa}. */
  private static int position(String target) {
    int position = 0;
    for (int i = 2; i < target.length(); i++) {
      position = position * 26 + (target.charAt(i) - 'a' + 1);
    }
    return position - 1;
  }

  private static Problem error(DiskDrive disk, String message) {
    return Problem.error(SETTING, disk.at(), message);
  }

  private static Problem twice(String what, DiskDrive disk, Location first) {
    String message = what + " occurs twice, first at " + first;
    return Problem.error(SAME_DEVICE, disk.at(), message);
  }
}
