package vcg.guest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vcg.model.Board;
import vcg.model.DiskDrive;
import vcg.model.Located;
import vcg.model.Machine;
import vcg.model.NetworkCard;

/**
 * Which device the firmware tries first. Where no device has an order of its own, each kind of
 * device in {@code <os>} stands for the first device of that kind, as in libvirt.
 *
 * @param disks the index of each disk that is booted from, by its target; 1 is tried first
 * @param network the index of each network card that is booted from, by its place in the document
 */
record BootOrder(Map<String, Integer> disks, Map<Integer, Integer> network) {
  static BootOrder of(Machine.Qemu machine) {
    Map<String, Integer> disks = new HashMap<>();
    machine
        .hardware()
        .disks()
        .forEach(d -> d.bootOrder().ifPresent(order -> disks.put(d.target(), order)));
    Map<Integer, Integer> network = new HashMap<>();
    List<NetworkCard> cards = machine.hardware().cards();
    for (int i = 0; i < cards.size(); i++) {
      int card = i;
      cards.get(i).bootOrder().ifPresent(order -> network.put(card, order));
    }
    boolean others =
        machine.hardware().peripherals().lines().redirections().stream()
            .anyMatch(r -> r.bootOrder().isPresent());
    if (!disks.isEmpty() || !network.isEmpty() || others) {
      return new BootOrder(disks, network);
    }
    int index = 1;
    for (Board.BootDevice device : kinds(machine)) {
      switch (device) {
        case HD -> putFirst(disks, machine, DiskDrive.Device.DISK, index);
        case CDROM -> putFirst(disks, machine, DiskDrive.Device.CDROM, index);
        case FLOPPY -> putFirst(disks, machine, DiskDrive.Device.FLOPPY, index);
        case NETWORK -> network.put(0, index);
      }
      index++;
    }
    return new BootOrder(disks, network);
  }

  private static List<Board.BootDevice> kinds(Machine.Qemu machine) {
    if (machine.board().bootOrder().isEmpty() && machine.board().kernel().isEmpty()) {
      return List.of(Board.BootDevice.HD);
    }
    return machine.board().bootOrder().stream().map(Located::value).distinct().toList();
  }

  private static void putFirst(
      Map<String, Integer> disks, Machine.Qemu machine, DiskDrive.Device device, int index) {
    machine.hardware().disks().stream()
        .filter(d -> d.device() == device)
        .sorted(DiskOptions.ORDER)
        .findFirst()
        .ifPresent(d -> disks.put(d.target(), index));
  }
}
