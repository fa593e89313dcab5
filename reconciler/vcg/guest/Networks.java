package vcg.guest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    if (!(guest.machine() instanceof Machine.Qemu qemu)) {
      return Optional.empty();
    }
    for (NetworkCard card : qemu.hardware().cards()) {
      if (card.backend() instanceof NetworkBackend.Bridge bridge && bridge.isNetwork()) {
        String name = bridge.bridge().value();
        String why =
            "no bridge stands for network \"" + name + "\"; --network NAME=BRIDGE names one";
        return Optional.of(new Located<>(why, bridge.bridge().at()));
      }
    }
    return Optional.empty();
  }
}
