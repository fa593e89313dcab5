package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Group;
import vcg.guest.ContainerDifferences;
import vcg.guest.GuestTaps;
import vcg.guest.HotPlug;
import vcg.guest.SpicePorts;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.DeviceAccess;
import vcg.model.Difference;
import vcg.model.Driver;
import vcg.model.Granted;
import vcg.model.Guest;
import vcg.model.GuestRecord;
import vcg.model.Host;
import vcg.model.LiveChange;
import vcg.model.Located;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.Policy;
import vcg.model.Running;

/** What is to happen to one guest that has a valid document. */
final class GuestPlanner {
  private final Actual actual;
  private final Host host;
  private final Partitions partitions;
  private final Refusals refusals;
  private final PlanOptions options;
  private final Access access;
  private final Starts starts;
  private final Stops stops;
  private final Remembered remembered;
  private final Endings endings;

  GuestPlanner(
      Actual actual,
      Partitions partitions,
      Refusals refusals,
      PlanOptions options,
      SpicePorts ports) {
    this.actual = actual;
    this.host = actual.host();
    this.partitions = partitions;
    this.refusals = refusals;
    this.options = options;
    this.access = new Access(options.user());
    this.stops = new Stops(host);
    this.remembered = new Remembered(host, options.now(), access);
    this.starts = new Starts(actual, partitions, options.files(), access, remembered, ports);
    this.endings = new Endings(stops, remembered);
  }

  PlannedGuest plan(Guest guest, ActualGuest there) {
    Optional<Located<String>> refused = refusals.standing(guest, there, starts.path(guest));
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
    Optional<String> off =
        guest.policy().run() == Policy.Run.SHUTOFF
            ? Optional.of("shut off, as its file asks")
            : Endings.staysOff(guest, record);
    if (off.isPresent()) {
      List<Change> leftOver = stops.leftOver(there);
      return leftOver.isEmpty()
          ? none(guest, off.get(), record)
          : new PlannedGuest(
              guest.id(),
              Action.STOP,
              "something of it is left over",
              false,
              Optional.empty(),
              List.of(),
              leftOver,
              record);
    }
    Optional<PlannedGuest> ended = new ContainerEndings(stops, remembered).staysOff(guest, there);
    if (ended.isPresent()) {
      return ended.get();
    }
    return refusals
        .starting(guest, there, starts.path(guest))
        .or(() -> endings.notYet(guest, there))
        .map(why -> held(guest, why, there))
        .orElseGet(() -> starts.start(guest, there, stops.cleared(there), whyStart(there)));
  }

  private static String whyStart(ActualGuest there) {
    if (there.id().driver() == Driver.LXC && ContainerEndings.of(there).isPresent()) {
      return ContainerEndings.said(there);
    }
    return there.record().flatMap(GuestRecord::process).isPresent() ? "its process has ended" : "";
  }

  private PlannedGuest running(Guest guest, ActualGuest there, Running running) {
    if (guest.policy().run() == Policy.Run.SHUTOFF) {
      GuestRecord off =
          remembered
              .stays(guest, there)
              .withProcess(Optional.empty())
              .withGranted(Optional.empty());
      return stops.stop(there, running, "its file asks for shutoff", guest.at(), Optional.of(off));
    }
    boolean changed = there.record().filter(r -> r.digest().equals(guest.digest())).isEmpty();
    boolean obeyed = Endings.obeyed(there, running);
    if (!changed && !obeyed) {
      return endings
          .stayed(guest, there, running)
          .orElseGet(() -> live(guest, there, running, false));
    }
    if (Stops.interrupts(running)) {
      return live(guest, there, running, true);
    }
    String reason =
        running.state() == Running.State.CRASHED
            ? "it crashed"
            : obeyed ? "it was being stopped" : "its file changed";
    return refusals
        .again(guest, there, starts.path(guest))
        .map(why -> held(guest, why, there))
        .orElseGet(() -> starts.start(guest, there, stops.steps(there, running, 0), reason));
  }

