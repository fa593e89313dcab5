package vcg.guest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.Command;
import vcg.model.Location;

/**
 * The options of a command, in the order in which they were added; but QEMU gives out free places
 * on a bus as it reads, so devices whose document says their place come before others.
 */
final class Options {
  /** When QEMU is to make a device. */
  private enum Turn {
    BRIDGE,
    ADDRESSED,
    CONTROLLER,
    HUB,
    AT_PORT,
    ANYWHERE
  }

  private record Turned(Turn turn, Command.Option option) {}

  private final List<Command.Option> options = new ArrayList<>();
  private final List<Turned> devices = new ArrayList<>();

  /** Adds an option that always stands there and has no value. */
  void flag(String name) {
    options.add(new Command.Option(name, Optional.empty(), name.substring(1), Optional.empty()));
  }

  /** Adds an option that always stands there. */
  void fixed(String name, Object value) {
    fixed(name, name.substring(1), value);
  }

  /** Adds an option that always stands there, with a word of its own for what it is about. */
  void fixed(String name, String field, Object value) {
    options.add(new Command.Option(name, Optional.of(text(value)), field, Optional.empty()));
  }

  /** Adds an option that a document asks for. */
  void add(String name, Object value, String field, Location at) {
    if (name.equals("-device") && value instanceof ObjectNode device) {
      device(turn(device), device, field, at);
    } else {
      options.add(new Command.Option(name, Optional.of(text(value)), field, Optional.of(at)));
    }
  }

  /** Adds a PCI controller; it has an address, and comes after the one it is plugged into. */
  void bridge(ObjectNode device, String field, Location at) {
    device(Turn.BRIDGE, device, field, at);
  }

  /**
   * Adds another controller.
   *
   * @param late it needs another controller which has no address
   */
  void controller(ObjectNode device, String field, Location at, boolean late) {
    device(device.has("addr") && !late ? Turn.ADDRESSED : Turn.CONTROLLER, device, field, at);
  }

  private void device(Turn turn, ObjectNode device, String field, Location at) {
    var option =
        new Command.Option("-device", Optional.of(JsonText.write(device)), field, Optional.of(at));
    devices.add(new Turned(turn, option));
    options.add(option);
  }

  private static String text(Object value) {
    return value instanceof JsonNode node ? JsonText.write(node) : value.toString();
  }

  private static Turn turn(ObjectNode device) {
    if (device.has("addr")) {
      return Turn.ADDRESSED;
    }
    if (device.has("port")) {
      return device.path("driver").asString().equals("usb-hub") ? Turn.HUB : Turn.AT_PORT;
    }
    return device.has("nr") ? Turn.AT_PORT : Turn.ANYWHERE;
  }

  /** All options; devices that change their turn change places with other devices alone. */
  List<Command.Option> list() {
    var sorted =
        devices.stream().sorted(Comparator.comparing(Turned::turn)).map(Turned::option).iterator();
    return options.stream().map(o -> o.name().equals("-device") ? sorted.next() : o).toList();
  }

  /** An object to be filled in the order in which it is to be written. */
  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
