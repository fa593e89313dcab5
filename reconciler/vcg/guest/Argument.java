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
import vcg.model.Command;

/**
 * One option of a command line, taken apart.
 *
 * @param key tells it from others with the same name: the {@code id} of a device, for example
 * @param leaves its values by their names; a value that is one text has the name ""
 */
record Argument(String name, String key, SequencedMap<String, String> leaves) {
  private static final Set<String> FLAGS =
      Set.of("-S", "-no-shutdown", "-no-user-config", "-nodefaults");
  private static final Set<String> ONE_TEXT =
      Set.of(
          "-uuid", "-k", "-kernel", "-initrd", "-append", "-global", "-cpu", "-bios", "-smbios",
          "-numa");

  static Argument of(String name, Optional<String> value) {
    SequencedMap<String, String> leaves =
        new TreeMap<>(value.map(v -> split(name, v)).orElse(Map.of()));
    String key =
        switch (name) {
          case "-device", "-netdev", "-chardev", "-object", "-fsdev", "-audiodev", "-tpmdev" ->
              leaves.getOrDefault("id", "");
          case "-blockdev" -> leaves.getOrDefault("node-name", "");
          case "-machine", "-boot", "-action" ->
              KeyValues.parse(value.orElse("")).firstEntry().getKey();
          case "-global" -> global(value.orElse(""));
          case "-smbios" -> value.orElse("").split(",", 2)[0];
          case "-mon" -> leaves.getOrDefault("chardev", "");
          case "-numa" -> KeyValues.parse(value.orElse("")).getOrDefault("nodeid", "");
          case "-fw_cfg" -> leaves.getOrDefault("name", "");
          default -> "";
        };
    return new Argument(name, key, leaves);
  }

  /** Whether it is about a monitor, which is vcg's own. */
  boolean isMonitor() {
    return isEvents() || key.equals("monitor");
  }

  /** Whether it is about the monitor for events, which guests of the first days do not have. */
  boolean isEvents() {
    return key.equals(GuestFiles.EVENTS);
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
      flatten("", JsonText.parse(value), leaves);
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

  /** {@code driver.property} of a value in either of its two forms. */
  private static String global(String value) {
    if (!value.startsWith("driver=")) {
      return value.split("=", 2)[0];
    }
    SequencedMap<String, String> parts = KeyValues.parse(value);
    return parts.get("driver") + "." + parts.get("property");
  }

  /** The word for it in a domain file: {@code disk vda} or {@code memory}. */
  String field() {
    return switch (name) {
      case "-blockdev" -> node(key.substring(0, Math.max(0, key.lastIndexOf('-'))));
      case "-netdev", "-device", "-chardev", "-fsdev" -> device();
      case "-machine" ->
          switch (key) {
            case "pflash0" -> "loader";
            case "pflash1" -> "nvram";
            case "kernel-irqchip" -> "ioapic";
            case "graphics" -> "bios useserial";
            case "mem-merge" -> "nosharepages";
            case "memory-backend" -> "memory";
            default -> key;
          };
      case "-boot" ->
          switch (key) {
            case "menu" -> "bootmenu";
            case "reboot-timeout" -> "bios rebootTimeout";
            default -> "boot";
          };
      case "-bios" -> "loader";
      case "-smbios" -> "sysinfo";
      case "-fw_cfg" -> "sysinfo " + key;
      case "-numa" -> "numa cell " + key;
      case "-accel" -> "domain type";
      case "-m" -> "memory";
      case "-smp" -> "vcpu";
      case "-object" -> object();
      case "-overcommit" -> "memory locked";
      case "-append" -> "cmdline";
      case "-rtc" -> "clock";
      case "-global" ->
          switch (key.substring(key.indexOf('.') + 1)) {
            case "disable_s3" -> "suspend-to-mem";
            case "disable_s4" -> "suspend-to-disk";
            case "extended-tseg-mbytes" -> "tseg";
            case "pflash01.secure" -> "loader secure";
            case "noreboot" -> "watchdog";
            default -> "timer pit";
          };
      case "-action" -> key.equals("reboot") ? "on_reboot" : key;
      case "-audiodev" -> device();
      case "-vnc", "-spice" -> "graphics " + name.substring(1);
      case "-k" -> "keymap";
      default -> name.substring(Math.min(1, name.length()));
    };
  }

  private static String node(String name) {
    return switch (name) {
      case "pflash0" -> "loader";
      case "pflash1" -> "nvram";
      default -> "disk " + name;
    };
  }

  private String object() {
    if (key.startsWith("iothread")) {
      return "iothreads";
    }
    if (key.equals("main-loop")) {
      return "defaultiothread";
    }
    if (key.endsWith("-tls")) {
      return device();
    }
    return key.startsWith("ram-") ? "numa cell " + key.substring("ram-".length()) : "memory";
  }

  private String device() {
    if (key.startsWith("disk-")) {
      return "disk " + key.substring("disk-".length());
    }
    if (key.startsWith("nic-") || key.startsWith("net-")) {
      String mac = key.substring(4).replaceFirst("\\..*", "");
      return "interface " + String.join(":", mac.split("(?<=\\G..)"));
    }
    if (key.matches("(fsdev-)?fs\\d+")) {
      return "filesystem " + leaves.getOrDefault("mount_tag", leaves.getOrDefault("path", ""));
    }
    if (key.matches("pci\\.\\d+|(usb|sata|scsi|fdc|virtio-serial)\\d*(-uhci\\d)?")) {
      return "controller " + key.replaceFirst("\\.?(\\d+)", " $1");
    }
    return switch (key) {
      case "balloon" -> "memballoon";
      default -> key.replaceFirst("^([a-z]+)([0-9]+)(-.*)?$", "$1 $2");
    };
  }
}
