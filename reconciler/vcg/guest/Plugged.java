package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import vcg.model.BusController;
import vcg.model.DevicePlace;
import vcg.model.DiskDrive;
import vcg.model.Lines;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.NetworkCard;
import vcg.model.Peripherals;
import vcg.model.SerialPort;
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
      all.add(new Plugged("interface", bus(card), card.at(), card.place()));
    }
    for (SharedDirectory share : machine.hardware().shares()) {
      all.add(new Plugged("filesystem " + share.tag(), Bus.PCI, share.at(), share.place()));
    }
    peripherals(machine, all);
    return all;
  }

  /** Those of which a document does not say where they are, and that need a controller. */
  private static void peripherals(Machine.Qemu machine, List<Plugged> all) {
    List<SerialPort> serials = machine.hardware().serials();
    for (int port = 0; port < serials.size(); port++) {
      if (serials.get(port).kind() == SerialPort.Kind.USB) {
        all.add(any("serial " + port, Bus.USB, serials.get(port).device().at()));
      }
    }
    Peripherals peripherals = machine.hardware().peripherals();
    Lines lines = peripherals.lines();
    lines.consoles().forEach(c -> all.add(any("console", Bus.VIRTIO_SERIAL, c.at())));
    lines.channels().forEach(c -> all.add(any("channel", Bus.VIRTIO_SERIAL, c.device().at())));
    lines.redirections().forEach(r -> all.add(any("redirdev", Bus.USB, r.device().at())));
    peripherals.hubs().forEach(at -> all.add(any("hub", Bus.USB, at)));
    peripherals.inputs().stream()
        .filter(i -> i.bus() == Peripherals.Input.Bus.USB)
        .forEach(i -> all.add(any("input " + i.type(), Bus.USB, i.at())));
    peripherals.screen().sounds().stream()
        .filter(s -> s.model().equals("usb"))
        .forEach(s -> all.add(any("sound", Bus.USB, s.at())));
  }

  static Bus bus(NetworkCard card) {
    return card.model().startsWith("usb") ? Bus.USB : Bus.PCI;
  }

  private static Plugged any(String name, Bus bus, Location at) {
    return new Plugged(name, bus, at, DevicePlace.ANY);
  }
}
