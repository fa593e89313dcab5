package vcg.model;

import java.util.List;

/**
 * What is plugged into a virtual machine.
 *
 * @param disks in document order, which decides their names in the guest
 * @param cards in document order
 * @param serials serial ports, in order of their port number
 * @param balloon whether there is a memory balloon device
 * @param controllers those that the document names, in its order
 * @param shares directories that it can mount, in document order
 * @param peripherals everything else
 */
public record Hardware(
    List<DiskDrive> disks,
    List<NetworkCard> cards,
    List<SerialPort> serials,
    boolean balloon,
    List<BusController> controllers,
    List<SharedDirectory> shares,
    Peripherals peripherals) {
  public Hardware {
    disks = List.copyOf(disks);
    cards = List.copyOf(cards);
    serials = List.copyOf(serials);
    controllers = List.copyOf(controllers);
    shares = List.copyOf(shares);
  }

  /** The same with other network cards. */
  public Hardware withCards(List<NetworkCard> others) {
    return new Hardware(disks, others, serials, balloon, controllers, shares, peripherals);
  }
}
