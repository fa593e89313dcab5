package vcg.guest;

import java.util.Map;
import java.util.Optional;
import vcg.model.BusController;
import vcg.model.BusController.Kind;
import vcg.model.Machine;

/** The models of controllers: libvirt's word for each, QEMU's, and the usual one. */
public final class ControllerModels {
  /** For each kind, QEMU's driver for libvirt's word. */
  private static final Map<Kind, Map<String, String>> DRIVERS =
      Map.of(
          Kind.PCI,
              Map.of(
                  "pcie-root-port", "pcie-root-port",
                  "pci-bridge", "pci-bridge",
                  "dmi-to-pci-bridge", "i82801b11-bridge",
                  "pcie-to-pci-bridge", "pcie-pci-bridge",
                  "pcie-switch-upstream-port", "x3130-upstream",
                  "pcie-switch-downstream-port", "xio3130-downstream",
                  "pci-expander-bus", "pxb",
                  "pcie-expander-bus", "pxb-pcie"),
          Kind.USB,
              Map.ofEntries(
                  Map.entry("piix3-uhci", "piix3-usb-uhci"),
                  Map.entry("piix4-uhci", "piix4-usb-uhci"),
                  Map.entry("pci-ohci", "pci-ohci"),
                  Map.entry("ehci", "usb-ehci"),
                  Map.entry("ich9-ehci1", "ich9-usb-ehci1"),
                  Map.entry("ich9-uhci1", "ich9-usb-uhci1"),
                  Map.entry("ich9-uhci2", "ich9-usb-uhci2"),
                  Map.entry("ich9-uhci3", "ich9-usb-uhci3"),
                  Map.entry("nec-xhci", "nec-usb-xhci"),
                  Map.entry("qemu-xhci", "qemu-xhci")),
          Kind.SCSI,
              Map.of(
                  "virtio-scsi", "virtio-scsi-pci",
                  "virtio-transitional", "virtio-scsi-pci-transitional",
                  "virtio-non-transitional", "virtio-scsi-pci-non-transitional",
                  "lsilogic", "lsi53c895a",
                  "lsisas1068", "mptsas1068",
                  "lsisas1078", "megasas"),
          Kind.VIRTIO_SERIAL,
              Map.of(
                  "virtio", "virtio-serial-pci",
                  "virtio-transitional", "virtio-serial-pci-transitional",
                  "virtio-non-transitional", "virtio-serial-pci-non-transitional"),
          Kind.SATA, Map.of("ahci", "ahci"),
          Kind.FDC, Map.of("fdc", "isa-fdc"),
          Kind.IDE, Map.of());

  private ControllerModels() {}

  /** The word for the model of a controller: the document's, or what libvirt would take. */
  public static String word(Machine.Qemu machine, BusController controller) {
    boolean q35 = isQ35(machine);
    String root = q35 ? "pcie-root" : "pci-root";
    String usual =
        switch (controller.kind()) {
          case PCI -> controller.index() == 0 ? root : q35 ? "pcie-root-port" : "pci-bridge";
          case USB -> "piix3-uhci";
          case IDE -> "piix3";
          case SATA -> "ahci";
          case SCSI -> "lsilogic";
          case FDC -> "fdc";
          case VIRTIO_SERIAL -> "virtio";
        };
    return controller.model().orElse(usual);
  }

  /** The driver that makes it; empty: the machine has it anyway, or it is to have none. */
  static Optional<String> driver(Machine.Qemu machine, BusController controller) {
    if (isBuiltIn(machine, controller)) {
      return Optional.empty();
    }
    return driver(controller.kind(), word(machine, controller));
  }

  /** The same by libvirt's word alone. */
  public static Optional<String> driver(Kind kind, String model) {
    return Optional.ofNullable(DRIVERS.getOrDefault(kind, Map.of()).get(model));
  }

  /** Whether there is such a model of a kind of controller. */
  public static boolean isKnown(Kind kind, String model) {
    boolean anyway =
        switch (kind) {
          case PCI -> model.equals("pci-root") || model.equals("pcie-root");
          case USB -> model.equals("none");
          case IDE -> model.equals("piix3");
          case SATA, SCSI, FDC, VIRTIO_SERIAL -> false;
        };
    return anyway || DRIVERS.getOrDefault(kind, Map.of()).containsKey(model);
  }

  /** Whether the machine has it without being asked. */
  public static boolean isBuiltIn(Machine.Qemu machine, BusController controller) {
    return switch (controller.kind()) {
      case PCI -> controller.index() == 0;
      case IDE -> true;
      case SATA -> controller.index() == 0 && isQ35(machine);
      case FDC -> !isQ35(machine);
      case USB, SCSI, VIRTIO_SERIAL -> false;
    };
  }

  /** Whether the devices on it understand virtio. */
  public static boolean isVirtio(Machine.Qemu machine, BusController controller) {
    return word(machine, controller).startsWith("virtio");
  }

  static Plugged.Bus bus(Machine.Qemu machine, BusController controller) {
    if (driver(machine, controller).isEmpty()) {
      return Plugged.Bus.BOARD;
    }
    return controller.kind() == Kind.FDC ? Plugged.Bus.ISA : Plugged.Bus.PCI;
  }

  static boolean isQ35(Machine.Qemu machine) {
    return machine.board().type().value().contains("q35");
  }
}
