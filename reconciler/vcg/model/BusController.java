package vcg.model;

import java.util.Optional;

/**
 * A controller: what makes a bus that devices are plugged into.
 *
 * @param index tells it from others of its kind
 * @param model libvirt's word; empty: the usual one of the machine type
 * @param ports how many ports it has, for USB and virtio-serial
 * @param vectors how many interrupt vectors it has, for virtio-serial
 * @param master for a companion of a USB 2 controller: the first of its ports that it serves
 */
public record BusController(
    Location at,
    Kind kind,
    int index,
    Optional<String> model,
    Optional<Integer> ports,
    Optional<Integer> vectors,
    Optional<Integer> master,
    Port port,
    Queues queues,
    VirtioDriver virtio,
    DevicePlace place) {
  /** What is plugged into it. */
  public enum Kind {
    PCI("pci"),
    USB("usb"),
    IDE("ide"),
    SATA("sata"),
    SCSI("scsi"),
    FDC("fdc"),
    VIRTIO_SERIAL("virtio-serial");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word in a domain file. */
    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * How a PCI controller shows itself; empty: what follows from its index and address.
   *
   * @param busNumber the first bus number of an expander bus
   * @param node the memory node that an expander bus belongs to
   * @param holeKibibytes the room for 64-bit addresses, of a root alone
   * @param device another than the usual one of the model, by QEMU's name
   */
  public record Port(
      Optional<Integer> chassis,
      Optional<Integer> number,
      Optional<Integer> busNumber,
      Optional<Integer> node,
      Optional<Boolean> hotplug,
      Optional<Long> holeKibibytes,
      Optional<String> device) {
    /** Nothing said. */
    public static final Port USUAL =
        new Port(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** How a SCSI controller takes requests; empty: QEMU's default. */
  public record Queues(
      Optional<Integer> number,
      Optional<Integer> commandsPerUnit,
      Optional<Integer> maxSectors,
      Optional<Boolean> ioEventFd,
      Optional<Integer> ioThread) {
    /** Nothing said. */
    public static final Queues USUAL =
        new Queues(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** A controller of which nothing is said but that it is there. */
  public static BusController plain(Location at, Kind kind, int index, Optional<String> model) {
    return new BusController(
        at,
        kind,
        index,
        model,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Port.USUAL,
        Queues.USUAL,
        VirtioDriver.USUAL,
        DevicePlace.ANY);
  }

  /** As a message names it: {@code controller usb 0}. */
  public String name() {
    return "controller " + kind + " " + index;
  }
}
