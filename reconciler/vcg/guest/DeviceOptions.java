package vcg.guest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.CharDevice;
import vcg.model.DevicePlace;
import vcg.model.Guest;
import vcg.model.Machine;
import vcg.model.NetworkCard;

/** The options for network cards, serial ports and the memory balloon. */
final class DeviceOptions {
  private DeviceOptions() {}

  static void add(Guest guest, Machine.Qemu machine, Buses buses, BootOrder boot, Options options) {
    List<NetworkCard> nics = machine.hardware().cards();
    for (int i = 0; i < nics.size(); i++) {
      Optional<Integer> bootIndex = Optional.ofNullable(boot.network().get(i));
      addNic(nics.get(i), mac(nics.get(i), guest.uuid(), i), buses, bootIndex, options);
    }
    List<CharDevice> serials = machine.hardware().serials();
    for (int port = 0; port < serials.size(); port++) {
      addSerial(serials.get(port), port, options);
    }
    if (machine.hardware().balloon()) {
      ObjectNode device = DiskOptions.object("virtio-balloon-pci", "balloon");
      buses.plug(device, Plugged.Bus.PCI, DevicePlace.ANY);
      options.add("-device", device, "memballoon", guest.at());
    }
  }

  private static void addNic(
      NetworkCard nic, String mac, Buses buses, Optional<Integer> bootIndex, Options options) {
    String name = mac.replace(":", "");
    String field = "interface " + mac;
    ObjectNode netdev = Options.object().put("type", "user").put("id", "net-" + name);
    ObjectNode device =
        DiskOptions.object(driver(nic.model()), nic.place().id("nic-" + name))
            .put("netdev", "net-" + name)
            .put("mac", mac);
    bootIndex.ifPresent(index -> device.put("bootindex", index));
    buses.plug(device, Plugged.Bus.PCI, nic.place());
    options.add("-netdev", netdev, field, nic.at());
    options.add("-device", device, field, nic.at());
  }

  private static String driver(String model) {
    return model.equals("virtio") ? "virtio-net-pci" : model;
  }

  /** An address of its own for each card, the same at every start. */
  private static String mac(NetworkCard nic, UUID guest, int index) {
    return nic.mac()
        .orElseGet(() -> {
          byte[] hash = sha256(guest + "/" + index);
          return String.format("52:54:00:%02x:%02x:%02x", hash[0], hash[1], hash[2]);
        });
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static void addSerial(CharDevice serial, int port, Options options) {
    String field = "serial " + port;
    String id = "serial" + port;
    KeyValues backend =
        switch (serial.kind()) {
          case PTY -> KeyValues.word("pty").and("id", id);
          case NULL -> KeyValues.word("null").and("id", id);
          case FILE -> KeyValues.word("file").and("id", id).and("path", path(serial));
          case UNIX ->
              KeyValues.word("socket")
                  .and("id", id)
                  .and("path", path(serial))
                  .and("server", "on")
                  .and("wait", "off");
        };
    options.add("-chardev", backend, field, serial.at());
    options.add(
        "-device",
        DiskOptions.object("isa-serial", id).put("chardev", id).put("index", port),
        field,
        serial.at());
  }

  private static String path(CharDevice serial) {
    return serial
        .path()
        .orElseThrow(() -> new IllegalArgumentException("serial port without a path"));
  }
}
