package vcg.guest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vcg.model.ContainerNetwork;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Hardware;
import vcg.model.Located;
import vcg.model.Machine;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;
import vcg.model.Reading;

/**
 * The bridges that stand for networks on this host.
 *
 * @param bridges by the name of the network
 */
public record Networks(SortedMap<String, String> bridges) {
  private static final Pattern MAPPING = Pattern.compile("([^=,]+)=([A-Za-z0-9_.-]{1,15})");

  public Networks {
    bridges = Collections.unmodifiableSortedMap(new TreeMap<>(bridges));
  }

  /**
   * Reads {@code default=br0,dmz=br1}.
   *
   * @throws IllegalArgumentException it is not of this form, or names a network twice
   */
  public static Networks parse(List<String> mappings) {
    SortedMap<String, String> bridges = new TreeMap<>();
    for (String list : mappings) {
      for (String mapping : list.split(",", -1)) {
        Matcher matcher = MAPPING.matcher(mapping);
        if (!matcher.matches() || bridges.put(matcher.group(1), matcher.group(2)) != null) {
          throw new IllegalArgumentException(mapping);
        }
      }
    }
    return new Networks(bridges);
  }

  /** The same documents with bridges in the place of networks; unknown networks stay. */
  public Desired resolve(Desired desired) {
    List<Reading> readings = desired.readings().stream().map(this::resolve).toList();
    return new Desired(desired.source(), desired.present(), readings, desired.notices());
  }

  /** The same of one document. */
  public Reading resolve(Reading reading) {
    return reading
        .guest()
        .filter(Networks::hasNetwork)
        .map(guest -> Reading.of(reading.file(), resolve(guest), reading.problems()))
        .orElse(reading);
  }

  private Guest resolve(Guest guest) {
    if (guest.machine() instanceof Machine.Container container) {
      return guest.with(container.with(resolve(container.network())));
    }
    if (!(guest.machine() instanceof Machine.Qemu qemu)) {
      return guest;
    }
    List<NetworkCard> cards = new ArrayList<>(qemu.hardware().cards());
    cards.replaceAll(card -> card.with(resolve(card.backend())));
    Hardware hardware = qemu.hardware().withCards(cards);
    return guest.with(
        new Machine.Qemu(
            qemu.kvm(), qemu.emulator(), qemu.board(), qemu.processors(), qemu.memory(), hardware));
  }

  private ContainerNetwork resolve(ContainerNetwork network) {
    return new ContainerNetwork(
        network.stated(), network.cards().stream().map(this::resolve).toList(), network.taken());
  }

  private ContainerNetwork.Card resolve(ContainerNetwork.Card card) {
    return card.bridge()
        .filter(name -> card.isNetwork() && bridges.containsKey(name.value()))
        .map(name -> card.on(new Located<>(bridges.getOrDefault(name.value(), ""), name.at())))
        .orElse(card);
  }

  private NetworkBackend resolve(NetworkBackend backend) {
    if (backend instanceof NetworkBackend.Bridge(var name, var network, var tap, var isolated)
        && network
        && bridges.containsKey(name.value())) {
      String bridge = bridges.getOrDefault(name.value(), "");
      return new NetworkBackend.Bridge(new Located<>(bridge, name.at()), false, tap, isolated);
    }
    return backend;
  }

  private static boolean hasNetwork(Guest guest) {
    return unknown(guest).isPresent();
  }

  /** Why a guest cannot start whose networks were resolved: one of them has no bridge. */
  public static Optional<Located<String>> unknown(Guest guest) {
    return switch (guest.machine()) {
      case Machine.Qemu qemu ->
          qemu.hardware().cards().stream()
              .map(NetworkCard::backend)
              .filter(b -> b instanceof NetworkBackend.Bridge bridge && bridge.isNetwork())
              .map(b -> unknown(((NetworkBackend.Bridge) b).bridge()))
              .findFirst();
      case Machine.Container container ->
          container.network().cards().stream()
              .filter(ContainerNetwork.Card::isNetwork)
              .flatMap(card -> card.bridge().stream())
              .map(Networks::unknown)
              .findFirst();
    };
  }

  private static Located<String> unknown(Located<String> network) {
    return new Located<>(
        "no bridge stands for network \"" + network.value() + "\"; --network NAME=BRIDGE names one",
        network.at());
  }
}
