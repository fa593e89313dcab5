package vcg.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vcg.guest.Buses;
import vcg.guest.ControllerModels;
import vcg.guest.PciBuses;
import vcg.guest.Plugged;
import vcg.model.BusController;
import vcg.model.DeviceAddress;
import vcg.model.Machine;
import vcg.model.Problem;

/** Whether PCI addresses are free, and on buses that some controller makes. */
final class PciRules {
  private static final String SAME_DEVICE = "VCG217";

  /** A port for one device: what is below it has slot 0. */
  private static final Set<String> PORTS = Set.of("pcie-root-port", "pcie-switch-downstream-port");

  /** Their slot 0 is the controller's own. */
  private static final Set<String> FROM_ONE =
      Set.of("pci-root", "pci-bridge", "dmi-to-pci-bridge", "pcie-to-pci-bridge");

  private final boolean q35;
  private final PciBuses buses;
  private final List<Problem> problems;
  private final Map<String, Plugged> taken = new HashMap<>();

  private PciRules(boolean q35, PciBuses buses, List<Problem> problems) {
    this.q35 = q35;
    this.buses = buses;
    this.problems = problems;
  }

  static void check(Machine.Qemu qemu, Buses buses, List<Plugged> devices, List<Problem> problems) {
    PciRules rules = new PciRules(MachineRules.isQ35(qemu), buses.pci(), problems);
    for (Plugged device : devices) {
      device.place().pci().ifPresent(address -> rules.address(device, address));
    }
    for (BusController controller : qemu.hardware().controllers()) {
      if (controller.kind() == BusController.Kind.PCI && controller.index() > 0) {
        rules.bridge(controller, ControllerModels.word(qemu, controller));
      }
    }
  }

  private void address(Plugged device, DeviceAddress.Pci address) {
    String shown = "%d:%02x.%x".formatted(address.bus(), address.slot(), address.function());
    String model = buses.model(address.bus()).orElse("");
    if (device.bus() == Plugged.Bus.BOARD) {
      String right = device.name().equals("controller ide 0") ? "0:01.1" : "0:1f.2";
      boolean known = device.name().matches("controller (ide|sata) 0");
      refuse(
          !known || !shown.equals(right),
          address,
          known
              ? device.name() + " is at PCI address " + right + ", not at " + shown
              : device.name() + " has no PCI address");
      return;
    }
    if (model.isEmpty()) {
      refuse(true, address, "no controller makes PCI bus " + address.bus());
      return;
    }
    boolean boards = address.bus() == 0 && isBoards(address.slot(), address.function());
    boolean own = FROM_ONE.contains(model) && address.slot() == 0 && !boards;
    boolean port = PORTS.contains(model) && address.slot() > 0;
    refuse(boards, address, "PCI address " + shown + " belongs to the machine itself");
    refuse(
        own || port,
        address,
        "bus " + address.bus() + " (" + model + ") has no slot " + address.slot());
    Plugged other = taken.putIfAbsent(shown, device);
    if (other != null) {
      problems.add(
          Problem.error(
              SAME_DEVICE,
              address.at(),
              "PCI address "
                  + shown
                  + " is taken by "
                  + other.name()
                  + " at "
                  + other.place().pci().map(DeviceAddress.Pci::at).orElse(other.at())));
    }
  }

  /** Bridges, disks and power management of the board. */
  private boolean isBoards(int slot, int function) {
    int parts = slot == (q35 ? 31 : 1) ? (q35 ? 0b1101 : 0b1011) : slot == 0 ? 1 : 0;
    return (parts >> function & 1) == 1;
  }

  private void bridge(BusController controller, String model) {
    boolean placed = controller.place().pci().isPresent();
    String name = controller.name() + " (" + model + ")";
    if (!placed && model.startsWith("pcie-switch")) {
      refuse(controller, name + " needs an <address> that says which port it is plugged into");
    } else if (!placed && model.equals("pci-bridge") && q35 && buses.conventional() < 0) {
      refuse(controller, name + " needs a controller of model pcie-to-pci-bridge");
    } else if (!placed && buses.isFull(controller.index())) {
      refuse(controller, "there is no free slot for " + name);
    }
    if (buses.depth(controller.index()) > buses.size()) {
      refuse(controller, name + " is plugged into itself");
    }
    String below = controller.place().pci().flatMap(a -> buses.model(a.bus())).orElse("");
    boolean wrong =
        switch (model) {
          case "pcie-root-port" -> !below.equals("pcie-root") && !below.equals("pcie-expander-bus");
          case "pcie-switch-upstream-port" -> !PORTS.contains(below);
          case "pcie-switch-downstream-port" -> !below.equals("pcie-switch-upstream-port");
          case "pci-expander-bus", "pcie-expander-bus" -> !below.endsWith("-root");
          default -> false;
        };
    if (!below.isEmpty() && wrong) {
      refuse(controller, name + " cannot be plugged into " + below);
    }
  }

  private void refuse(boolean wrong, DeviceAddress address, String message) {
    if (wrong) {
      problems.add(Problem.error(AddressRules.ADDRESS, address.at(), message));
    }
  }

  private void refuse(BusController controller, String message) {
    problems.add(Problem.error(AddressRules.ADDRESS, controller.at(), message));
  }
}
