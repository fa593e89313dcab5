package vcg.apply;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Group;
import vcg.guest.HotPlug;
import vcg.guest.Records;
import vcg.model.Change;
import vcg.model.GuestRecord;
import vcg.model.LiveChange;
import vcg.model.PlannedGuest;
import vcg.model.ProcessId;

/**
 * The steps of one guest.
 *
 * <p>What vcg remembers is written before the first directory is made and again as soon as there is
 * a process, so that a vcg that is killed in between finds everything again.
 */
final class GuestRun {
  private static final Logger LOG = LoggerFactory.getLogger(GuestRun.class);

  private final PlannedGuest guest;
  private final Optional<GuestRecord> before;
  private final CgroupSteps cgroups;
  private final GuestSteps guests;
  private final LiveSteps live;
  private final Records records;
  private final InstantSource clock;
  private final List<String> waiting = new ArrayList<>();
  private final List<LiveChange> undone = new ArrayList<>(); // what waits for the guest
  private final Set<CgroupPath> entered = new TreeSet<>();
  private final List<CgroupPath> appeared = new ArrayList<>(); // since the plan was made: not ours
  private final List<String> taps = new ArrayList<>();
  private Optional<ProcessId> process = Optional.empty();
  private Optional<GuestRecord> remembered = Optional.empty(); // on disk
  private boolean starting;
  private boolean stopped;
  private final List<String> notes = new ArrayList<>();
  private int done;

  GuestRun(
      PlannedGuest guest,
      Optional<GuestRecord> before,
      CgroupSteps cgroups,
      GuestSteps guests,
      LiveSteps live,
      Records records,
      InstantSource clock) {
    this.guest = guest;
    this.before = before;
    this.cgroups = cgroups;
    this.guests = guests;
    this.live = live;
    this.records = records;
    this.clock = clock;
  }

  /** What came up on the way. */
  List<String> notes() {
    return notes;
  }

  int done() {
    return done;
  }

  /** What the guest was asked to do and has not done yet, a sentence each. */
  List<String> waiting() {
    return waiting;
  }

  void perform() throws IOException, InterruptedException {
    // what is remembered may name no process, or one that was not the guest's
    process =
        guest.record().flatMap(GuestRecord::process).or(() -> before.flatMap(GuestRecord::process));
    remembered = before;
    for (Change step : guest.steps()) {
      if (!isTooEarly(step)) {
        perform(step);
      }
      done++;
    }
    if (guest.record().isPresent()) {
      remember(guest.record().get().withProcess(process));
    } else {
      guests.forget(guest.id());
      records.remove(guest.id());
    }
  }

  private void perform(Change step) throws IOException, InterruptedException {
    switch (step) {
      case Change.CreateCgroup(CgroupPath cgroup) -> {
        beginStart();
        (cgroups.create(cgroup) ? entered : appeared).add(cgroup);
      }
      case Change.WriteSetting _,
          Change.SetControllers _,
          Change.MakeThreaded _,
          Change.MovePages _,
          Change.DenyDevices _,
          Change.AllowDevice _,
          Change.DenyDevice _,
          Change.AttachDevices _ ->
          cgroups.perform(step);
      case Change.MoveProcess move -> {
        guests.requireRunning(move.process());
        cgroups.move(move);
      }
      case Change.MoveThread move -> {
        guests.requireRunning(move.process());
        cgroups.moveThread(move.cgroup(), move.thread());
      }
      case Change.SetScheduler set -> guests.schedule(set);
      case Change.GrantAccess grant -> {
        beginStart();
        guests.grant(grant);
      }
      case Change.RevokeAccess revoke -> guests.revoke(revoke);
      case Change.StartGuest start -> {
        beginStart();
        entered.addAll(start.directories());
        entered.removeAll(appeared);
        process = Optional.of(guests.launch(start));
        remember(guest.record().orElseThrow().withProcess(process));
        guests.awaitRunning(start, process.get());
      }
      case Change.StopGuest stop -> {
        beginStop();
        guests.stop(stop);
        process = Optional.empty();
        stopped = true;
      }
      case Change.ClearContainer clear -> {
        guests.clear(clear);
        process = Optional.empty();
        stopped = true;
      }
      case Change.AddTap add -> {
        taps.add(add.tap());
        guests.taps().add(add);
      }
      case Change.ConnectTap(_, var tap, var bridge) ->
          guests.taps().connect(guest.id(), tap, bridge);
      case Change.AddVeth add -> {
        taps.add(add.veth());
        guests.taps().add(add);
      }
      case Change.AddMacvtap add -> {
        taps.add(add.macvtap());
        guests.taps().add(add);
      }
      case Change.RemoveTap(_, var tap) -> {
        if (waiting.isEmpty()) { // a card that the guest has not let go of still needs it
          guests.taps().remove(guest.id(), tap);
        }
      }
      case Change.PauseGuest pause -> guests.pause(pause);
      case Change.ResumeGuest resume -> guests.resume(resume);
      case Change.ResetGuest reset -> guests.reset(reset);
      case Change.RemoveCgroup(CgroupPath cgroup) -> {
        // nobody knows whose others are where the guest was not ended just now
        notes.addAll(guests.endLeftOver(guest.id(), cgroup, stopped));
        cgroups.remove(cgroup);
      }
      case Change.ChangeLive change -> {
        Optional<String> why = live.perform(change);
        if (why.isPresent()) {
          waiting.add(why.get());
          undone.add(change.change());
        }
      }
    }
  }

