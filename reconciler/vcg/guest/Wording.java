package vcg.guest;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vcg.model.Bytes;

/** The values of QEMU's options in words that stand in a domain file. */
final class Wording {
  private static final Set<String> DEVICES =
      Set.of("-blockdev", "-netdev", "-device", "-chardev", "-fsdev");

  /** Words of a domain file for words of QEMU, where they differ. */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("filename", "source"),
          Map.entry("drive", "source"),
          Map.entry("id", "source"),
          Map.entry("path", "source"),
          Map.entry("read-only", "readonly"),
          Map.entry("cache.direct", "cache"),
          Map.entry("cache.no-flush", "cache"),
          Map.entry("write-cache", "cache"),
          Map.entry("aio", "io"),
          Map.entry("detect-zeroes", "detect_zeroes"),
          Map.entry("unit", "bus"),
          Map.entry("netdev", "source"),
          Map.entry("bootindex", "boot"),
          Map.entry("share-rw", "shareable"),
          Map.entry("werror", "error_policy"),
          Map.entry("rerror", "rerror_policy"),
          Map.entry("addr", "address"),
          Map.entry("", "type"));

  private Wording() {}

  /** Whether an option belongs to a device; all others belong to the machine as a whole. */
  static boolean isDevice(Argument argument) {
    return DEVICES.contains(argument.name()) && !argument.isMonitor();
  }

  /** The word of a domain file for one value of a device. */
  static String field(Argument argument, String leaf) {
    if (!leaf.equals("driver")) {
      return FIELDS.getOrDefault(leaf, leaf);
    }
    boolean disk = argument.field().startsWith("disk ");
    return switch (argument.name()) {
      case "-blockdev" -> argument.key().endsWith("-source") ? "type" : "format";
      default -> disk ? "bus" : "model";
    };
  }

  /** The value that tells most about a device that only one side has. */
  static String headline(Argument argument) {
    if (!DirectCards.told(argument.key()).equals(argument.key())) {
      return "id";
    }
    return Stream.of("filename", "path", "driver", "type", "qom-type")
        .filter(argument.leaves()::containsKey)
        .findFirst()
        .orElse("");
  }

  /** One value of a device. */
  static String leaf(String name, String value) {
    return switch (name) {
      case "cache.direct" -> "direct=" + value;
      case "cache.no-flush" -> "no-flush=" + value;
      case "write-cache" -> "write-cache=" + value;
      case "unit" -> "unit " + value;
      case "id", "netdev" -> DirectCards.told(value);
      default -> value;
    };
  }

  /** What an option of the machine says that {@code other} does not. */
  static String text(Argument argument, Optional<Argument> other) {
    Map<String, String> leaves = argument.leaves();
    boolean changed = other.isPresent() && argument.name().equals("-object");
    return switch (changed ? "" : argument.name()) {
      case "-m" -> memory(leaves.getOrDefault("size", ""));
      case "-smp" -> processors(leaves);
      case "-object" -> argument.key();
      default -> {
        Map<String, String> theirs = other.map(Argument::leaves).orElseGet(TreeMap::new);
        var differing =
            leaves.entrySet().stream().filter(e -> !e.getValue().equals(theirs.get(e.getKey())));
        yield differing
            .map(e -> leaves.size() == 1 || e.getKey().isEmpty() ? e.getValue() : e.toString())
            .collect(Collectors.joining(" "));
      }
    };
  }

  private static String memory(String size) {
    return size.matches("\\d{1,15}k")
        ? new Bytes(Long.parseLong(size.substring(0, size.length() - 1)) * 1024).toString()
        : size;
  }

  /** {@code 2}, {@code 2 of 4}, or with a topology that is not one core in each socket. */
  private static String processors(Map<String, String> smp) {
    String cpus = smp.getOrDefault("cpus", "?");
    String most = smp.getOrDefault("maxcpus", cpus);
    String number = cpus.equals(most) ? cpus : cpus + " of " + most;
    if (most.equals(smp.get("sockets"))) {
      return number;
    }
    return number
        + " in "
        + Stream.of("sockets", "dies", "cores", "threads")
            .map(level -> smp.getOrDefault(level, "1"))
            .collect(Collectors.joining("×"));
  }
}
