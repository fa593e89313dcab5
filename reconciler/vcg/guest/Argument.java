package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vcg.model.Command;

/**
 * One option of a command line, taken apart.
 *
 * @param key tells it from others with the same name: the {@code id} of a device, for example
 * @param leaves its values by their names; a value that is one text has the name ""
 */
record Argument(String name, String key, SequencedMap<String, String> leaves) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> FLAGS =
      Set.of("-S", "-no-shutdown", "-no-user-config", "-nodefaults");
  private static final Set<String> ONE_TEXT =
      Set.of("-uuid", "-kernel", "-initrd", "-append", "-global", "-cpu");

  static Argument of(String name, Optional<String> value) {
    SequencedMap<String, String> leaves =
        new TreeMap<>(value.map(v -> split(name, v)).orElse(Map.of()));
    String key =
        switch (name) {
          case "-device", "-netdev", "-chardev", "-object" -> leaves.getOrDefault("id", "");
          case "-blockdev" -> leaves.getOrDefault("node-name", "");
          case "-machine" -> KeyValues.parse(value.orElse("")).firstEntry().getKey();
          case "-global" -> value.orElse("").split("=", 2)[0];
          default -> "";
        };
    return new Argument(name, key, leaves);
  }

  /** The options in the arguments of a process that vcg started. */
  static List<Argument> parse(List<String> arguments) {
    return options(arguments).stream().map(o -> of(o.name(), o.value())).toList();
  }

  /** The same as a command has them; where a document asks for them is not known. */
  static List<Command.Option> options(List<String> arguments) {
    List<Command.Option> options = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      boolean alone = FLAGS.contains(name) || i + 1 == arguments.size();
      Optional<String> value = alone ? Optional.empty() : Optional.of(arguments.get(++i));
      options.add(new Command.Option(name, value, "", Optional.empty()));
    }
    return options;
  }

  private static Map<String, String> split(String name, String value) {
    if (ONE_TEXT.contains(name)) {
      return Map.of("", value);
    }
    if (!value.startsWith("{")) {
      return KeyValues.parse(value);
    }
    try {
      SequencedMap<String, String> leaves = new TreeMap<>();
      flatten("", JSON.readTree(value), leaves);
      return leaves;
    } catch (JacksonException _) {
      return Map.of("", value); // not from vcg: then it only matters that it differs
    }
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> leaves) {
    if (!node.isObject()) {
      leaves.put(prefix, node.asString());
      return;
    }
    node.properties()
        .forEach(p ->
            flatten(
                prefix.isEmpty() ? p.getKey() : prefix + "." + p.getKey(), p.getValue(), leaves));
  }

  /** The word for it in a domain file: {@code disk vda} or {@code memory}. */
  String field() {
    return switch (name) {
      case "-blockdev" -> "disk " + key.substring(0, Math.max(0, key.lastIndexOf('-')));
      case "-netdev", "-device", "-chardev" -> device();
      case "-machine" -> key;
      case "-accel" -> "domain type";
      case "-m" -> "memory";
      case "-smp" -> "vcpu";
      case "-object" ->
          key.startsWith("throttle-") ? "disk " + key.substring("throttle-".length()) : "iothreads";
      case "-append" -> "cmdline";
      case "-rtc" -> "clock";
      case "-global" -> "timer pit";
      case "-action" -> "on_reboot";
      default -> name.substring(Math.min(1, name.length()));
    };
  }

  private String device() {
    if (key.startsWith("disk-")) {
      return "disk " + key.substring("disk-".length());
    }
    if (key.startsWith("nic-") || key.startsWith("net-")) {
      return "interface " + String.join(":", key.substring(4).split("(?<=\\G..)"));
    }
    if (key.startsWith("serial")) {
      return "serial " + key.substring("serial".length());
    }
    if (key.matches("pci\\.\\d+|(usb|sata|scsi|fdc|virtio-serial)\\d*(-uhci\\d)?")) {
      return "controller " + key.replaceFirst("\\.?(\\d+)", " $1");
    }
    return key.equals("balloon") ? "memballoon" : key;
  }
}