  private PlannedGuest live(Guest guest, ActualGuest there, Running running, boolean changed) {
    Difference.Cause cause = changed ? Difference.Cause.DOCUMENT : Difference.Cause.DRIFT;
    Optional<String> shared = sharedThread(guest, running);
    if (shared.isPresent()) {
      return held(guest, new Located<>(shared.get(), guest.at()), there);
    }
    Optional<Located<String>> stays = refusals.moving(guest, there, starts.path(guest));
    if (stays.isPresent()) {
      return held(guest, stays.get(), there);
    }
    boolean moves = !there.cgroup().path().equals(starts.path(guest));
    Optional<String> inTheWay = moves ? inTheWay(starts.path(guest)) : Optional.empty();
    if (inTheWay.isPresent()) {
      return held(guest, new Located<>(inTheWay.get(), guest.partition().at()), there);
    }
    HotPlug.Result plug = hotPlug(guest, running, cause);
    List<Difference> restart = restartDue(guest, there, plug);
    boolean goesOn = Stops.interrupts(running);
    boolean mayRestart = !goesOn || guest.policy().restartDue() == Policy.RestartDue.APPLY;
    boolean asked = options.restarts().contains(guest.id());
    boolean ended = !goesOn && !plug.isNothing(); // it cannot take part in a change any more
    if (asked || ended || (!restart.isEmpty() && mayRestart)) {
      return refusals
          .again(guest, there, starts.path(guest))
          .map(why -> held(guest, why, there))
          .orElseGet(() ->
              starts.restart(
                  guest,
                  there,
                  running,
                  Stream.concat(restart.stream(), plug.differences().stream()).toList()));
    }
    Optional<Located<String>> lacking = refusals.plugging(guest, plug);
    if (lacking.isPresent()) {
      return held(guest, lacking.get(), there);
    }
    boolean live = moves && movesLive(guest);
    Repairs repairs = repairs(guest, there, running, cause, live, plug);
    GuestTaps.Result taps = GuestTaps.running(guest, there, plug, options.user(), cause);
    Schedulers schedulers = Schedulers.of(guest, running, plug.in(), cause);
    List<Difference> all =
        Stream.of(
                repairs.differences(),
                plug.differences(),
                taps.differences(),
                schedulers.differences(),
                restart)
            .flatMap(List::stream)
            .toList();
    List<Change> steps = new ArrayList<>(changes(guest, plug.out()));
    steps.addAll(taps.out());
    steps.addAll(schedulers.before());
    steps.addAll(repairs.steps());
    Optional<Granted> had = there.record().flatMap(GuestRecord::granted);
    steps.addAll(Access.grant(guest, had, plug));
    steps.addAll(taps.in());
    steps.addAll(changes(guest, plug.in()));
    steps.addAll(schedulers.after());
    List<String> due = new ArrayList<>(plug.waiting());
    if (!restart.isEmpty()) {
      due.add("restart due");
    }
    boolean reportOnly =
        goesOn && cause == Difference.Cause.DRIFT && guest.policy().drift() == Policy.Drift.REPORT;
    if (steps.isEmpty() || reportOnly) {
      String reason =
          !due.isEmpty()
              ? String.join("; ", due)
              : reportOnly && !all.isEmpty() ? "drift is only reported" : "";
      return PlannedGuest.untouched(
          guest.id(),
          reason.isEmpty() ? Action.NONE : Action.HOLD,
          reason,
          Optional.empty(),
          all,
          Optional.of(remembered.stays(guest, there)));
    }
    GuestRecord then = live ? remembered.moved(guest, there) : endings.again(guest, there, running);
    return new PlannedGuest(
        guest.id(),
        changed || live || !goesOn ? Action.LIVE : Action.REPAIR,
        String.join("; ", due),
        false,
        Optional.empty(),
        all,
        steps,
        Optional.of(
            plug.isNothing()
                ? then
                : then.withGranted(Access.changed(guest, had, restart.isEmpty()))));
  }

  /**
   * A container that an earlier vcg started has no directory inside its own, and would see its own
   * all the same: it gets one when it is started again.
   */
  private static Guest asStarted(Guest guest, ActualGuest there) {
    boolean before =
        guest.id().driver() == Driver.LXC
            && there.groups().values().stream().allMatch(c -> c.hierarchies().isEmpty());
    return before ? guest.withoutGroups() : guest;
  }

