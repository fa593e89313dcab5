package vcg.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.model.Change;
import vcg.model.Hint;
import vcg.model.PlannedPartition;

/** Counts and tells what others changed, and says whom vcg fights with. */
final class Drifts {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final Tools tools;
  private final Guests guests;

  Drifts(Tools tools, Guests guests) {
    this.tools = tools;
    this.guests = guests;
  }

  /** Notes who wrote, until the next look shows whether that matters. */
  void wrote(Tracked guest, Hint.Setting written) {
    written
        .writer()
        .ifPresent(
            pid -> guest.writers = with(guest.writers, written.file() + " by process " + pid));
  }

  private static Set<String> with(Set<String> some, String one) {
    Set<String> more = new TreeSet<>(some);
    more.add(one);
    return more;
  }

  /** Whether a repair waits because others undo it again and again; tells so. */
  boolean waits(Tracked guest) {
    if (!guest.fight.isOn(tools.time().nanos())) {
      return false;
    }
    guests.tell(
        guest,
        GuestCondition.Sync.FOUGHT_OVER,
        "others changed what vcg put back "
            + guest.fight.repairs()
            + " times; it waits before it does so again"
            + writers(guest));
    guest.nextTry = Optional.of(tools.wallAt(guest.fight.notBefore()));
    guests.later(guest, guest.fight.notBefore());
    return true;
  }

  /** A guest is about to be repaired, or was just now. */
  void repairs(Tracked guest, List<Change> steps) {
    guest.fight.repaired(tools.time().nanos(), tools.random());
    tell(guest, steps);
    guest.writers = Set.of();
  }

  private static String writers(Tracked guest) {
    return guest.writers.isEmpty() ? "" : ", last " + String.join(", ", guest.writers);
  }

  private void tell(Tracked guest, List<Change> steps) {
    String writers = writers(guest);
    for (Change step : steps) {
      switch (step) {
        case Change.WriteSetting w -> {
          guest.drifts++;
          tools.totals().drift(guest.id.name(), w.cgroup().hierarchy(), w.target());
          LOG.warn(
              "{}: {}/{} was changed: {} → {}{}",
              guest.id,
              w.cgroup(),
              w.target(),
              w.from(),
              w.to(),
              writers);
        }
        case Change.MoveProcess m -> {
          guest.drifts++;
          tools.totals().drift(guest.id.name(), m.cgroup().hierarchy(), "cgroup.procs");
          LOG.warn("{}: its process was moved out of {}{}", guest.id, m.cgroup(), writers);
        }
        case Change.MoveThread m -> {
          guest.drifts++;
          tools.totals().drift(guest.id.name(), m.cgroup().hierarchy(), "threads");
          LOG.warn("{}: thread {} was moved out of {}", guest.id, m.thread(), m.cgroup());
        }
        case Change.SetScheduler s -> {
          guest.drifts++;
          tools.totals().drift(guest.id.name(), "cpu", "scheduler");
          LOG.warn("{}: {} was scheduled as {}, not as {}", guest.id, s.thread(), s.from(), s.to());
        }
        case Change.AttachDevices a -> {
          guest.drifts++;
          tools.totals().drift(guest.id.name(), a.cgroup().hierarchy(), "devices");
          LOG.warn("{}: the device program of {} was removed or replaced", guest.id, a.cgroup());
        }
        default -> LOG.info("{}: {}", guest.id, step);
      }
    }
  }

  /** Partitions are about to be repaired. */
  void repairs(List<PlannedPartition> todo) {
    for (PlannedPartition partition : todo) {
      if (partition.action() == PlannedPartition.Action.REPAIR) {
        for (Change step : partition.steps()) {
          if (step instanceof Change.WriteSetting w) {
            tools.totals().drift(partition.path(), w.cgroup().hierarchy(), w.target());
            LOG.warn("{}/{} was changed: {} → {}", w.cgroup(), w.target(), w.from(), w.to());
          }
        }
      }
    }
  }
}
