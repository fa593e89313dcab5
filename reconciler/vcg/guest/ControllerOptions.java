package vcg.guest;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.BusController;
import vcg.model.BusController.Kind;
import vcg.model.Machine;

/** The options for controllers, in an order in which each finds the bus it is plugged into. */
final class ControllerOptions {
  private final Machine.Qemu machine;
  private final Buses buses;
  private final Options options;

  private ControllerOptions(Machine.Qemu machine, Buses buses, Options options) {
    this.machine = machine;
    this.buses = buses;
    this.options = options;
  }

  static void add(Machine.Qemu machine, Buses buses, Options options) {
    ControllerOptions controllers = new ControllerOptions(machine, buses, options);
    controllers.hole();
    buses.pci().inOrder().forEach(controllers::bridge);
    for (BusController controller : buses.controllers()) {
      if (controller.kind() != Kind.PCI) {
        ControllerModels.driver(machine, controller)
            .ifPresent(driver -> controllers.add(controller, driver));
      }
    }
  }

  private void hole() {
    for (BusController root : buses.controllers()) {
      if (root.kind() == Kind.PCI && root.port().holeKibibytes().isPresent()) {
        String host = ControllerModels.isQ35(machine) ? "q35-pcihost" : "i440FX-pcihost";
        options.add(
            "-global",
            host + ".pci-hole64-size=" + root.port().holeKibibytes().get() + "K",
            "controller pci 0",
            root.at());
      }
    }
  }

  private void bridge(PciBuses.Bridge bridge) {
    BusController controller = bridge.controller();
    int index = controller.index();
    String driver =
        ControllerModels.driver(machine, controller)
            .orElseThrow(() -> new IllegalArgumentException("no driver: " + controller.name()));
    BusController.Port port = controller.port();
    ObjectNode device = DiskOptions.object(port.device().orElse(driver), Buses.id(controller));
    switch (bridge.model()) {
      case "pcie-root-port", "pcie-switch-downstream-port" ->
          device
              .put("port", port.number().orElse(number(bridge)))
              .put("chassis", port.chassis().orElse(index));
      case "pci-bridge" -> device.put("chassis_nr", port.chassis().orElse(index));
      case "pci-expander-bus", "pcie-expander-bus" -> {
        VirtioOptions.number(device, "bus_nr", port.busNumber());
        VirtioOptions.number(device, "numa_node", port.node());
      }
      default -> {}
    }
    VirtioOptions.put(device, "hotplug", port.hotplug());
    buses.plugPci(device, controller.place(), bridge.slot());
    options.bridge(device, controller.name(), controller.at());
  }

  /** A number for each place on a bus; QEMU keeps eight bits of it. */
  private static int number(PciBuses.Bridge bridge) {
    return bridge.slot().slot() << 3 | bridge.slot().function();
  }

  private void add(BusController controller, String driver) {
    ObjectNode device = DiskOptions.object(driver, Buses.id(controller));
    boolean late = false;
    switch (controller.kind()) {
      case USB -> {
        VirtioOptions.number(device, "p2", controller.ports());
        VirtioOptions.number(device, "p3", controller.ports());
        if (controller.master().isPresent()) {
          device
              .put("masterbus", buses.bus(Kind.USB, controller.index()))
              .put("firstport", controller.master().get());
          late = masterIsLate(controller);
        }
      }
      case SCSI -> queues(device, controller.queues());
      case VIRTIO_SERIAL -> {
        VirtioOptions.number(device, "max_ports", controller.ports());
        VirtioOptions.number(device, "vectors", controller.vectors());
        VirtioOptions.put(device, "ioeventfd", controller.queues().ioEventFd());
      }
      case FDC, SATA, IDE, PCI -> {}
    }
    VirtioOptions.put(device, controller.virtio());
    buses.plug(device, ControllerModels.bus(machine, controller), controller.place());
    options.controller(device, field(controller), controller.at(), late);
  }

  /** The first of a kind is called by its kind alone. */
  private static String field(BusController controller) {
    return controller.index() == 0 ? "controller " + controller.kind() : controller.name();
  }

  private boolean masterIsLate(BusController companion) {
    Optional<BusController> master = buses.controller(Kind.USB, companion.index());
    return master.flatMap(m -> m.place().pci()).isEmpty();
  }

  private static void queues(ObjectNode device, BusController.Queues queues) {
    queues.ioThread().ifPresent(thread -> device.put("iothread", "iothread" + thread));
    VirtioOptions.number(device, "num_queues", queues.number());
    VirtioOptions.number(device, "cmd_per_lun", queues.commandsPerUnit());
    VirtioOptions.number(device, "max_sectors", queues.maxSectors());
    VirtioOptions.put(device, "ioeventfd", queues.ioEventFd());
  }
}
