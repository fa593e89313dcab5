package vcg.guest;

import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.CardTuning;
import vcg.model.Guest;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;

/**
 * The options for network cards.
 *
 * @param opens the macvtap device of each file descriptor
 */
record CardOptions(Guest guest, SortedMap<Integer, String> opens, Buses buses, Options options) {
  /**
   * Adds a card.
   *
   * @param index its place in the document
   * @param bootIndex that the order of kinds of devices gives it
   */
  void add(NetworkCard card, int index, Optional<Integer> bootIndex) {
    String mac = mac(card, guest.uuid(), index);
    String back =
        card.backend() instanceof NetworkBackend.Direct direct
            ? DirectCards.netdev(direct, mac)
            : "net-" + mac.replace(":", "");
    String field = "interface " + mac;
    ObjectNode device =
        DiskOptions.object(driver(card.model()), card.place().id(id(mac)))
            .put("netdev", back)
            .put("mac", mac);
    card.bootOrder().or(() -> bootIndex).ifPresent(order -> device.put("bootindex", order));
    tune(card.tuning(), device);
    buses.plug(device, Plugged.bus(card), card.place());
    options.add("-netdev", netdev(card, back, mac), field, card.at());
    options.add("-device", device, field, card.at());
  }

  private ObjectNode netdev(NetworkCard card, String id, String mac) {
    return switch (card.backend()) {
      case NetworkBackend.User(var network, var network6) -> {
        ObjectNode netdev = Options.object().put("type", "user").put("id", id);
        network.ifPresent(n -> netdev.put("net", n));
        network6.ifPresent(n -> {
          int slash = n.indexOf('/');
          netdev
              .put("ipv6-prefix", n.substring(0, slash))
              .put("ipv6-prefixlen", Integer.parseInt(n.substring(slash + 1)));
        });
        yield netdev;
      }
      case NetworkBackend.Bridge bridge ->
          tap(card.tuning(), id, bridge.tap().orElseGet(() -> tapName(guest.uuid(), mac)));
      case NetworkBackend.Tap tap -> tap(card.tuning(), id, tapName(guest, tap, mac));
      case NetworkBackend.Direct direct ->
          opened(card.tuning(), id, DirectCards.name(guest, direct, mac));
    };
  }

  private ObjectNode opened(CardTuning tuning, String id, String macvtap) {
    String numbers =
        opens.entrySet().stream()
            .filter(e -> e.getValue().equals(macvtap))
            .map(e -> e.getKey().toString())
            .collect(Collectors.joining(":"));
    ObjectNode netdev =
        Options.object()
            .put("type", "tap")
            .put("id", id)
            .put(tuning.queues() > 1 ? "fds" : "fd", numbers);
    return shared(tuning, netdev);
  }

  private static ObjectNode tap(CardTuning tuning, String id, String name) {
    ObjectNode netdev =
        Options.object()
            .put("type", "tap")
            .put("id", id)
            .put("ifname", name)
            .put("script", "no")
            .put("downscript", "no");
    if (tuning.queues() > 1) {
      netdev.put("queues", tuning.queues());
    }
    return shared(tuning, netdev);
  }

  private static ObjectNode shared(CardTuning tuning, ObjectNode netdev) {
    if (tuning.vhost()) {
      netdev.put("vhost", true);
    }
    tuning.sendBuffer().ifPresent(bytes -> netdev.put("sndbuf", bytes));
    return netdev;
  }

  private static void tune(CardTuning tuning, ObjectNode device) {
    tuning.timer().ifPresent(timer -> device.put("tx", timer ? "timer" : "bh"));
    if (tuning.queues() > 1) {
      device.put("mq", true).put("vectors", 2 * tuning.queues() + 2);
    }
    tuning.rxQueue().ifPresent(size -> device.put("rx_queue_size", size));
    tuning.txQueue().ifPresent(size -> device.put("tx_queue_size", size));
    tuning.features().forEach((name, on) -> device.put(name, on.booleanValue()));
    tuning.mtu().ifPresent(bytes -> device.put("host_mtu", bytes));
    tuning.rom().bar().ifPresent(on -> device.put("rombar", on ? 1 : 0));
    tuning.rom().file().ifPresent(file -> device.put("romfile", file));
  }

  private static String driver(String model) {
    return model.startsWith("virtio") ? VirtioOptions.driver("virtio-net-pci", model) : model;
  }

  /** The name of a card's device. */
  static String id(String mac) {
    return "nic-" + mac.replace(":", "");
  }

  /** An address of its own for each card, the same at every start. */
  static String mac(NetworkCard card, UUID guest, int index) {
    return card.mac().orElseGet(() -> mac(guest, index));
  }

  static String mac(UUID guest, int index) {
    byte[] hash = DeviceOptions.sha256(guest + "/" + index);
    return String.format("52:54:00:%02x:%02x:%02x", hash[0], hash[1], hash[2]);
  }

  static String tapName(Guest guest, NetworkBackend.Tap tap, String mac) {
    return tap.tap().orElseGet(() -> tapName(guest.uuid(), mac));
  }

  /** The name of the tap device of a card: the kernel takes 15 characters. */
  static String tapName(UUID guest, String mac) {
    byte[] hash = DeviceOptions.sha256(guest + "/tap/" + mac);
    return String.format("vcgt%02x%02x%02x%02x%02x", hash[0], hash[1], hash[2], hash[3], hash[4]);
  }
}
