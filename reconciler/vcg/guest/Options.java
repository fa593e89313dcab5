package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.Command;
import vcg.model.Location;

/** The options of a command, in the order in which they were added. */
final class Options {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<Command.Option> options = new ArrayList<>();

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
    options.add(new Command.Option(name, Optional.of(value.toString()), field, Optional.empty()));
  }

  /** Adds an option that a document asks for. */
  void add(String name, Object value, String field, Location at) {
    options.add(new Command.Option(name, Optional.of(value.toString()), field, Optional.of(at)));
  }

  List<Command.Option> list() {
    return List.copyOf(options);
  }

  /** An object to be filled in the order in which it is to be written. */
  static ObjectNode object() {
    return JSON.createObjectNode();
  }
}