  /** Whether this is about the directory of a thread that should have ended and has not. */
  private boolean isTooEarly(Change step) {
    Optional<CgroupPath> cgroup =
        switch (step) {
          case Change.RemoveCgroup remove -> Optional.of(remove.cgroup());
          case Change.WriteSetting write -> Optional.of(write.cgroup());
          default -> Optional.empty();
        };
    return cgroup
        .flatMap(c -> Group.parse(c.path().substring(c.path().lastIndexOf('/') + 1)))
        .filter(group -> undone.stream().anyMatch(change -> HotPlug.Result.ends(change, group)))
        .isPresent();
  }

  /** From here on there is something to remember, and to clean up after a failure. */
  private void beginStart() throws IOException {
    if (!starting && starts()) {
      starting = true;
      remember(guest.record().orElseThrow().withProcess(Optional.empty()));
    }
  }

  /**
   * From here on the guest may end because it is told to. Where it had ended before, it stays off
   * even if this is not completed.
   */
  private void beginStop() throws IOException {
    if (before.isPresent()) {
      GuestRecord stops = before.get();
      Optional<GuestRecord> off = guest.record().filter(r -> r.poweredOff().isPresent());
      remember(
          off.isPresent()
              ? stops.withPoweredOff(off.get().poweredOff()).withFailure(off.get().failure())
              : stops.withAttempt(
                  stops.attempt().map(a -> a.withStop(Optional.of(clock.instant())))));
    }
  }

  /** To write what is on disk already would cost two waits for the disk. */
  private void remember(GuestRecord record) throws IOException {
    if (!remembered.equals(Optional.of(record))) {
      records.put(record);
      remembered = Optional.of(record);
    }
  }

  private boolean starts() {
    return guest.steps().stream().anyMatch(Change.StartGuest.class::isInstance);
  }

  /** A guest that could not be set up leaves nothing behind but the reason. */
  void failed(String why) throws IOException, InterruptedException {
    LOG.warn("{}: {}", guest.id(), why);
    Optional<GuestRecord> record = starting ? guest.record() : remembered;
    if (starting) {
      if (process.isPresent()) {
        Optional<Integer> status = guests.exitStatus(process.get());
        record = record.map(r -> r.withAttempt(r.attempt().map(a -> a.withExitStatus(status))));
        guests.kill(process.get());
        process = Optional.empty();
      }
      endHelpers();
      guests.tidy(guest.id());
      for (String tap : taps) {
        removeQuietly(tap);
      }
      List<CgroupPath> deepestFirst =
          entered.stream().sorted(Comparator.comparingInt(CgroupPath::depth).reversed()).toList();
      for (CgroupPath cgroup : deepestFirst) {
        removeQuietly(cgroup);
      }
    }
    if (record.isPresent()) {
      records.put(record.get().withProcess(process).withFailure(Optional.of(why)));
    }
  }

  private void endHelpers() throws InterruptedException {
    for (Change step : guest.steps()) {
      if (step instanceof Change.StartGuest start) {
        try {
          guests.endHelpers(start);
        } catch (IOException e) {
          LOG.warn("{}", e.getMessage()); // the first failure is the one to report
        }
      }
    }
  }

  private void removeQuietly(String tap) throws InterruptedException {
    try {
      guests.taps().remove(guest.id(), tap);
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage()); // the first failure is the one to report
    }
  }

  private void removeQuietly(CgroupPath cgroup) {
    try {
      cgroups.remove(cgroup);
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage()); // the first failure is the one to report
    }
  }
}
