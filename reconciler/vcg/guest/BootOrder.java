package vcg.guest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vcg.model.Board;
import vcg.model.Located;
import vcg.model.Machine;

/**
 * Which device the firmware tries first. Where no disk has an order of its own, each kind of device
 * in {@code <os>} stands for the first device of that kind, as in libvirt.
 *
 * @param disks the index of each disk that is booted from, by its target; 1 is tried first
 * @param network the index of the first network card
 */
record BootOrder(Map<String, Integer> disks, Optional<Integer> network) {
  static BootOrder of(Machine.Qemu machine) {
    Map<String, Integer> disks = new HashMap<>();
    machine
        .hardware()
        .disks()
        .forEach(d -> d.bootOrder().ifPresent(order -> disks.put(d.target(), order)));
    if (!disks.isEmpty()) {
      return new BootOrder(disks, Optional.empty());
    }
    Optional<Integer> network = Optional.empty();
    int index = 1;
    for (Board.BootDevice device : kinds(machine)) {
      switch (device) {
        case HD -> putFirst(disks, machine, false, index);
        case CDROM -> putFirst(disks, machine, true, index);
        case NETWORK -> network = Optional.of(index);
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
      Map<String, Integer> disks, Machine.Qemu machine, boolean cdrom, int index) {
    machine.hardware().disks().stream()
        .filter(d -> d.cdrom() == cdrom)
        .sorted(DiskOptions.ORDER)
        .findFirst()
        .ifPresent(d -> disks.put(d.target(), index));
  }
}
