package vcg.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.PartitionPath;
import vcg.cgroup.Value;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Host;
import vcg.model.ProcessId;
import vcg.model.Running;

/** Reads what {@link SnapshotJson} writes. */
public final class SnapshotReader {
  private SnapshotReader() {}

  /**
   * The host that a snapshot describes.
   *
   * @throws IllegalArgumentException it is not a snapshot of this format; the message says why
   */
  public static Actual parse(String text) {
    try {
      JsonNode root = new JsonMapper().readTree(text);
      int version = root.path("formatVersion").asInt(0);
      if (version != SnapshotJson.FORMAT_VERSION) {
        throw new IllegalArgumentException(
            "it has formatVersion " + version + ", this vcg reads " + SnapshotJson.FORMAT_VERSION);
      }
      return actual(root);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  private static Actual actual(JsonNode root) {
    SortedMap<GuestId, ActualGuest> guests = new TreeMap<>();
    for (JsonNode node : root.required("guests")) {
      ActualGuest guest = guest(node);
      guests.put(guest.id(), guest);
    }
    return new Actual(
        host(root.required("host")),
        guests,
        map(root.required("partitions"), PartitionPath::new, SnapshotReader::cgroup),
        set(root.required("made"), n -> CgroupPath.parse(n.asString())),
        strings(root.required("foreign")),
        map(root.required("refusals"), Function.identity(), JsonNode::asString));
  }

  private static Host host(JsonNode node) {
    return new Host(
        node.required("kernel").asString(),
        node.required("bootId").asString(),
        node.required("pageBytes").asLong(),
        new Layout(node.required("cgroupParent").asString()),
        map(
            node.required("controllers"),
            name -> Controller.ofV1Name(name).orElseThrow(),
            SnapshotReader::hierarchy),
        map(node.required("files"), Knob::valueOf, JsonNode::asString),
        map(node.required("inherited"), Knob::valueOf, set -> new Value.IndexSet(set.asString())));
  }

  private static Hierarchy hierarchy(JsonNode node) {
    return new Hierarchy(
        node.required("hierarchy").asString(),
        Hierarchy.Version.valueOf(node.required("version").asString()),
        node.required("mount").asString());
  }

  private static ActualGuest guest(JsonNode node) {
    GuestId id =
        new GuestId(
            Driver.parse(node.required("driver").asString()), node.required("name").asString());
    return new ActualGuest(
        id,
        optional(node, "record").map(r -> record(id, r)),
        optional(node, "process").map(SnapshotReader::running),
        cgroup(node.required("cgroup")));
  }

  private static Running running(JsonNode node) {
    return new Running(
        process(node).orElseThrow(),
        Running.State.valueOf(node.required("state").asString()),
        map(node.required("placement"), Function.identity(), JsonNode::asString),
        strings(node.required("arguments")));
  }

  private static GuestRecord record(GuestId id, JsonNode node) {
    return new GuestRecord(
        id,
        UUID.fromString(node.required("uuid").asString()),
        node.required("cgroup").asString(),
        node.required("partition").asString(),
        node.required("file").asString(),
        node.required("digest").asString(),
        node.required("bootId").asString(),
        process(node),
        node.required("stopTimeoutSeconds").asInt(),
        node.required("protect").asBoolean(),
        optional(node, "poweredOff").map(JsonNode::asString),
        optional(node, "failure").map(JsonNode::asString));
  }

  private static Optional<ProcessId> process(JsonNode node) {
    return optional(node, "pid")
        .map(pid -> new ProcessId(pid.asLong(), node.required("startTicks").asLong()));
  }

  private static ActualCgroup cgroup(JsonNode node) {
    return new ActualCgroup(
        node.required("path").asString(),
        set(node.required("hierarchies"), JsonNode::asString),
        map(node.required("contents"), Knob::valueOf, JsonNode::asString),
        set(node.required("processes"), JsonNode::asLong),
        set(node.required("children"), JsonNode::asString));
  }

  private static Optional<JsonNode> optional(JsonNode node, String field) {
    return node.has(field) ? Optional.of(node.get(field)) : Optional.empty();
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static <T extends Comparable<T>> SortedSet<T> set(
      JsonNode array, Function<JsonNode, T> element) {
    return array.valueStream().map(element).collect(Collectors.toCollection(TreeSet::new));
  }

  private static <K extends Comparable<K>, V> SortedMap<K, V> map(
      JsonNode object, Function<String, K> key, Function<JsonNode, V> value) {
    SortedMap<K, V> map = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      map.put(key.apply(entry.getKey()), value.apply(entry.getValue()));
    }
    return map;
  }
}
