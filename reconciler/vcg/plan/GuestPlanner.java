package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vcg.cgroup.PartitionPath;
import vcg.guest.CommandDifferences;
import vcg.guest.GuestFiles;
import vcg.guest.QemuCommand;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.GuestRecord;
import vcg.model.Host;
import vcg.model.Located;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.Policy;
import vcg.model.Running;

/** What is to happen to one guest that has a valid document. */
final class GuestPlanner {
  private final Host host;
  private final Partitions partitions;
  private final Refusals refusals;
  private final GuestFiles files;
  private final Starts starts;

  GuestPlanner(Host host, Partitions partitions, Refusals refusals, GuestFiles files) {
    this.host = host;
    this.partitions = partitions;
    this.refusals = refusals;
    this.files = files;
    this.starts = new Starts(host, partitions, files);
  }

  PlannedGuest plan(Guest guest, ActualGuest there) {
    Optional<Located<String>> refused = refusals.standing(guest);
    if (refused.isPresent()) {
      return held(guest, refused.get(), there);
    }
    return there
        .running()
        .map(running -> running(guest, there, running))
        .orElseGet(() -> stopped(guest, there));
  }

  private PlannedGuest stopped(Guest guest, ActualGuest there) {
    Optional<GuestRecord> record = there.record();
    if (guest.policy().run() == Policy.Run.SHUTOFF) {
      List<Change> leftOver = Stops.leftOver(there);
      return leftOver.isEmpty()
          ? none(guest, "shut off, as its file asks", record)
          : new PlannedGuest(
              guest.id(),
              Action.STOP,
              "its directories are left over",
              false,
              Optional.empty(),
              List.of(),
              leftOver,
              record);
    }
    if (record.flatMap(GuestRecord::poweredOff).filter(guest.digest()::equals).isPresent()) {
      return none(guest, "powered itself off; it starts when its file changes", record);
    }
    if (guest.id().driver() == Driver.LXC) {
      return held(
          guest, new Located<>("this version of vcg does not start containers", guest.at()), there);
    }
    return refusals
        .starting(guest, there)
        .map(why -> held(guest, why, there))
        .orElseGet(() -> starts.start(guest, there, List.of(), whyStart(there)));
  }

  private static String whyStart(ActualGuest there) {
    return there.record().flatMap(GuestRecord::process).isPresent() ? "its process has ended" : "";
  }

  private PlannedGuest running(Guest guest, ActualGuest there, Running running) {
    if (guest.policy().run() == Policy.Run.SHUTOFF) {
      GuestRecord off = record(guest, there).withProcess(Optional.empty());
      return Stops.stop(there, running, "its file asks for shutoff", guest.at(), Optional.of(off));
    }
    boolean changed = there.record().filter(r -> r.digest().equals(guest.digest())).isEmpty();
    if (running.state() == Running.State.POWERED_OFF && !changed) {
      GuestRecord off =
          record(guest, there)
              .withProcess(Optional.empty())
              .withPoweredOff(Optional.of(guest.digest()));
      return Stops.stop(there, running, "powered itself off", guest.at(), Optional.of(off));
    }
    if (Stops.interrupts(running)) {
      return live(guest, there, running, changed);
    }
    String reason = running.state() == Running.State.CRASHED ? "it crashed" : "its file changed";
    return refusals
        .lacking(guest)
        .map(why -> held(guest, why, there))
        .orElseGet(() -> starts.start(guest, there, Stops.steps(there, running, 0), reason));
  }

  private PlannedGuest live(Guest guest, ActualGuest there, Running running, boolean changed) {
    Difference.Cause cause = changed ? Difference.Cause.DOCUMENT : Difference.Cause.DRIFT;
    List<Difference> restart = restartDue(guest, there, running);
    if (!restart.isEmpty() && guest.policy().restartDue() == Policy.RestartDue.APPLY) {
      return refusals
          .lacking(guest)
          .map(why -> held(guest, why, there))
          .orElseGet(() -> starts.restart(guest, there, running, restart));
    }
    Repairs repairs =
        new Repairs(guest, there, running, cause, settings(there, guest), host.hierarchies());
    List<Difference> all = Stream.concat(repairs.differences().stream(), restart.stream()).toList();
    boolean reportOnly =
        cause == Difference.Cause.DRIFT && guest.policy().drift() == Policy.Drift.REPORT;
    if (repairs.steps().isEmpty() || reportOnly) {
      String reason =
          !restart.isEmpty()
              ? "restart due"
              : reportOnly && !all.isEmpty() ? "drift is only reported" : "";
      return PlannedGuest.untouched(
          guest.id(),
          reason.isEmpty() ? Action.NONE : Action.HOLD,
          reason,
          Optional.empty(),
          all,
          Optional.of(record(guest, there)));
    }
    return new PlannedGuest(
        guest.id(),
        changed ? Action.LIVE : Action.REPAIR,
        restart.isEmpty() ? "" : "restart due",
        false,
        Optional.empty(),
        all,
        repairs.steps(),
        Optional.of(record(guest, there)));
  }

  /** What cannot change while the guest runs, field by field. */
  private List<Difference> restartDue(Guest guest, ActualGuest there, Running running) {
    List<Difference> due = new ArrayList<>();
    if (!there.cgroup().path().equals(starts.path(guest))) {
      due.add(
          new Difference(
              "resource",
              "partition",
              there.record().map(GuestRecord::partition).orElse(there.cgroup().path()),
              guest.partition().value().path(),
              Optional.of(guest.partition().at()),
              Difference.Cause.DOCUMENT,
              Difference.Interruption.RESTART));
    }
    if (guest.id().driver() == Driver.QEMU) {
      due.addAll(
          CommandDifferences.of(
              QemuCommand.of(guest, files), running.arguments(), Difference.Cause.DOCUMENT));
    }
    return due;
  }

  private List<Setting> settings(ActualGuest there, Guest guest) {
    PartitionPath partition =
        there.record().map(r -> new PartitionPath(r.partition())).orElse(guest.partition().value());
    return new Settings(host, partitions.inherited(partition))
        .differing(there.cgroup(), guest.tuning());
  }

  private PlannedGuest none(Guest guest, String reason, Optional<GuestRecord> record) {
    return PlannedGuest.untouched(
        guest.id(), Action.NONE, reason, Optional.empty(), List.of(), record);
  }

  private PlannedGuest held(Guest guest, Located<String> why, ActualGuest there) {
    return PlannedGuest.untouched(
        guest.id(), Action.HOLD, why.value(), Optional.of(why.at()), List.of(), there.record());
  }

  /** What vcg remembers of a guest that goes on running where it is. */
  private GuestRecord record(Guest guest, ActualGuest there) {
    GuestRecord fresh = starts.record(guest);
    return new GuestRecord(
        fresh.id(),
        there.record().map(GuestRecord::uuid).orElse(fresh.uuid()),
        there.cgroup().path(),
        there.record().map(GuestRecord::partition).orElse(fresh.partition()),
        fresh.file(),
        fresh.digest(),
        fresh.bootId(),
        there.running().map(Running::process),
        fresh.stopTimeoutSeconds(),
        fresh.protect(),
        Optional.empty(),
        Optional.empty());
  }
}
