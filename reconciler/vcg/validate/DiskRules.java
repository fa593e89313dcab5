package vcg.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vcg.guest.DrivePlace;
import vcg.guest.LiveSettings;
import vcg.model.DiskDrive;
import vcg.model.Guest;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.NetworkCard;
import vcg.model.Problem;

/** How the disks of a virtual machine fit together, and with their machine. */
final class DiskRules {
  private static final String SAME_DEVICE = "VCG217";
  private static final String CONTRADICTION = "VCG213";

  private final Map<String, Location> targets = new HashMap<>();
  private final Map<Integer, Location> orders = new HashMap<>();
  private final Map<DrivePlace, DiskDrive> places = new HashMap<>();
  private final Map<String, DiskDrive> groups = new HashMap<>();
  private final List<Problem> problems;

  private DiskRules(List<Problem> problems) {
    this.problems = problems;
  }

  static void check(Guest guest, List<Problem> problems) {
    if (guest.machine() instanceof Machine.Qemu qemu) {
      DiskRules rules = new DiskRules(problems);
      for (DiskDrive disk : qemu.hardware().disks()) {
        DiskSettings.check(qemu, disk, problems);
        rules.unique(disk);
        rules.group(disk);
      }
      for (NetworkCard card : qemu.hardware().cards()) {
        card.bootOrder().ifPresent(order -> rules.order(order, card.at()));
      }
    }
  }

  private void unique(DiskDrive disk) {
    Location first = targets.putIfAbsent(disk.target(), disk.at());
    if (first != null && !disk.target().isEmpty()) {
      problems.add(twice("target " + disk.target(), disk.at(), first));
    }
    disk.bootOrder().ifPresent(order -> order(order, disk.at()));
    switch (disk.bus()) {
      case VIRTIO, USB -> {}
      case IDE, SATA, SCSI, FDC -> place(disk);
    }
  }

  private void place(DiskDrive disk) {
    DiskDrive other = places.putIfAbsent(DrivePlace.of(disk), disk);
    if (other != null && !other.target().equals(disk.target())) {
      String place = DrivePlace.of(disk) + ", the place of " + disk.target();
      String message = place + ", is taken by " + other.target() + " at " + other.at();
      problems.add(Problem.error(SAME_DEVICE, disk.at(), message));
    }
  }

  private void order(int order, Location at) {
    Location other = orders.putIfAbsent(order, at);
    if (other != null) {
      problems.add(twice("boot order " + order, at, other));
    }
  }

  private void group(DiskDrive disk) {
    disk.throttle()
        .filter(t -> t.value().group().isPresent())
        .ifPresent(throttle -> {
          DiskDrive first =
              groups.putIfAbsent(LiveSettings.throttleGroup(disk, throttle.value()), disk);
          if (first != null && !first.throttle().orElseThrow().value().equals(throttle.value())) {
            problems.add(
                Problem.error(
                    CONTRADICTION,
                    throttle.at(),
                    "disks of group "
                        + throttle.value().group().orElse("")
                        + " share their limits, but those of "
                        + first.target()
                        + " at "
                        + first.throttle().orElseThrow().at()
                        + " are others"));
          }
        });
  }

  private static Problem twice(String what, Location at, Location first) {
    return Problem.error(SAME_DEVICE, at, what + " occurs twice, first at " + first);
  }
}
