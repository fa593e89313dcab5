package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vcg.cgroup.CgroupPath;
import vcg.guest.GuestFiles;
import vcg.guest.QemuCommand;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Guest;
import vcg.model.GuestRecord;
import vcg.model.Host;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.Policy;
import vcg.model.Running;

/** Steps that make what a guest needs and start it. */
record Starts(Host host, Partitions partitions, GuestFiles files) {

  /**
   * Makes what is missing, sets every limit, and starts the guest.
   *
   * @param before what ends the process that still stands in the way
   */
  PlannedGuest start(Guest guest, ActualGuest there, List<Change> before, String reason) {
    boolean removed = before.stream().anyMatch(Change.RemoveCgroup.class::isInstance);
    boolean same = there.cgroup().path().equals(path(guest));
    ActualCgroup cgroup = removed || !same ? ActualCgroup.none(path(guest)) : there.cgroup();
    List<Change> steps = new ArrayList<>(before);
    if (!removed && !same) {
      steps.addAll(Stops.leftOver(there));
    }
    List<CgroupPath> cgroups =
        host.hierarchies().stream().map(h -> new CgroupPath(h.name(), cgroup.path())).toList();
    cgroups.stream()
        .filter(c -> !cgroup.hierarchies().contains(c.hierarchy()))
        .forEach(c -> steps.add(new Change.CreateCgroup(c)));
    List<Setting> settings =
        new Settings(host, partitions.inherited(guest.partition().value()))
            .differing(cgroup, guest.tuning());
    settings.forEach(s -> steps.add(s.step()));
    steps.add(
        new Change.StartGuest(
            guest.id(),
            QemuCommand.of(guest, files),
            cgroups,
            guest.policy().run() == Policy.Run.PAUSED));
    return new PlannedGuest(
        guest.id(),
        Action.START,
        reason,
        false,
        Optional.of(guest.at()),
        settings.stream().map(s -> Wording.difference(s, Difference.Cause.DOCUMENT)).toList(),
        steps,
        Optional.of(record(guest)));
  }

  /** Ends the guest and starts it again, for what cannot change while it runs. */
  PlannedGuest restart(Guest guest, ActualGuest there, Running running, List<Difference> due) {
    PlannedGuest again =
        start(guest, there, restartStops(guest, there, running), "cannot change while it runs");
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
    return there.cgroup().path().equals(path(guest))
        ? List.of(new Change.StopGuest(guest.id(), running.process(), grace))
        : Stops.steps(there, running, grace);
  }

  /** Where a document puts its guest. */
  String path(Guest guest) {
    return host.layout()
        .guest(guest.partition().value(), guest.id().name(), guest.id().driver().toString());
  }

  /** What vcg remembers of a guest that its document would start now. */
  GuestRecord record(Guest guest) {
    return new GuestRecord(
        guest.id(),
        guest.uuid(),
        path(guest),
        guest.partition().value().path(),
        guest.at().fileName(),
        guest.digest(),
        host.bootId(),
        Optional.empty(),
        guest.policy().stopTimeoutSeconds(),
        guest.policy().protect(),
        Optional.empty(),
        Optional.empty());
  }
}
