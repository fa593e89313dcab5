package vcg.guest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.BusController;
import vcg.model.BusController.Kind;
import vcg.model.DeviceAddress;
import vcg.model.DevicePlace;
import vcg.model.DiskDrive;
import vcg.model.Location;
import vcg.model.Machine;

/**
 * The buses of a machine: those of the controllers that its document names, and of those that its
 * devices need beside them, as libvirt would add them.
 */
public final class Buses {
  private final List<BusController> controllers;
  private final PciBuses pci;

  private Buses(List<BusController> controllers, PciBuses pci) {
    this.controllers = controllers;
    this.pci = pci;
  }

  /** The buses of a machine. */
  public static Buses of(Machine.Qemu machine) {
    List<Plugged> devices = Plugged.of(machine);
    List<BusController> all = new ArrayList<>(machine.hardware().controllers());
    Added added = new Added(all);
    String usb = ControllerModels.isQ35(machine) ? "qemu-xhci" : "piix3-uhci";
    for (Plugged device : devices) {
      int index = device.place().address().map(Buses::index).orElse(0);
      switch (device.bus()) {
        case USB -> added.atLeast(Kind.USB, index, Optional.of(usb), device.at());
        case VIRTIO_SERIAL ->
            added.atLeast(Kind.VIRTIO_SERIAL, index, Optional.empty(), device.at());
        case PCI, DRIVE, ISA, BOARD -> {}
      }
    }
    for (DiskDrive disk : machine.hardware().disks()) {
      kind(disk)
          .ifPresent(kind ->
              added.atLeast(kind, DrivePlace.of(disk).controller(), Optional.empty(), disk.at()));
    }
    all.sort(Comparator.comparing(BusController::kind).thenComparingInt(Buses::companions));
    return new Buses(List.copyOf(all), PciBuses.of(machine, devices));
  }

  /** Companions of a USB controller come after it, whatever the document's order. */
  private static int companions(BusController controller) {
    return controller.master().isPresent() ? 1 : 0;
  }

  private static int index(DeviceAddress address) {
    return switch (address) {
      case DeviceAddress.Usb usb -> usb.bus();
      case DeviceAddress.VirtioSerial serial -> serial.controller();
      case DeviceAddress.Drive _, DeviceAddress.Isa _, DeviceAddress.Pci _ -> 0;
    };
  }

  private static Optional<Kind> kind(DiskDrive disk) {
    return switch (disk.bus()) {
      case IDE -> Optional.of(Kind.IDE);
      case SATA -> Optional.of(Kind.SATA);
      case SCSI -> Optional.of(Kind.SCSI);
      case FDC -> Optional.of(Kind.FDC);
      case VIRTIO, USB -> Optional.empty();
    };
  }

  /** A list of controllers that grows by what is needed. */
  private record Added(List<BusController> all) {
    void atLeast(Kind kind, int index, Optional<String> model, Location at) {
      int least = kind == Kind.SCSI || kind == Kind.VIRTIO_SERIAL ? 0 : index;
      for (int i = least; i <= index; i++) {
        int wanted = i;
        if (all.stream().noneMatch(c -> c.kind() == kind && c.index() == wanted)) {
          all.add(BusController.plain(at, kind, i, model));
        }
      }
    }
  }

  /** All controllers; of each kind those that the document names come first, in its order. */
  public List<BusController> controllers() {
    return controllers;
  }

  /** The PCI buses. */
  public PciBuses pci() {
    return pci;
  }

  /** The controller that makes a bus; of a USB 2 controller and its companions, the former. */
  public Optional<BusController> controller(Kind kind, int index) {
    return controllers.stream()
        .filter(c -> c.kind() == kind && c.index() == index && c.master().isEmpty())
        .findFirst();
  }

  /** The id of a controller. */
  static String id(BusController controller) {
    int index = controller.index();
    String number = index == 0 ? "" : Integer.toString(index);
    String usual =
        switch (controller.kind()) {
          case PCI -> "pci." + index;
          case USB ->
              controller.master().isEmpty()
                  ? "usb" + number
                  : "usb" + number + "-" + controller.model().orElse("").replace("ich9-", "");
          case SATA -> "sata" + number;
          case SCSI -> "scsi" + index;
          case FDC -> "fdc" + number;
          case IDE -> "ide" + number;
          case VIRTIO_SERIAL -> "virtio-serial" + index;
        };
    return controller.place().id(usual);
  }

  /** The bus that a controller makes, by QEMU's name. */
  String bus(Kind kind, int index) {
    return controller(kind, index)
            .map(Buses::id)
            .orElseThrow(() -> new IllegalArgumentException("no controller " + kind + " " + index))
        + ".0";
  }

  /**
   * Says in a device where it is plugged in. Without an address that is any free place of the first
   * bus of its kind; a PCI device says nothing then, unless there are several buses.
   *
   * @param device gets {@code bus} and {@code addr}, {@code port} or {@code nr}
   * @throws IllegalArgumentException the address was not validated
   */
  void plug(ObjectNode device, Plugged.Bus kind, DevicePlace place) {
    Optional<DeviceAddress> address = place.address();
    switch (kind) {
      case PCI -> {
        Optional<DeviceAddress.Pci> a = place.pci();
        if (a.isPresent()) {
          var slot = new PciBuses.Slot(a.get().bus(), a.get().slot(), a.get().function());
          plugPci(device, place, slot);
        } else if (pci.size() > 0) {
          device.put("bus", pci.name(0)); // or QEMU might choose one that takes bridges alone
        }
      }
      case USB -> {
        device.put("bus", bus(Kind.USB, address.map(Buses::index).orElse(0)));
        if (address.orElse(null) instanceof DeviceAddress.Usb usb) {
          usb.port().ifPresent(port -> device.put("port", port));
        }
      }
      case VIRTIO_SERIAL -> {
        device.put("bus", bus(Kind.VIRTIO_SERIAL, address.map(Buses::index).orElse(0)));
        if (address.orElse(null) instanceof DeviceAddress.VirtioSerial serial) {
          serial.port().ifPresent(port -> device.put("nr", port));
        }
      }
      case ISA -> {
        if (address.orElse(null) instanceof DeviceAddress.Isa isa) {
          isa.ioBase().ifPresent(base -> device.put("iobase", base));
          isa.irq().ifPresent(irq -> device.put("irq", irq));
        }
      }
      case DRIVE, BOARD -> {}
    }
  }

  void plugPci(ObjectNode device, DevicePlace place, PciBuses.Slot slot) {
    String function = slot.function() == 0 ? "" : ".0x" + Integer.toHexString(slot.function());
    device
        .put("bus", pci.name(slot.bus()))
        .put("addr", "0x" + Integer.toHexString(slot.slot()) + function);
    if (pci.multifunction(place, slot)) {
      device.put("multifunction", true);
    }
  }
}
