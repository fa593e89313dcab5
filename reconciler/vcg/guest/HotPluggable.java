package vcg.guest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import vcg.model.Command;

/** Which devices can be plugged in and taken out while a virtual machine runs. */
record HotPluggable(List<Command.Option> present) {
  private static final Set<String> ON_PCI =
      Set.of(
          "virtio-blk-pci",
          "virtio-net-pci",
          "virtio-rng-pci",
          "virtio-scsi-pci",
          "e1000",
          "e1000e",
          "rtl8139");
  private static final Set<String> ON_OTHER_BUSES =
      Set.of("scsi-hd", "scsi-cd", "scsi-block", "usb-storage", "usb-tablet", "usb-kbd");

  /** A slot of the root bus of a q35 machine takes nothing while the machine runs. */
  boolean isPluggable(DeviceSlot slot) {
    if (slot.parts().values().stream().anyMatch(HotPluggable::isInherited)) {
      return false;
    }
    Optional<String> bus = slot.leaf("bus");
    if (ON_OTHER_BUSES.contains(slot.driver())) { // the bus of scsi0 is scsi0.0
      return bus.flatMap(b -> driver(b.replaceFirst("\\.\\d+$", ""))).isPresent();
    }
    if (!ON_PCI.contains(slot.driver()) || slot.leaf("multifunction").isPresent()) {
      return false;
    }
    boolean onRootBus =
        bus.isEmpty() || bus.get().equals("pci.0"); // that of the port pci.1 is pci.1
    return onRootBus
        ? hasPlainPci()
        : driver(bus.get())
            .filter(d -> d.endsWith("-root-port") || d.equals("ioh3420") || d.equals("pci-bridge"))
            .isPresent();
  }

  /** Whether QEMU has a file descriptor for it from the start. */
  private static boolean isInherited(Command.Option part) {
    Set<String> leaves = DeviceSlot.argument(part).leaves().keySet();
    return part.name().equals("-netdev") && (leaves.contains("fd") || leaves.contains("fds"));
  }

  private boolean hasPlainPci() {
    return present.stream()
        .filter(o -> o.name().equals("-machine"))
        .map(o -> DeviceSlot.argument(o).leaves().getOrDefault("type", ""))
        .anyMatch(type -> type.equals("pc") || type.startsWith("pc-i440fx"));
  }

  private Optional<String> driver(String device) {
    return Optional.ofNullable(DeviceSlot.of(present).get(device)).map(DeviceSlot::driver);
  }
}
