package vcg.report;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vcg.cgroup.DeviceProgram;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualContainer;
import vcg.model.ActualGuest;
import vcg.model.ActualTap;
import vcg.model.DeviceAccess;
import vcg.model.DeviceNode;
import vcg.model.Driver;
import vcg.model.Granted;
import vcg.model.GuestRecord;
import vcg.model.Identity;
import vcg.model.Inside;
import vcg.model.LiveDevices;
import vcg.model.LiveSetting;
import vcg.model.PartitionRecords;
import vcg.model.ProcessId;
import vcg.model.Running;

/**
 * A host as data, to be planned against elsewhere: the same host in the same state gives the same
 * text. {@link SnapshotReader} reads it and gives the very same value.
 *
 * <p>Of what moves although nobody changed anything, only what a plan needs is in it: the memory in
 * use, where a document asks for a limit below the one in force. Numbers of processes, of their
 * threads and of device programs stay what they are until a guest is started or its devices change.
 */
public final class SnapshotJson {
  static final int FORMAT_VERSION = 1;

  private SnapshotJson() {}

  /** The whole snapshot, with a newline at the end. */
  public static String of(Actual actual) {
    ObjectNode root = Nodes.object();
    root.put("formatVersion", FORMAT_VERSION);
    root.set("host", HostJson.of(actual.host()));
    ArrayNode guests = root.putArray("guests");
    actual.guests().values().forEach(g -> guests.add(guest(g)));
    root.set("parent", cgroup(actual.parent()));
    root.set("partitions", Nodes.object(actual.partitions(), SnapshotJson::cgroup));
    root.set("remembered", remembered(actual.remembered()));
    root.set("devices", Nodes.object(actual.devices(), SnapshotJson::device));
    root.set("foreign", Nodes.texts(actual.foreign()));
    root.set("refusals", Nodes.object(actual.refusals(), Nodes::text));
    if (!actual.firmware().isEmpty()) {
      FirmwareJson.write(actual.firmware(), root.putArray("firmware"));
    }
    if (!actual.tables().isEmpty()) {
      ArrayNode tables = root.putArray("tables");
      actual.tables().forEach(t -> tables.add(table(t)));
    }
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode table(Identity.Table table) {
    ObjectNode node = Nodes.object().put("kind", table.kind().name());
    ObjectNode entries = node.putObject("entries");
    table.entries().forEach(e -> entries.put(e.name(), e.value()));
    return node;
  }

  private static ObjectNode guest(ActualGuest guest) {
    ObjectNode node = Nodes.object();
    node.put("name", guest.id().name());
    node.put("driver", guest.id().driver().toString());
    node.set("cgroup", cgroup(guest.cgroup()));
    node.set("groups", Nodes.object(guest.groups(), SnapshotJson::cgroup));
    node.set("devices", access(guest.devices()));
    if (!guest.taps().isEmpty()) {
      node.set("taps", Nodes.object(guest.taps(), SnapshotJson::tap));
    }
    guest.running().ifPresent(r -> node.set("process", running(r)));
    guest.record().ifPresent(r -> node.set("record", record(r)));
    if (guest.id().driver() == Driver.LXC) {
      node.set("container", container(guest.container()));
    }
    return node;
  }

  private static ObjectNode container(ActualContainer container) {
    ObjectNode node = Nodes.object();
    container.config().ifPresent(config -> node.put("config", config));
    container.exitStatus().ifPresent(status -> node.put("exitStatus", status));
    node.put("outOfMemory", container.outOfMemory());
    Inside inside = container.inside();
    node.put("uid", inside.uid()).put("gid", inside.gid());
    node.set("places", Nodes.object(inside.places(), Nodes::text));
    node.put("capabilities", inside.capabilities());
    container
        .unknown()
        .ifPresent(why ->
            node.putObject("unknown")
                .put("why", why.value())
                .put("file", why.at().file())
                .put("line", why.at().line())
                .put("column", why.at().column()));
    return node;
  }

  private static ObjectNode tap(ActualTap tap) {
    ObjectNode node = Nodes.object().put("open", tap.open());
    tap.bridge().ifPresent(bridge -> node.put("bridge", bridge));
    if (tap.macvtap()) {
      node.put("macvtap", true);
    }
    return node;
  }

  private static ObjectNode running(Running running) {
    ObjectNode node = process(Nodes.object(), running.process());
    node.put("state", running.state().name());
    node.set("placement", Nodes.object(running.placement(), Nodes::text));
    node.set("threads", Nodes.object(running.threads(), SnapshotJson::thread));
    node.set("arguments", Nodes.texts(running.arguments()));
    running.live().ifPresent(live -> node.set("live", live(live)));
    if (!running.schedulers().isEmpty()) {
      node.set("schedulers", Nodes.object(running.schedulers(), s -> Nodes.text(s.toString())));
    }
    return node;
  }

  private static ObjectNode live(LiveDevices live) {
    ObjectNode node = Nodes.object();
    node.set("devices", Nodes.texts(live.devices()));
    node.set("nodes", Nodes.object(live.nodes(), Nodes::text));
    node.set("media", Nodes.object(live.media(), Nodes::text));
    node.set("notes", Nodes.object(redacted(live.notes()), Nodes::text));
    node.set("settings", Nodes.object(live.settings(), s -> Nodes.object(s, Nodes::text)));
    node.put("vcpus", live.vcpus());
    live.memory().ifPresent(memory -> node.put("memoryBytes", memory.number()));
    return node;
  }

  /** From the mark of a password one could find the password. */
  private static SortedMap<String, String> redacted(SortedMap<String, String> notes) {
    SortedMap<String, String> shown = new TreeMap<>(notes);
    shown.replaceAll((_, text) ->
        text.replaceFirst(
            "^(.* |)" + LiveSetting.Access.PASSWORD + "=\\S*",
            "$1" + LiveSetting.Access.PASSWORD + "=" + LiveSetting.Access.HIDDEN));
    return shown;
  }

  private static ObjectNode thread(Running.GuestThread thread) {
    ObjectNode node = Nodes.object().put("id", thread.id());
    node.set("placement", Nodes.object(thread.placement(), Nodes::text));
    return node;
  }

  /**
   * The lines of {@code devices.list} stand one by one, so that a comparison shows which differ.
   */
  private static ObjectNode access(DeviceAccess access) {
    ObjectNode node = Nodes.object();
    access.list().ifPresent(list -> node.set("list", Nodes.texts(List.of(list.split("\n", -1)))));
    ArrayNode programs = node.putArray("programs");
    for (DeviceProgram program : access.programs()) {
      programs.addObject().put("id", program.id()).put("name", program.name());
    }
    return node;
  }

  private static void granted(ObjectNode node, Granted granted) {
    node.put("user", granted.user().name());
    node.put("uid", granted.user().uid());
    node.put("gid", granted.user().gid());
    ObjectNode files = node.putObject("files");
    granted.files().forEach(files::put);
  }

  private static ObjectNode record(GuestRecord record) {
    ObjectNode node = Nodes.object();
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
    record.granted().ifPresent(granted -> granted(node.putObject("granted"), granted));
    record
        .attempt()
        .ifPresent(a -> {
          ObjectNode attempt = node.putObject("attempt");
          attempt.put("crashes", a.crashes()).put("atSeconds", a.atSeconds());
          a.exitStatus().ifPresent(status -> attempt.put("exitStatus", status));
          a.stopSeconds().ifPresent(at -> attempt.put("stopSeconds", at));
        });
    return node;
  }

  private static ObjectNode process(ObjectNode node, ProcessId process) {
    return node.put("pid", process.pid()).put("startTicks", process.startTicks());
  }

  private static ObjectNode cgroup(ActualCgroup cgroup) {
    ObjectNode node = Nodes.object();
    node.put("path", cgroup.path());
    node.set("hierarchies", Nodes.texts(cgroup.hierarchies()));
    node.set("contents", Nodes.object(new TreeMap<>(cgroup.contents()), Nodes::text));
    cgroup.processes().forEach(node.putArray("processes")::add);
    node.set("children", Nodes.texts(cgroup.children()));
    cgroup
        .unified()
        .ifPresent(v2 ->
            node.putObject("unified")
                .put("type", v2.type())
                .set("enabled", Nodes.texts(v2.enabled())));
    cgroup.used().ifPresent(used -> node.put("usedBytes", used.number()));
    return node;
  }

  private static ObjectNode remembered(PartitionRecords records) {
    ObjectNode node = Nodes.object();
    node.set("made", Nodes.texts(records.made()));
    node.set(
        "declared",
        Nodes.object(
            records.declared(),
            r ->
                Nodes.object()
                    .put("path", r.path())
                    .put("file", r.file())
                    .put("digest", r.digest())));
    return node;
  }

  private static ObjectNode device(DeviceNode device) {
    ObjectNode node = Nodes.object();
    node.put("kind", device.block() ? "block" : "character");
    node.put("number", device.number().toString());
    node.put("disk", device.disk().toString());
    device.weighted().ifPresent(why -> node.put("weighted", why));
    return node;
  }
}
