package vcg.guest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.DevicePlace;
import vcg.model.Guest;
import vcg.model.Machine;
import vcg.model.NetworkCard;
import vcg.model.Peripherals;

/** The options for all that is plugged in beside disks. */
final class DeviceOptions {
  private DeviceOptions() {}

  static void add(
      Guest guest,
      Machine.Qemu machine,
      Buses buses,
      BootOrder boot,
      GuestFiles files,
      Options options) {
    CardOptions cards = new CardOptions(guest, DirectCards.opens(guest, machine), buses, options);
    List<NetworkCard> nics = machine.hardware().cards();
    for (int i = 0; i < nics.size(); i++) {
      cards.add(nics.get(i), i, Optional.ofNullable(boot.network().get(i)));
    }
    LineOptions lines = LineOptions.of(guest, files, buses, options);
    lines.serials(machine.hardware().serials());
    Peripherals peripherals = machine.hardware().peripherals();
    if (machine.hardware().balloon()) {
      ObjectNode device = PeripheralOptions.balloon(peripherals.balloon());
      buses.plug(device, Plugged.Bus.PCI, DevicePlace.ANY);
      options.add("-device", device, "memballoon", guest.at());
    }
    lines.lines(peripherals.lines());
    ScreenOptions.add(guest, peripherals.screen(), files, buses, options);
    new PeripheralOptions(peripherals, buses, options).add();
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
