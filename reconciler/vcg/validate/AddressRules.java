package vcg.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vcg.guest.Buses;
import vcg.guest.ControllerModels;
import vcg.guest.DrivePlace;
import vcg.guest.Plugged;
import vcg.model.BusController.Kind;
import vcg.model.DeviceAddress;
import vcg.model.DiskDrive;
import vcg.model.Guest;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.Problem;

/** Whether every address is one that the machine has, and is given to one device alone. */
final class AddressRules {
  static final String ADDRESS = "VCG230";
  private static final String SAME_DEVICE = "VCG217";

  private final Machine.Qemu qemu;
  private final Buses buses;
  private final List<Problem> problems;
  private final Map<String, Location> aliases = new HashMap<>();
  private final Map<String, Plugged> ports = new HashMap<>();

  private AddressRules(Machine.Qemu qemu, Buses buses, List<Problem> problems) {
    this.qemu = qemu;
    this.buses = buses;
    this.problems = problems;
  }

  static void check(Guest guest, List<Problem> problems) {
    if (guest.machine() instanceof Machine.Qemu qemu) {
      Buses buses = Buses.of(qemu);
      AddressRules rules = new AddressRules(qemu, buses, problems);
      List<Plugged> devices = Plugged.of(qemu);
      devices.forEach(rules::alias);
      devices.forEach(rules::address);
      qemu.hardware().disks().forEach(rules::drive);
      PciRules.check(qemu, buses, devices, problems);
      ControllerRules.check(qemu, buses, problems);
    }
  }

  private void alias(Plugged device) {
    device
        .place()
        .alias()
        .ifPresent(alias -> {
          Location first = aliases.putIfAbsent(alias.value(), alias.at());
          if (first != null) {
            String message = "alias " + alias.value() + " occurs twice, first at " + first;
            problems.add(Problem.error(SAME_DEVICE, alias.at(), message));
          }
        });
  }

  private void address(Plugged device) {
    device
        .place()
        .address()
        .ifPresent(address -> {
          if (!fits(device.bus(), address)) {
            refuse(address, device.name() + " has no address of type " + type(address));
          } else {
            port(device, address);
          }
        });
    if (device.bus() == Plugged.Bus.USB && buses.controller(Kind.USB, 0).isPresent()) {
      usb(device);
    }
  }

  private static boolean fits(Plugged.Bus bus, DeviceAddress address) {
    return switch (address) {
      case DeviceAddress.Pci _ -> bus == Plugged.Bus.PCI || bus == Plugged.Bus.BOARD;
      case DeviceAddress.Usb _ -> bus == Plugged.Bus.USB;
      case DeviceAddress.VirtioSerial _ -> bus == Plugged.Bus.VIRTIO_SERIAL;
      case DeviceAddress.Drive _ -> bus == Plugged.Bus.DRIVE;
      case DeviceAddress.Isa _ -> bus == Plugged.Bus.ISA;
    };
  }

  private static String type(DeviceAddress address) {
    return switch (address) {
      case DeviceAddress.Pci _ -> "pci";
      case DeviceAddress.Usb _ -> "usb";
      case DeviceAddress.VirtioSerial _ -> "virtio-serial";
      case DeviceAddress.Drive _ -> "drive";
      case DeviceAddress.Isa _ -> "isa";
    };
  }

  private void usb(Plugged device) {
    boolean none =
        buses.controllers().stream()
            .filter(c -> c.kind() == Kind.USB)
            .anyMatch(c -> c.model().filter("none"::equals).isPresent());
    if (none) {
      String message = device.name() + " is on USB, but the usb controller is of model none";
      problems.add(Problem.error(ADDRESS, device.at(), message));
    }
  }

  private void port(Plugged device, DeviceAddress address) {
    String port =
        switch (address) {
          case DeviceAddress.Usb(_, int bus, var at) ->
              at.map(p -> "USB port " + p + " of bus " + bus).orElse("");
          case DeviceAddress.VirtioSerial(_, int controller, var at) ->
              at.map(p -> "port " + p + " of controller virtio-serial " + controller).orElse("");
          case DeviceAddress.Drive _, DeviceAddress.Isa _, DeviceAddress.Pci _ -> "";
        };
    Plugged other = port.isEmpty() ? null : ports.putIfAbsent(port, device);
    if (other != null) {
      String place = other.place().address().map(DeviceAddress::at).orElse(other.at()).toString();
      problems.add(
          Problem.error(
              SAME_DEVICE, address.at(), port + " is taken by " + other.name() + " at " + place));
    }
  }

  private void drive(DiskDrive disk) {
    disk.place()
        .drive()
        .ifPresent(a -> {
          String why =
              switch (disk.bus()) {
                case IDE ->
                    bounds(a, a.controller() == 0 && a.bus() <= 1, a.target() == 0, a.unit() <= 1);
                case SATA -> bounds(a, a.bus() == 0, a.target() == 0, a.unit() <= 5);
                case FDC ->
                    bounds(a, a.controller() == 0 && a.bus() == 0, a.target() == 0, a.unit() <= 1);
                case SCSI -> scsi(disk, a);
                case VIRTIO, USB -> "";
              };
          if (!why.isEmpty()) {
            refuse(a, "there is no drive " + DrivePlace.of(disk) + ": " + why);
          }
        });
  }

  private String scsi(DiskDrive disk, DeviceAddress.Drive a) {
    String model =
        buses
            .controller(Kind.SCSI, DrivePlace.of(disk).controller())
            .map(c -> ControllerModels.word(qemu, c))
            .orElse("");
    return switch (model) {
      case "lsilogic" -> bounds(a, a.bus() == 0, a.target() == 0, a.unit() <= 6);
      case "lsisas1068" -> bounds(a, a.bus() == 0, a.target() <= 7, a.unit() == 0);
      case "lsisas1078" -> bounds(a, a.bus() == 0, a.target() <= 63, a.unit() == 0);
      default -> bounds(a, a.bus() == 0, a.target() <= 255, a.unit() <= 16383);
    };
  }

  private static String bounds(DeviceAddress.Drive a, boolean bus, boolean target, boolean unit) {
    if (!bus) {
      return "no bus " + a.bus() + " of controller " + a.controller();
    }
    return !target ? "no target " + a.target() : !unit ? "no unit " + a.unit() : "";
  }

  private void refuse(DeviceAddress address, String message) {
    problems.add(Problem.error(ADDRESS, address.at(), message));
  }
}
