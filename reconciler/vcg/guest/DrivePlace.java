package vcg.guest;

import java.util.Locale;
import vcg.model.DeviceAddress;
import vcg.model.DiskDrive;

/** Where a drive is plugged into its controller: where the document says, or by its target. */
public record DrivePlace(DiskDrive.Bus kind, int controller, int bus, int target, int unit) {
  private static final int SCSI_UNITS = 7;
  private static final int SATA_DRIVES = 6;

  /** The place of a disk on bus ide, sata, scsi or fdc; the default follows libvirt. */
  public static DrivePlace of(DiskDrive disk) {
    return disk.place().drive().map(address -> stated(disk, address)).orElseGet(() -> usual(disk));
  }

  private static DrivePlace stated(DiskDrive disk, DeviceAddress.Drive address) {
    return new DrivePlace(
        disk.bus(), address.controller(), address.bus(), address.target(), address.unit());
  }

  private static DrivePlace usual(DiskDrive disk) {
    int index = Math.max(0, position(disk.target()));
    return switch (disk.bus()) {
      case IDE -> new DrivePlace(disk.bus(), index / 4, index % 4 / 2, 0, index % 2);
      case SATA -> new DrivePlace(disk.bus(), index / SATA_DRIVES, 0, 0, index % SATA_DRIVES);
      case SCSI -> new DrivePlace(disk.bus(), index / SCSI_UNITS, 0, 0, index % SCSI_UNITS);
      case FDC -> new DrivePlace(disk.bus(), index / 2, 0, 0, index % 2);
      case VIRTIO, USB -> throw new IllegalArgumentException("no drive: " + disk.target());
    };
  }

  /** The place that a target names: 0 for {@code vda}, 26 for {@code vdaa}; -1: it names none. */
  public static int position(String target) {
    int position = 0;
    for (char letter : target.substring(Math.min(2, target.length())).toCharArray()) {
      if (letter < 'a' || letter > 'z' || position > Short.MAX_VALUE) {
        return -1;
      }
      position = position * 26 + (letter - 'a' + 1);
    }
    return position - 1;
  }

  /** As a message says it: {@code sata 0:0:0:2}. */
  @Override
  public String toString() {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return word + " " + controller + ":" + bus + ":" + target + ":" + unit;
  }
}
