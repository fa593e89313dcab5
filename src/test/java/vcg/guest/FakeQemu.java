package vcg.guest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What QEMU would have of devices, without QEMU: begins with its command line and obeys the
 * commands that plug in and take out. A guest lets go of everything at once unless it is told not
 * to.
 */
final class FakeQemu {
  private final TreeSet<String> devices = new TreeSet<>();
  private final TreeMap<String, String> nodes = new TreeMap<>();
  private final TreeSet<String> others = new TreeSet<>();
  private final TreeMap<String, String> media = new TreeMap<>();
  private final TreeMap<String, Map<String, Object>> limits = new TreeMap<>();
  private final List<Monitors.Event> events = new ArrayList<>();
  private long bytes = 1 << 27;
  private long left;
  private long statsSeconds;
  private int vcpus = 1;
  private int mostVcpus = 1;
  private final Map<String, String> users = new LinkedHashMap<>(); // of which I/O thread
  private boolean stubborn;

  FakeQemu(List<String> words) {
    for (Argument argument : Argument.parse(words.subList(1, words.size()))) {
      Map<String, String> leaves = argument.leaves();
      switch (argument.name()) {
        case "-device" -> plug(argument.key(), leaves);
        case "-blockdev" -> nodes.put(argument.key(), leaves.getOrDefault("filename", ""));
        case "-netdev", "-object" -> others.add(argument.key());
        case "-m" ->
            bytes = Long.parseLong(leaves.getOrDefault("size", "131072k").replace("k", "")) * 1024;
        case "-smp" -> {
          vcpus = Integer.parseInt(leaves.getOrDefault("cpus", "1"));
          mostVcpus = Integer.parseInt(leaves.getOrDefault("maxcpus", "1"));
        }
        default -> {}
      }
    }
    left = bytes;
  }

  private void plug(String device, Map<String, ?> properties) {
    devices.add(device);
    Optional.ofNullable(properties.get("drive"))
        .ifPresent(node -> media.put(device, node.toString()));
    Optional.ofNullable(properties.get("iothread"))
        .ifPresent(thread -> users.put(device, thread.toString()));
  }

  /** From now on the guest lets go of nothing and gives nothing back. */
  void resist() {
    stubborn = true;
  }

  /** Somebody else takes a device out. */
  void lose(String device) {
    devices.remove(device);
    String node = media.remove(device);
    if (node != null) {
      nodes.keySet().removeIf(n -> n.startsWith(device.replace("disk-", "") + "-"));
    }
  }

  int vcpus() {
    return vcpus;
  }

  List<String> ioThreads() {
    return others.stream().filter(o -> o.startsWith("iothread")).toList();
  }

  int mostVcpus() {
    return mostVcpus;
  }

  Optional<Monitors.Event> event() {
    return events.isEmpty() ? Optional.empty() : Optional.of(events.removeFirst());
  }

  Object execute(String command, Map<String, ?> arguments) throws Monitors.Refusal {
    switch (command) {
      case "query-named-block-nodes" -> {
        return nodes.entrySet().stream()
            .map(n -> Map.of("node-name", n.getKey(), "file", n.getValue()))
            .toList();
      }
      case "query-block" -> {
        return media.entrySet().stream()
            .map(m -> Map.of("qdev", m.getKey(), "inserted", inserted(m.getKey(), m.getValue())))
            .toList();
      }
      case "query-cpus-fast" -> {
        return java.util.Collections.nCopies(vcpus, Map.of());
      }
      case "query-hotpluggable-cpus" -> {
        return java.util.Collections.nCopies(
            mostVcpus - vcpus, Map.of("type", "cpu", "props", Map.of()));
      }
      case "query-iothreads" -> {
        return ioThreads().stream().map(o -> Map.of("id", o)).toList();
      }
      case "qom-list" -> {
        return devices.stream().map(d -> Map.of("name", d, "type", "child<x>")).toList();
      }
      case "qom-get" -> {
        if ("iothread".equals(arguments.get("property"))) {
          String device = String.valueOf(arguments.get("path")).replaceFirst(".*/", "");
          require(
              devices.contains(device) && users.containsKey(device), "GenericError", "not found");
          return "/objects/" + users.get(device);
        }
        require(devices.contains("balloon"), "DeviceNotFound", "no such object");
        return statsSeconds;
      }
      case "query-memory-size-summary" -> {
        return Map.of("base-memory", bytes);
      }
      case "query-balloon" -> {
        require(devices.contains("balloon"), "DeviceNotActive", "No balloon device");
        return Map.of("actual", left);
      }
      default -> change(command, arguments);
    }
    return Map.of();
  }

  private Map<String, Object> inserted(String device, String node) {
    Map<String, Object> inserted = new LinkedHashMap<>(limits.getOrDefault(device, Map.of()));
    inserted.put("node-name", node);
    return inserted;
  }

  private void change(String command, Map<String, ?> arguments) throws Monitors.Refusal {
    String id = String.valueOf(arguments.get("id"));
    String node = String.valueOf(arguments.get("node-name"));
    switch (command) {
      case "balloon" -> {
        if (!stubborn && arguments.get("value") instanceof Number size) {
          left =
              Balloon.reached(new vcg.model.Bytes(bytes), new vcg.model.Bytes(size.longValue()))
                  .number();
        }
      }
      case "blockdev-add" -> {
        require(!nodes.containsKey(node), "GenericError", "Duplicate nodes with node-name");
        nodes.put(
            node, String.valueOf(new LinkedHashMap<>(arguments).getOrDefault("filename", null)));
      }
      case "blockdev-del" -> {
        require(!media.containsValue(node), "GenericError", "Node " + node + " is in use");
        nodes.remove(node);
      }
      case "netdev_add", "object-add" -> require(others.add(id), "GenericError", "Duplicate ID");
      case "netdev_del", "object-del" -> require(others.remove(id), "GenericError", "not found");
      case "device_add" -> {
        if ("cpu".equals(arguments.get("driver"))) {
          vcpus++;
        } else {
          Object drive = arguments.get("drive");
          require(drive == null || nodes.containsKey(drive), "GenericError", "no such node");
          plug(id, arguments);
        }
      }
      case "device_del" -> {
        require(devices.contains(id), "DeviceNotFound", "not found");
        if (!stubborn) {
          devices.remove(id);
          media.remove(id);
          events.add(new Monitors.Event("DEVICE_DELETED", Map.of("device", id)));
        }
      }
      case "blockdev-remove-medium" -> media.remove(id);
      case "blockdev-insert-medium" -> media.put(id, node);
      case "block_set_io_throttle" -> {
        String device = id.replaceFirst("^/machine/peripheral/", "").replaceFirst("/.*", "");
        require(media.containsKey(device), "GenericError", "Device has no medium");
        limits.put(device, new LinkedHashMap<>(arguments));
      }
      case "qom-set" -> {
        if ("guest-stats-polling-interval".equals(arguments.get("property"))
            && arguments.get("value") instanceof Number seconds) {
          statsSeconds = seconds.longValue();
        }
      }
      case "blockdev-open-tray", "blockdev-close-tray" -> {}
      default -> throw new Monitors.Refusal("CommandNotFound", command);
    }
  }

  private static void require(boolean holds, String kind, String message) throws Monitors.Refusal {
    if (!holds) {
      throw new Monitors.Refusal(kind, message);
    }
  }
}
