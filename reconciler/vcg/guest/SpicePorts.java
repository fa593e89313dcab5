package vcg.guest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 */
public record SpicePorts(Map<GuestId, Integer> chosen) {
  /** Below the ports that Linux gives to connections that go out, which begin at 32768. */
  private static final int FIRST = 20_000;

  private static final int COUNT = 12_768;

  public SpicePorts {
    chosen = Map.copyOf(chosen);
  }

  /** Chooses for all guests of one host. */
  public static SpicePorts of(List<Guest> guests, Map<GuestId, ActualGuest> actual) {
    Set<Integer> taken = new HashSet<>();
    actual.values().forEach(g -> g.running().flatMap(SpicePorts::port).ifPresent(taken::add));
    guests.forEach(g -> stated(g).ifPresent(taken::add));
    Map<GuestId, Integer> chosen = new HashMap<>();
    for (Guest guest : guests) {
      if (isLeftToUs(guest)) {
        ActualGuest there = actual.get(guest.id());
        Optional<Integer> has =
            there == null ? Optional.empty() : there.running().flatMap(SpicePorts::port);
        int port = has.orElseGet(() -> usual(guest));
        while (has.isEmpty() && !taken.add(port)) {
          port = FIRST + (port + 1 - FIRST) % COUNT;
        }
        chosen.put(guest.id(), port);
      }
    }
    return new SpicePorts(chosen);
  }

  /** The port that a guest has when no other guest is in the way. */
  static int usual(Guest guest) {
    byte[] hash = DeviceOptions.sha256(guest.uuid() + "/spice");
    int number = (hash[0] & 0xff) << 16 | (hash[1] & 0xff) << 8 | (hash[2] & 0xff);
    return FIRST + number % COUNT;
  }

  /** The command with the port that was chosen. */
  public Command put(Guest guest, Command command) {
    Integer port = chosen.get(guest.id());
    return port == null ? command : with(command, port);
  }

  /**
   * The command with the port that its process has; one that was chosen once is as good as another.
   */
  static Command kept(Guest guest, Command command, Running running) {
    return isLeftToUs(guest)
        ? port(running).map(port -> with(command, port)).orElse(command)
        : command;
  }

  private static Command with(Command command, int port) {
    List<Command.Option> options = new ArrayList<>();
    for (Command.Option option : command.options()) {
      options.add(
          option.name().equals("-spice")
              ? new Command.Option(
                  option.name(),
                  option.value().map(v -> v.replaceFirst("^port=\\d+", "port=" + port)),
                  option.field(),
                  option.at())
              : option);
    }
    return command.with(options);
  }

  private static boolean isLeftToUs(Guest guest) {
    return listens(guest).stream().anyMatch(tcp -> tcp.port().isEmpty());
  }

  private static Optional<Integer> stated(Guest guest) {
    return listens(guest).stream().flatMap(tcp -> tcp.port().stream()).findFirst();
  }

  private static List<Graphics.Listen.Tcp> listens(Guest guest) {
    return guest.machine() instanceof Machine.Qemu machine
        ? machine.hardware().peripherals().screen().graphics().stream()
            .filter(Graphics.Spice.class::isInstance)
            .map(Graphics::listen)
            .filter(Graphics.Listen.Tcp.class::isInstance)
            .map(Graphics.Listen.Tcp.class::cast)
            .toList()
        : List.of();
  }

  private static Optional<Integer> port(Running running) {
    int at = running.arguments().indexOf("-spice");
    return at < 0 || at + 1 == running.arguments().size()
        ? Optional.empty()
        : Optional.ofNullable(KeyValues.parse(running.arguments().get(at + 1)).get("port"))
            .filter(port -> port.matches("[1-9]\\d{3,4}"))
            .map(Integer::valueOf);
  }
}
