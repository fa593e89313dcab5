package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import vcg.model.BusController;
import vcg.model.DevicePlace;
import vcg.model.DiskDrive;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.NetworkCard;
import vcg.model.SharedDirectory;

/**
 * A device, and the kind of bus that it is plugged into. Which controllers a machine needs, and
 * which addresses clash, follows from this list: a new kind of device gets a line in it.
 *
 * @param name as messages say it: {@code disk vda}
 */
public record Plugged(String name, Bus bus, Location at, DevicePlace place) {
  /** The kind of bus; {@code BOARD}: the machine has the device anyway, at a place of its own. */
  public enum Bus {
    PCI,
    USB,
    VIRTIO_SERIAL,
    DRIVE,
    ISA,
    BOARD
  }

  /** All devices of a machine, in the order of its parts. */
  public static List<Plugged> of(Machine.Qemu machine) {
    List<Plugged> all = new ArrayList<>();
    for (BusController c : machine.hardware().controllers()) {
      all.add(new Plugged(c.name(), ControllerModels.bus(machine, c), c.at(), c.place()));
    }
    for (DiskDrive d : machine.hardware().disks()) {
      Bus bus =
          switch (d.bus()) {
            case VIRTIO -> Bus.PCI;
            case USB -> Bus.USB;
            case IDE, SATA, SCSI, FDC -> Bus.DRIVE;
          };
      all.add(new Plugged("disk " + d.target(), bus, d.at(), d.place()));
    }
    for (NetworkCard card : machine.hardware().cards()) {
      all.add(new Plugged("interface", Bus.PCI, card.at(), card.place()));
    }
    for (SharedDirectory share : machine.hardware().shares()) {
      all.add(new Plugged("filesystem " + share.tag(), Bus.PCI, share.at(), share.place()));
    }
    return all;
  }
}
