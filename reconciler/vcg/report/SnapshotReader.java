package vcg.report;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.DeviceProgram;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualContainer;
import vcg.model.ActualGuest;
import vcg.model.ActualTap;
import vcg.model.Attempt;
import vcg.model.Bytes;
import vcg.model.DeviceAccess;
import vcg.model.DeviceNode;
import vcg.model.Driver;
import vcg.model.Granted;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.GuestUser;
import vcg.model.Identity;
import vcg.model.Inside;
import vcg.model.LiveDevices;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.PartitionRecord;
import vcg.model.PartitionRecords;
import vcg.model.ProcessId;
import vcg.model.Running;
import vcg.model.Scheduling;
import vcg.model.UnifiedCgroup;

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
        HostJson.parse(root.required("host")),
        guests,
        cgroup(root.required("parent")),
        Nodes.map(root.required("partitions"), Function.identity(), SnapshotReader::cgroup),
        remembered(root.required("remembered")),
        Nodes.map(root.required("devices"), Function.identity(), SnapshotReader::device),
        Nodes.texts(root.required("foreign")),
        texts(root.required("refusals")),
        FirmwareJson.read(root.path("firmware")),
        root.path("tables").valueStream().map(SnapshotReader::table).toList());
  }

  private static Identity.Table table(JsonNode node) {
    return new Identity.Table(
        Identity.Table.Kind.valueOf(node.required("kind").asString()),
        node.required("entries").properties().stream()
            .map(e -> new Identity.Entry(e.getKey(), e.getValue().asString()))
            .toList());
  }

  private static ActualGuest guest(JsonNode node) {
    GuestId id =
        new GuestId(
            Driver.parse(node.required("driver").asString()), node.required("name").asString());
    return new ActualGuest(
        id,
        Nodes.optional(node, "record").map(r -> record(id, r)),
        Nodes.optional(node, "process").map(SnapshotReader::running),
        cgroup(node.required("cgroup")),
        Nodes.map(node.required("groups"), SnapshotReader::group, SnapshotReader::cgroup),
        access(node.required("devices")),
        Nodes.optional(node, "taps")
            .map(taps -> Nodes.map(taps, Function.identity(), SnapshotReader::tap))
            .orElseGet(TreeMap::new),
        Nodes.optional(node, "container")
            .map(SnapshotReader::container)
            .orElse(ActualContainer.NONE));
  }

  private static ActualContainer container(JsonNode node) {
    return new ActualContainer(
        Nodes.optionalText(node, "config"),
        Nodes.optional(node, "exitStatus").map(JsonNode::asInt),
        node.required("outOfMemory").asLong(),
        new Inside(
            node.required("uid").asLong(),
            node.required("gid").asLong(),
            texts(node.required("places")),
            node.required("capabilities").asLong()),
        Nodes.optional(node, "unknown")
            .map(u ->
                new Located<>(
                    u.required("why").asString(),
                    new Location(
                        u.required("file").asString(),
                        u.required("line").asInt(),
                        u.required("column").asInt()))));
  }

  private static ActualTap tap(JsonNode node) {
    return new ActualTap(
        Nodes.optionalText(node, "bridge"),
        node.required("open").asBoolean(),
        node.path("macvtap").asBoolean(false));
  }

  private static Group group(String name) {
    return Nodes.known(Group.parse(name), name);
  }

  private static Running running(JsonNode node) {
    return new Running(
        process(node).orElseThrow(() -> new IllegalArgumentException("a process has no pid")),
        Running.State.valueOf(node.required("state").asString()),
        texts(node.required("placement")),
        Nodes.map(node.required("threads"), SnapshotReader::group, SnapshotReader::thread),
        Nodes.texts(node.required("arguments")),
        Nodes.optional(node, "live").map(SnapshotReader::live),
        Nodes.optional(node, "schedulers")
            .map(s -> Nodes.map(s, SnapshotReader::group, SnapshotReader::scheduling))
            .orElseGet(TreeMap::new));
  }

  private static Scheduling scheduling(JsonNode node) {
    return Nodes.known(Scheduling.parse(node.asString()), node.asString());
  }

  private static LiveDevices live(JsonNode node) {
    return new LiveDevices(
        Nodes.set(node.required("devices"), JsonNode::asString),
        texts(node.required("nodes")),
        texts(node.required("media")),
        texts(node.required("notes")),
        Nodes.optional(node, "settings")
            .map(s -> Nodes.map(s, name -> name, SnapshotReader::texts))
            .orElseGet(TreeMap::new),
        node.required("vcpus").asInt(),
        Nodes.optional(node, "memoryBytes").map(bytes -> new Bytes(bytes.asLong())));
  }

  private static Running.GuestThread thread(JsonNode node) {
    return new Running.GuestThread(node.required("id").asLong(), texts(node.required("placement")));
  }

  private static DeviceAccess access(JsonNode node) {
    return new DeviceAccess(
        Nodes.optional(node, "list").map(lines -> String.join("\n", Nodes.texts(lines))),
        node.required("programs")
            .valueStream()
            .map(p -> new DeviceProgram(p.required("id").asInt(), p.required("name").asString()))
            .toList());
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
        Nodes.optionalText(node, "poweredOff"),
        Nodes.optionalText(node, "failure"),
        Nodes.optional(node, "attempt").map(SnapshotReader::attempt),
        Nodes.optional(node, "granted").map(SnapshotReader::granted));
  }

  private static Granted granted(JsonNode node) {
    return new Granted(
        new GuestUser(
            node.required("user").asString(),
            node.required("uid").asInt(),
            node.required("gid").asInt()),
        Nodes.map(node.required("files"), path -> path, JsonNode::asBoolean));
  }

  private static Attempt attempt(JsonNode node) {
    return new Attempt(
        node.required("crashes").asInt(),
        node.required("atSeconds").asLong(),
        Nodes.optional(node, "exitStatus").map(JsonNode::asInt),
        Nodes.optional(node, "stopSeconds").map(JsonNode::asLong));
  }

  private static Optional<ProcessId> process(JsonNode node) {
    return Nodes.optional(node, "pid")
        .map(pid -> new ProcessId(pid.asLong(), node.required("startTicks").asLong()));
  }

  private static ActualCgroup cgroup(JsonNode node) {
    return new ActualCgroup(
        node.required("path").asString(),
        Nodes.set(node.required("hierarchies"), JsonNode::asString),
        Nodes.map(node.required("contents"), Knob::valueOf, JsonNode::asString),
        Nodes.set(node.required("processes"), JsonNode::asLong),
        Nodes.set(node.required("children"), JsonNode::asString),
        Nodes.optional(node, "unified").map(SnapshotReader::unified),
        Nodes.optional(node, "usedBytes").map(used -> new Bytes(used.asLong())));
  }

  private static UnifiedCgroup unified(JsonNode node) {
    return new UnifiedCgroup(
        node.required("type").asString(), Nodes.set(node.required("enabled"), JsonNode::asString));
  }

  private static PartitionRecords remembered(JsonNode node) {
    return new PartitionRecords(
        Nodes.set(node.required("made"), cgroup -> CgroupPath.parse(cgroup.asString())),
        Nodes.map(
            node.required("declared"),
            Function.identity(),
            r ->
                new PartitionRecord(
                    r.required("path").asString(),
                    r.required("file").asString(),
                    r.required("digest").asString())));
  }

  private static DeviceNode device(JsonNode node) {
    return new DeviceNode(
        node.required("kind").asString().equals("block"),
        DeviceNumber.parse(node.required("number").asString()),
        DeviceNumber.parse(node.required("disk").asString()),
        Nodes.optionalText(node, "weighted"));
  }

  private static SortedMap<String, String> texts(JsonNode object) {
    return Nodes.map(object, Function.identity(), JsonNode::asString);
  }
}
