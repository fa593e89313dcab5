package vcg.guest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import vcg.model.ActualGuest;
import vcg.model.Command;
import vcg.model.Graphics;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Machine;
import vcg.model.Running;

/**
 * The ports of spice servers whose documents leave them to vcg. Spice looks for no free port
 * itself. A port follows from the guest's uuid, so that it is the same at every start; where
 * another guest has it already, the next free one is taken, and kept as long as the guest runs.
 *
 * @param chosen by the key of QEMU's option
 */
public record SpicePorts(Map<GuestId, Map<String, Integer>> chosen) {
  /** The key of the port for connections that are not encrypted. */
  static final String PLAIN = "port";

  /** The key of the port for encrypted connections. */
  static final String ENCRYPTED = "tls-port";

  /** Below the ports that Linux gives to connections that go out, which begin at 32768. */
  private static final int FIRST = 20_000;

  private static final int COUNT = 12_768;

  public SpicePorts {
    chosen = Map.copyOf(chosen);
  }

  /** Chooses for all guests of one host. */
  public static SpicePorts of(List<Guest> guests, Map<GuestId, ActualGuest> actual) {
    Set<Integer> taken = new HashSet<>();
    actual
        .values()
        .forEach(g -> g.running().ifPresent(running -> taken.addAll(ports(running).values())));
    guests.forEach(g -> stated(g).values().forEach(port -> port.ifPresent(taken::add)));
    Map<GuestId, Map<String, Integer>> chosen = new HashMap<>();
    for (Guest guest : guests) {
      ActualGuest there = actual.get(guest.id());
      Map<String, Integer> has =
          there == null ? Map.of() : there.running().map(SpicePorts::ports).orElse(Map.of());
      Map<String, Integer> ports = new TreeMap<>();
      for (String key : leftToUs(guest)) {
        Integer kept = has.get(key);
        int port = kept == null ? usual(guest, key) : kept;
        while (kept == null && !taken.add(port)) {
          port = FIRST + (port + 1 - FIRST) % COUNT;
        }
        ports.put(key, port);
      }
      if (!ports.isEmpty()) {
        chosen.put(guest.id(), ports);
      }
    }
    return new SpicePorts(chosen);
  }

  /** The port that a guest has when no other guest is in the way. */
  static int usual(Guest guest, String key) {
    String suffix = key.equals(PLAIN) ? "/spice" : "/spice-" + key;
    byte[] hash = DeviceOptions.sha256(guest.uuid() + suffix);
    int number = (hash[0] & 0xff) << 16 | (hash[1] & 0xff) << 8 | (hash[2] & 0xff);
    return FIRST + number % COUNT;
  }

  /** The command with the ports that were chosen. */
  public Command put(Guest guest, Command command) {
    return with(command, chosen.getOrDefault(guest.id(), Map.of()));
  }

  /**
   * The command with the ports that its process has; one that was chosen once is as good as
   * another.
   */
  static Command kept(Guest guest, Command command, Running running) {
    Map<String, Integer> kept = new TreeMap<>(ports(running));
    kept.keySet().retainAll(leftToUs(guest));
    return with(command, kept);
  }

  private static Command with(Command command, Map<String, Integer> ports) {
    List<Command.Option> options = new ArrayList<>();
    for (Command.Option option : command.options()) {
      Optional<String> value = option.value();
      if (option.name().equals("-spice")) {
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
          String there = "(^|,)" + port.getKey() + "=\\d+";
          String chosen = "$1" + port.getKey() + "=" + port.getValue();
          value = value.map(v -> v.replaceFirst(there, chosen));
        }
      }
      options.add(new Command.Option(option.name(), value, option.field(), option.at()));
    }
    return command.with(options);
  }

  private static List<String> leftToUs(Guest guest) {
    return stated(guest).entrySet().stream()
        .filter(port -> port.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The ports of a server that it must have, by their keys; empty: chosen by vcg. */
  static SequencedMap<String, Optional<Integer>> stated(Graphics.Spice spice) {
    SequencedMap<String, Optional<Integer>> ports = new LinkedHashMap<>();
    if (spice.listen() instanceof Graphics.Listen.Tcp(_, var port)) {
      if (spice.tls().map(Graphics.Tls::hasPlainPort).orElse(true)) {
        ports.put(PLAIN, port);
      }
      spice.tls().ifPresent(tls -> ports.put(ENCRYPTED, tls.port()));
    }
    return ports;
  }

  private static SequencedMap<String, Optional<Integer>> stated(Guest guest) {
    SequencedMap<String, Optional<Integer>> ports = new LinkedHashMap<>();
    if (guest.machine() instanceof Machine.Qemu machine) {
      for (Graphics graphics : machine.hardware().peripherals().screen().graphics()) {
        if (graphics instanceof Graphics.Spice spice) {
          ports.putAll(stated(spice));
        }
      }
    }
    return ports;
  }

  /** Those of a process, by their keys. */
  private static Map<String, Integer> ports(Running running) {
    int at = running.arguments().indexOf("-spice");
    Map<String, Integer> ports = new TreeMap<>();
    if (at >= 0 && at + 1 < running.arguments().size()) {
      Map<String, String> values = KeyValues.parse(running.arguments().get(at + 1));
      for (String key : List.of(PLAIN, ENCRYPTED)) {
        String port = values.getOrDefault(key, "");
        if (port.matches("[1-9]\\d{3,4}")) {
          ports.put(key, Integer.valueOf(port));
        }
      }
    }
    return ports;
  }
}