  private Repairs repairs(
      Guest document,
      ActualGuest there,
      Running running,
      Difference.Cause cause,
      boolean moves,
      HotPlug.Result plug) {
    Guest guest = asStarted(document, there);
    Limits present =
        Limits.of(
            actual,
            partitions,
            guest,
            there.cgroup().path(),
            there.cgroup(),
            there.groups(),
            there.devices());
    if (!moves) {
      Directories stays = new Directories(host, there.cgroup().path());
      return new Repairs(guest, there, running, cause, stays, present, present, false, plug);
    }
    String path = starts.path(guest);
    Limits limits =
        Limits.of(
            actual,
            partitions,
            guest,
            path,
            ActualCgroup.none(path),
            new TreeMap<>(),
            DeviceAccess.NONE);
    return new Repairs(
        guest, there, running, cause, new Directories(host, path), limits, present, true, plug);
  }

  private static Optional<String> sharedThread(Guest guest, Running running) {
    SortedMap<Group, Long> threads = new TreeMap<>();
    running.threads().forEach((group, thread) -> threads.put(group, thread.id()));
    return guest.groups().isEmpty() && guest.schedulers().isEmpty()
        ? Optional.empty()
        : Group.shared(threads);
  }

  /** A running guest is moved only to where nothing is. */
  private Optional<String> inTheWay(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return host.layout().above(path).stream()
        .reduce((_, last) -> last)
        .filter(above -> partitions.there(above).children().contains(name))
        .map(_ -> "cgroup " + path + " exists, so the guest cannot be moved there");
  }

  /**
   * The kernel leaves memory charged where it was first used: a limit would not count it. What a
   * container sees of cgroups begins where it was started.
   */
  private static boolean movesLive(Guest guest) {
    return guest.id().driver() != Driver.LXC
        && guest.tuning().values().keySet().stream()
            .noneMatch(knob -> knob.controller() == Controller.MEMORY);
  }

  /** What cannot change while the guest runs, field by field. */
  private List<Difference> restartDue(Guest guest, ActualGuest there, HotPlug.Result plug) {
    List<Difference> due = new ArrayList<>();
    if (!there.cgroup().path().equals(starts.path(guest)) && !movesLive(guest)) {
      due.add(newPlace(guest, there));
    }
    due.addAll(plug.restart());
    switch (guest.id().driver()) {
      case QEMU ->
          there.record().flatMap(record -> access.otherUser(guest, record)).ifPresent(due::add);
      case LXC ->
          due.addAll(
              ContainerDifferences.of(
                  guest, there.container().inside(), options.files(), there.container().config()));
    }
    return due;
  }

  private HotPlug.Result hotPlug(Guest guest, Running running, Difference.Cause cause) {
    if (guest.id().driver() != Driver.QEMU) {
      return HotPlug.Result.NOTHING;
    }
    Directories directories = new Directories(host, starts.path(guest));
    SortedMap<Group, List<CgroupPath>> threads = directories.ofThreads(guest.groups().keySet());
    return HotPlug.of(guest, options.files(), running, threads, cause);
  }

  private static List<Change> changes(Guest guest, List<LiveChange> live) {
    return live.stream().<Change>map(c -> new Change.ChangeLive(guest.id(), c)).toList();
  }

  /** Another partition, or another layout of the same one. */
  private Difference newPlace(Guest guest, ActualGuest there) {
    String path = there.cgroup().path();
    String before = there.record().map(GuestRecord::partition).orElse(path);
    String after = guest.partition().value().path();
    boolean moves = !before.equals(after);
    return new Difference(
        moves ? "resource" : "cgroup",
        moves ? "partition" : "path",
        moves ? before : host.layout().shown(path),
        moves ? after : host.layout().shown(starts.path(guest)),
        Optional.of(guest.partition().at()),
        Difference.Cause.DOCUMENT,
        Difference.Interruption.RESTART);
  }

  private PlannedGuest none(Guest guest, String reason, Optional<GuestRecord> record) {
    return PlannedGuest.untouched(
        guest.id(), Action.NONE, reason, Optional.empty(), List.of(), record);
  }

  private PlannedGuest held(Guest guest, Located<String> why, ActualGuest there) {
    return PlannedGuest.untouched(
        guest.id(), Action.HOLD, why.value(), Optional.of(why.at()), List.of(), there.record());
  }
}
