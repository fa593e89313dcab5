package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.guest.Commands;
import vcg.guest.GuestFiles;
import vcg.guest.GuestTaps;
import vcg.guest.SpicePorts;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.DeviceAccess;
import vcg.model.Difference;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.Host;
import vcg.model.LiveChange;
import vcg.model.Machine;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.Policy;
import vcg.model.Running;

/** Steps that make what a guest needs and start it. */
record Starts(
    Actual actual,
    Partitions partitions,
    GuestFiles files,
    Access access,
    Remembered remembered,
    SpicePorts ports) {

  /**
   * Makes what is missing, sets every limit, and starts the guest.
   *
   * @param before what ends the process that still stands in the way
   */
  PlannedGuest start(Guest guest, ActualGuest there, List<Change> before, String reason) {
    boolean removed = before.stream().anyMatch(Change.RemoveCgroup.class::isInstance);
    boolean same = there.cgroup().path().equals(path(guest));
    boolean fresh = removed || !same;
    ActualCgroup cgroup =
        fresh ? ActualCgroup.none(path(guest)) : there.cgroup().without(Knob.FREEZE);
    SortedMap<Group, ActualCgroup> groups = new TreeMap<>(fresh ? Map.of() : there.groups());
    if (before.stream().anyMatch(Change.ClearContainer.class::isInstance)) {
      groups.remove(Group.CONTAINER); // it goes with what is in it
    }
    List<Change> steps = new ArrayList<>(before);
    if (!removed && !same && there.record().isPresent()) {
      steps.addAll(new Stops(host()).directories(there));
    }
    Directories directories = new Directories(host(), path(guest));
    Set<Group> wanted = guest.groups().keySet();
    SortedMap<Group, ActualCgroup> superfluous = new TreeMap<>(groups);
    superfluous.keySet().removeIf(g -> wanted.contains(g) && !g.equals(Group.CONTAINER));
    groups.remove(Group.CONTAINER); // whatever it holds, the next container is not to find it
    superfluous.values().removeIf(c -> c.hierarchies().isEmpty());
    steps.addAll(directories.removeGroups(superfluous, cgroup, wanted.isEmpty()));
    steps.addAll(directories.make(cgroup));
    Limits limits =
        Limits.of(
            actual,
            partitions,
            guest,
            path(guest),
            cgroup,
            groups,
            fresh ? DeviceAccess.NONE : there.devices());
    // who enters a frozen directory is frozen, before it is a container
    List<Change> making = directories.makeGroups(wanted, cgroup, groups);
    steps.addAll(limits.steps(making).stream().filter(s -> !freezes(s)).toList());
    steps.addAll(access.grant(guest));
    steps.addAll(GuestTaps.before(guest, there, access.user()));
    steps.add(
        new Change.StartGuest(
            guest.id(),
            ports.put(guest, Commands.of(guest, there.container().inside(), files)),
            guest.id().driver() == Driver.QEMU ? access.user() : Optional.empty(),
            directories.ofProcess(wanted),
            directories.ofThreads(wanted),
            Schedulers.wanted(guest),
            guest.policy().run() == Policy.Run.PAUSED));
    limits.steps().stream().filter(Starts::freezes).forEach(steps::add);
    balloon(guest).ifPresent(steps::add);
    return new PlannedGuest(
        guest.id(),
        Action.START,
        reason,
        false,
        Optional.of(guest.at()),
        limits.differences(Difference.Cause.DOCUMENT),
        steps,
        Optional.of(remembered.started(guest, there)));
  }

  private static boolean freezes(Change step) {
    return step instanceof Change.WriteSetting write
        && Value.amount(1).equals(write.reads().get(Knob.FREEZE));
  }

  /** A guest starts with all of its memory; what is too much it gives back once it is up. */
  private static Optional<Change> balloon(Guest guest) {
    return guest.machine() instanceof Machine.Qemu machine && machine.hardware().balloon()
        ? machine
            .memory()
            .current()
            .map(
                c -> new Change.ChangeLive(guest.id(), new LiveChange.SetBalloon(c.value(), false)))
        : Optional.empty();
  }

  /** Ends the guest and starts it again, for what cannot change while it runs. */
  PlannedGuest restart(Guest guest, ActualGuest there, Running running, List<Difference> due) {
    PlannedGuest again =
        start(
            guest,
            there,
            restartStops(guest, there, running),
            due.isEmpty() ? "asked for" : "cannot change while it runs");
    return new PlannedGuest(
        guest.id(),
        Action.RESTART,
        again.reason(),
        true,
        Optional.of(guest.at()),
        Stream.concat(due.stream(), again.differences().stream()).toList(),
        again.steps(),
        again.record());
  }

  private List<Change> restartStops(Guest guest, ActualGuest there, Running running) {
    int grace = guest.policy().stopTimeoutSeconds();
    Stops stops = new Stops(host());
    return there.cgroup().path().equals(path(guest))
        ? stops.process(there, running, grace)
        : stops.steps(there, running, grace);
  }

  /** Where a document puts its guest. */
  String path(Guest guest) {
    return remembered.path(guest);
  }

  private Host host() {
    return actual.host();
  }
}
