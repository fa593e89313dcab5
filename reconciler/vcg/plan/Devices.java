package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.DeviceProgram;
import vcg.cgroup.DeviceRule;
import vcg.cgroup.DeviceRule.Access;
import vcg.cgroup.Hierarchy;
import vcg.guest.HostPath;
import vcg.model.Change;
import vcg.model.DeviceAccess;
import vcg.model.DeviceNode;
import vcg.model.Difference;
import vcg.model.Difference.Cause;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.Host;
import vcg.model.Location;
import vcg.model.Machine;

/** Which devices a guest may open: the common ones, and those that its document needs. */
record Devices(Host host, SortedMap<String, DeviceNode> nodes) {

  /** All that a guest may open; nodes that this host has not are left out. */
  DevicePolicy wanted(Guest guest) {
    List<DeviceRule> rules = new ArrayList<>();
    switch (guest.id().driver()) {
      case QEMU -> {
        rules.add(DevicePolicy.PTY_SLAVES);
        for (String path : DevicePolicy.COMMON_NODES) {
          rule(path, false).ifPresent(rules::add);
        }
      }
      case LXC -> {
        rules.add(DevicePolicy.PTY_SLAVES.with(Set.of(Access.MKNOD)));
        for (String path : DevicePolicy.CONTAINER_NODES) {
          rule(path, false).ifPresent(rule -> rules.add(rule.with(Set.of(Access.MKNOD))));
        }
        if (guest.machine() instanceof Machine.Container container
            && container.rights().capabilities().value().contains("mknod")) {
          rules.addAll(DevicePolicy.ALL_NODES);
        }
      }
    }
    for (HostPath path : HostPath.of(guest)) {
      if (path.isDevice()) {
        rule(guest, path).ifPresent(rules::add);
      }
    }
    return DevicePolicy.of(rules);
  }

  /** A container may make the nodes too that it is given. */
  private Optional<DeviceRule> rule(Guest guest, HostPath path) {
    Optional<DeviceRule> rule = rule(path.path(), path.readOnly());
    return guest.id().driver() == Driver.LXC ? rule.map(r -> r.with(Set.of(Access.MKNOD))) : rule;
  }

  private Optional<DeviceRule> rule(String path, boolean readOnly) {
    return Optional.ofNullable(nodes.get(path))
        .map(node -> {
          DeviceRule.Kind kind = node.block() ? DeviceRule.Kind.BLOCK : DeviceRule.Kind.CHARACTER;
          return readOnly
              ? DeviceRule.of(kind, node.number(), Access.READ)
              : DeviceRule.of(kind, node.number(), Access.READ, Access.WRITE);
        });
  }

  /** Steps after which nothing else can be opened by who is in the guest's directory. */
  List<Change> steps(String path, DevicePolicy wanted, DeviceAccess now) {
    if (host.deviceRefusal().isPresent()) {
      return List.of();
    }
    CgroupPath cgroup = directory(path);
    if (cgroup.isUnified()) {
      return isAttached(wanted, now)
          ? List.of()
          : List.of(new Change.AttachDevices(cgroup, wanted));
    }
    Optional<DevicePolicy> list = now.list().flatMap(DevicePolicy::ofList);
    if (list.filter(wanted::equals).isPresent()) {
      return List.of();
    }
    List<Change> steps = new ArrayList<>();
    if (list.isEmpty()) {
      steps.add(new Change.DenyDevices(cgroup));
    }
    DevicePolicy from = list.orElse(DevicePolicy.NONE);
    wanted.additions(from).forEach(rule -> steps.add(new Change.AllowDevice(cgroup, rule)));
    wanted.removals(from).forEach(rule -> steps.add(new Change.DenyDevice(cgroup, rule)));
    return steps;
  }

  private static boolean isAttached(DevicePolicy wanted, DeviceAccess now) {
    List<String> ours =
        now.programs().stream().filter(DeviceProgram::isOurs).map(DeviceProgram::name).toList();
    return ours.equals(List.of(wanted.programName()));
  }

  /** The same in words. */
  List<Difference> differences(Guest guest, List<Change> steps, DeviceAccess now, Cause cause) {
    List<Difference> differences = new ArrayList<>();
    for (Change step : steps) {
      switch (step) {
        case Change.DenyDevices _ ->
            differences.add(difference("policy", "all allowed", "all denied", guest.at(), cause));
        case Change.AllowDevice(_, DeviceRule rule) ->
            differences.add(difference("allow", "", rule.toString(), at(guest, rule), cause));
        case Change.DenyDevice(_, DeviceRule rule) ->
            differences.add(difference("deny", "", rule.toString(), guest.at(), cause));
        case Change.AttachDevices(_, DevicePolicy policy) ->
            differences.add(
                difference(
                    "program",
                    now.programs().stream()
                        .filter(DeviceProgram::isOurs)
                        .map(DeviceProgram::name)
                        .findFirst()
                        .orElse("none"),
                    policy.programName() + " (" + policy.rules().size() + " rules)",
                    guest.at(),
                    cause));
        default -> throw new AssertionError("not about devices: " + step);
      }
    }
    return differences;
  }

  private Location at(Guest guest, DeviceRule rule) {
    return HostPath.of(guest).stream()
        .filter(p -> rule(guest, p).filter(rule::equals).isPresent())
        .map(HostPath::at)
        .findFirst()
        .orElse(guest.at());
  }

  private static Difference difference(
      String field, String before, String after, Location at, Cause cause) {
    return new Difference(
        "devices", field, before, after, Optional.of(at), cause, Difference.Interruption.LIVE);
  }

  /** Others' programs: both theirs and ours must allow. */
  static List<String> foreign(DeviceAccess now) {
    return now.programs().stream()
        .filter(p -> !p.isOurs())
        .map(p -> p.name().isEmpty() ? "number " + p.id() : p.name())
        .toList();
  }

  private CgroupPath directory(String path) {
    Hierarchy hierarchy =
        Optional.ofNullable(host.controllers().get(Controller.DEVICES))
            .or(host::unified)
            .orElseThrow(() -> new IllegalStateException("no device policy, and no refusal"));
    return new CgroupPath(hierarchy.name(), path);
  }
}
