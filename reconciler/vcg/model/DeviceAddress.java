package vcg.model;

import java.util.Optional;

/** Where a document wants a device to be: a place on a bus, as libvirt counts it. */
public sealed interface DeviceAddress {
  /** The element that says so. */
  Location at();

  /**
   * A function of a slot on a PCI bus.
   *
   * @param bus the index of the PCI controller that makes it; 0 is the root
   * @param multifunction whether the slot has more functions; empty: whether others are in use
   */
  record Pci(Location at, int bus, int slot, int function, Optional<Boolean> multifunction)
      implements DeviceAddress {}

  /** A drive of an ide, sata, scsi or fdc controller. */
  record Drive(Location at, int controller, int bus, int target, int unit)
      implements DeviceAddress {}

  /**
   * A port of a USB controller.
   *
   * @param port {@code 2}, or {@code 2.1} for the first port of the hub in it; empty: a free one
   */
  record Usb(Location at, int bus, Optional<String> port) implements DeviceAddress {}

  /**
   * A port of a virtio-serial controller.
   *
   * @param port 0 is for a console; empty: a free one
   */
  record VirtioSerial(Location at, int controller, Optional<Integer> port)
      implements DeviceAddress {}

  /** Numbers of a device on the ISA bus; empty: the usual ones. */
  record Isa(Location at, Optional<Integer> ioBase, Optional<Integer> irq)
      implements DeviceAddress {}
}
