package vcg.report;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;
import vcg.cgroup.CgroupPath;
import vcg.model.Change;
import vcg.model.LiveChange;
import vcg.model.LiveSetting;
import vcg.model.Preparation;

/** One step of a plan as data: its kind and whatever else it has. */
final class StepJson {
  private StepJson() {}

  static ObjectNode of(Change change) {
    return switch (change) {
      case Change.CreateCgroup(CgroupPath cgroup) -> step("createCgroup", cgroup);
      case Change.WriteSetting write -> write(write);
      case Change.SetControllers set -> {
        ObjectNode node = step("setControllers", set.cgroup());
        node.set("on", Nodes.texts(set.on()));
        node.set("off", Nodes.texts(set.off()));
        yield node;
      }
      case Change.MakeThreaded(CgroupPath cgroup) -> step("makeThreaded", cgroup);
      case Change.MovePages(CgroupPath cgroup) -> step("movePages", cgroup);
      case Change.DenyDevices(CgroupPath cgroup) -> step("denyDevices", cgroup);
      case Change.AllowDevice(CgroupPath cgroup, var rule) ->
          step("allowDevice", cgroup).put("rule", rule.toString());
      case Change.DenyDevice(CgroupPath cgroup, var rule) ->
          step("denyDevice", cgroup).put("rule", rule.toString());
      case Change.AttachDevices(CgroupPath cgroup, var policy) -> {
        ObjectNode node = step("attachDevices", cgroup);
        node.set("rules", Nodes.texts(policy.rules()));
        yield node;
      }
      case Change.MoveThread(CgroupPath cgroup, var process, long thread) ->
          step("moveThread", cgroup).put("pid", process.pid()).put("thread", thread);
      case Change.SetScheduler set ->
          step("setScheduler")
              .put("pid", set.process().pid())
              .put("thread", set.thread().toString())
              .put("from", set.from().toString())
              .put("to", set.to().toString());
      case Change.MoveProcess(CgroupPath cgroup, var process) ->
          step("moveProcess", cgroup).put("pid", process.pid());
      case Change.GrantAccess grant ->
          step("grantAccess")
              .put("path", grant.path())
              .put("user", grant.user().name())
              .put("write", grant.write())
              .put("chain", grant.chain())
              .put("made", grant.made());
      case Change.RevokeAccess revoke ->
          step("revokeAccess")
              .put("path", revoke.path())
              .put("user", revoke.user().name())
              .put("chain", revoke.chain());
      case Change.StartGuest start -> start(start);
      case Change.StopGuest stop -> {
        ObjectNode node =
            step("stopGuest")
                .put("pid", stop.process().pid())
                .put("graceSeconds", stop.graceSeconds());
        stop.tree().ifPresent(tree -> node.put("tree", tree.toString()));
        yield node;
      }
      case Change.ClearContainer(_, var cgroups) -> {
        ObjectNode node = step("clearContainer");
        node.set("cgroups", Nodes.texts(cgroups));
        yield node;
      }
      case Change.AddTap add -> {
        ObjectNode node = step("addTap").put("tap", add.tap());
        add.bridge().ifPresent(bridge -> node.put("bridge", bridge));
        node.put("multiQueue", add.multiQueue());
        add.mtu().ifPresent(bytes -> node.put("mtu", bytes));
        if (add.isolated()) {
          node.put("isolated", true);
        }
        add.user().ifPresent(user -> node.put("user", user.name()));
        add.up().ifPresent(script -> node.put("script", script));
        add.down().ifPresent(script -> node.put("downscript", script));
        yield node;
      }
      case Change.ConnectTap(_, String tap, String bridge) ->
          step("connectTap").put("tap", tap).put("bridge", bridge);
      case Change.AddVeth add -> {
        ObjectNode node = step("addVeth").put("veth", add.veth()).put("peer", add.peer());
        add.bridge().ifPresent(bridge -> node.put("bridge", bridge));
        add.mtu().ifPresent(bytes -> node.put("mtu", bytes));
        yield node;
      }
      case Change.AddMacvtap add -> {
        ObjectNode node =
            step("addMacvtap")
                .put("macvtap", add.macvtap())
                .put("device", add.device())
                .put("mode", add.mode().word())
                .put("mac", add.mac());
        add.mtu().ifPresent(bytes -> node.put("mtu", bytes));
        yield node;
      }
      case Change.RemoveTap(_, var tap) -> step("removeTap").put("tap", tap);
      case Change.PauseGuest(_, var process) -> step("pauseGuest").put("pid", process.pid());
      case Change.ResumeGuest(_, var process) -> step("resumeGuest").put("pid", process.pid());
      case Change.ChangeLive(_, LiveChange live) -> LiveStepJson.of(live);
      case Change.ResetGuest(_, var process, boolean paused) ->
          step("resetGuest").put("pid", process.pid()).put("paused", paused);
      case Change.RemoveCgroup(CgroupPath cgroup) -> step("removeCgroup", cgroup);
    };
  }

  static ObjectNode step(String kind) {
    return Nodes.object().put("step", kind);
  }

  private static ObjectNode step(String kind, CgroupPath cgroup) {
    return step(kind).put("cgroup", cgroup.toString());
  }

  private static ObjectNode write(Change.WriteSetting write) {
    ObjectNode node = step("writeSetting", write.cgroup()).put("file", write.target());
    write.device().ifPresent(device -> node.put("device", device.toString()));
    return node.put("from", write.from()).put("to", write.to());
  }

  private static ObjectNode start(Change.StartGuest start) {
    ObjectNode node = step("startGuest").put("paused", start.paused());
    start.user().ifPresent(user -> node.put("user", user.name()));
    node.setAll(CommandText.node(start.command()));
    if (!start.command().preparations().isEmpty()) {
      node.set(
          "makes",
          Nodes.texts(start.command().preparations().stream().map(Preparation::path).toList()));
    }
    node.set("cgroups", Nodes.texts(start.cgroups()));
    node.set("groups", Nodes.object(start.groups(), Nodes::texts));
    if (!start.schedulers().isEmpty()) {
      node.set("schedulers", Nodes.object(start.schedulers(), s -> Nodes.text(s.toString())));
    }
    List<LiveSetting> settings = start.command().settings();
    if (!settings.isEmpty()) {
      node.set(
          "requests", Nodes.texts(settings.stream().flatMap(s -> s.requests().stream()).toList()));
    }
    return node;
  }
}
