package vcg.apply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.CgroupPath;
import vcg.guest.Records;
import vcg.model.Change;
import vcg.model.GuestRecord;
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
  private final Records records;
  private final List<CgroupPath> entered = new ArrayList<>();
  private final List<CgroupPath> appeared = new ArrayList<>(); // since the plan was made: not ours
  private Optional<ProcessId> process = Optional.empty();
  private boolean starting;
  private int done;

  GuestRun(
      PlannedGuest guest,
      Optional<GuestRecord> before,
      CgroupSteps cgroups,
      GuestSteps guests,
      Records records) {
    this.guest = guest;
    this.before = before;
    this.cgroups = cgroups;
    this.guests = guests;
    this.records = records;
  }

  int done() {
    return done;
  }

  void perform() throws IOException, InterruptedException {
    process = before.flatMap(GuestRecord::process);
    for (Change step : guest.steps()) {
      perform(step);
      done++;
    }
    if (guest.record().isPresent()) {
      records.put(guest.record().get().withProcess(process));
    } else {
      records.remove(guest.id());
    }
  }

  private void perform(Change step) throws IOException, InterruptedException {
    switch (step) {
      case Change.CreateCgroup(CgroupPath cgroup) -> {
        beginStart();
        (cgroups.create(cgroup) ? entered : appeared).add(cgroup);
      }
      case Change.WriteSetting write -> cgroups.write(write);
      case Change.MoveProcess move -> {
        guests.requireRunning(move.process());
        cgroups.move(move);
      }
      case Change.StartGuest start -> {
        beginStart();
        entered.clear();
        entered.addAll(start.cgroups());
        entered.removeAll(appeared);
        process = Optional.of(guests.launch(start));
        records.put(guest.record().orElseThrow().withProcess(process));
        guests.awaitRunning(start, process.get());
      }
      case Change.StopGuest stop -> {
        guests.stop(stop);
        process = Optional.empty();
      }
      case Change.PauseGuest pause -> guests.pause(pause.guest());
      case Change.ResumeGuest resume -> guests.resume(resume.guest());
      case Change.RemoveCgroup(CgroupPath cgroup) -> cgroups.remove(cgroup);
    }
  }

  /** From here on there is something to remember, and to clean up after a failure. */
  private void beginStart() throws IOException {
    if (!starting && starts()) {
      starting = true;
      records.put(guest.record().orElseThrow().withProcess(Optional.empty()));
    }
  }

  private boolean starts() {
    return guest.steps().stream().anyMatch(Change.StartGuest.class::isInstance);
  }

  /** A guest that could not be set up leaves nothing behind but the reason. */
  void failed(String why) throws IOException, InterruptedException {
    LOG.warn("{}: {}", guest.id(), why);
    Optional<GuestRecord> record = starting ? guest.record() : before;
    if (starting) {
      if (process.isPresent()) {
        guests.kill(process.get());
        process = Optional.empty();
      }
      guests.tidy(guest.id());
      Collections.reverse(entered);
      for (CgroupPath cgroup : entered) {
        removeQuietly(cgroup);
      }
    }
    if (record.isPresent()) {
      records.put(record.get().withProcess(process).withFailure(Optional.of(why)));
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
