package vcg.report;

import java.util.Map;
import java.util.SortedMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.GuestRecord;
import vcg.model.Host;
import vcg.model.ProcessId;
import vcg.model.Running;

/**
 * A host as data, to be planned against elsewhere: the same host in the same state gives the same
 * text. {@link SnapshotReader} reads it.
 */
public final class SnapshotJson {
  static final int FORMAT_VERSION = 1;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SnapshotJson() {}

  /** The whole snapshot, with a newline at the end. */
  public static String of(Actual actual) {
    ObjectNode root = JSON.objectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.set("host", host(actual.host()));
    ArrayNode guests = root.putArray("guests");
    actual.guests().values().forEach(g -> guests.add(guest(g)));
    ObjectNode partitions = root.putObject("partitions");
    actual.partitions().forEach((path, cgroup) -> partitions.set(path.path(), cgroup(cgroup)));
    ArrayNode made = root.putArray("made");
    actual.made().forEach(c -> made.add(c.toString()));
    actual.foreign().forEach(root.putArray("foreign")::add);
    root.set("refusals", strings(actual.refusals()));
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode host(Host host) {
    ObjectNode node = JSON.objectNode();
    node.put("kernel", host.kernel());
    node.put("bootId", host.bootId());
    node.put("pageBytes", host.pageBytes());
    node.put("cgroupParent", host.layout().parent());
    ObjectNode controllers = node.putObject("controllers");
    host.controllers()
        .forEach((controller, on) -> controllers.set(controller.v1Name(), hierarchy(on)));
    ObjectNode files = node.putObject("files");
    host.files().forEach((knob, file) -> files.put(knob.name(), file));
    ObjectNode inherited = node.putObject("inherited");
    host.inherited().forEach((knob, set) -> inherited.put(knob.name(), set.list()));
    return node;
  }

  private static ObjectNode hierarchy(Hierarchy hierarchy) {
    return JSON.objectNode()
        .put("hierarchy", hierarchy.name())
        .put("version", hierarchy.version().name())
        .put("mount", hierarchy.mount());
  }

  private static ObjectNode guest(ActualGuest guest) {
    ObjectNode node = JSON.objectNode();
    node.put("name", guest.id().name());
    node.put("driver", guest.id().driver().toString());
    node.set("cgroup", cgroup(guest.cgroup()));
    guest.running().ifPresent(r -> node.set("process", running(r)));
    guest.record().ifPresent(r -> node.set("record", record(r)));
    return node;
  }

  private static ObjectNode running(Running running) {
    ObjectNode node = process(JSON.objectNode(), running.process());
    node.put("state", running.state().name());
    node.set("placement", strings(running.placement()));
    ArrayNode arguments = node.putArray("arguments");
    running.arguments().forEach(arguments::add);
    return node;
  }

  private static ObjectNode record(GuestRecord record) {
    ObjectNode node = JSON.objectNode();
    node.put("uuid", record.uuid().toString());
    node.put("cgroup", record.cgroup());
    node.put("partition", record.partition());
    node.put("file", record.file());
    node.put("digest", record.digest());
    node.put("bootId", record.bootId());
    node.put("stopTimeoutSeconds", record.stopTimeoutSeconds());
    node.put("protect", record.protect());
    record.process().ifPresent(p -> process(node, p));
    record.poweredOff().ifPresent(digest -> node.put("poweredOff", digest));
    record.failure().ifPresent(why -> node.put("failure", why));
    return node;
  }

  private static ObjectNode process(ObjectNode node, ProcessId process) {
    return node.put("pid", process.pid()).put("startTicks", process.startTicks());
  }

  private static ObjectNode cgroup(ActualCgroup cgroup) {
    ObjectNode node = JSON.objectNode();
    node.put("path", cgroup.path());
    cgroup.hierarchies().forEach(node.putArray("hierarchies")::add);
    ObjectNode contents = node.putObject("contents");
    for (Map.Entry<Knob, String> entry : cgroup.contents().entrySet()) {
      contents.put(entry.getKey().name(), entry.getValue());
    }
    cgroup.processes().forEach(node.putArray("processes")::add);
    cgroup.children().forEach(node.putArray("children")::add);
    return node;
  }

  private static ObjectNode strings(SortedMap<String, String> map) {
    ObjectNode node = JSON.objectNode();
    map.forEach(node::put);
    return node;
  }
}
