package vcg.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.read.DomainDirectory;

/**
 * Has documents read, and the guests looked at that they are about. Whoever tells of a change has
 * the reading begin: the thread that decides would have to wake up for that alone.
 */
final class Scans {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** So many guests at most have single knobs put right first; more are looked at together. */
  private static final int FEW = 8;

  private final Tools tools;
  private final Life life;
  private final Source source;
  private final Scanner scanner;
  private final Guests guests;
  private final StopGuard guard;
  private final PartitionWork partitions;
  private final Keep keep;
  private final TouchUps touchUps;
  private final Set<String> some = new TreeSet<>();
  private boolean all = true;
  private boolean scanning; // until what was found is taken in

  Scans(
      Tools tools,
      Life life,
      Source source,
      Guests guests,
      StopGuard guard,
      PartitionWork partitions,
      Keep keep,
      TouchUps touchUps) {
    this.tools = tools;
    this.life = life;
    this.source = source;
    this.scanner = new Scanner(source, tools.machine().lastGood(), tools.machine()::expectStart);
    this.guests = guests;
    this.guard = guard;
    this.partitions = partitions;
    this.keep = keep;
    this.touchUps = touchUps;
  }

  /** Has all files looked at in the next turn. */
  synchronized void everything() {
    all = true;
  }

  /**
   * A file may have changed; anything else than a document may mean that all have. Where it is the
   * only one, whoever tells of it reads it.
   */
  void changed(Optional<String> file) {
    boolean one;
    synchronized (this) {
      file.filter(DomainDirectory::isDomainFile).ifPresentOrElse(some::add, () -> all = true);
      one = !all && some.size() == 1;
    }
    scan(Set.of(), one ? Runnable::run : tools.lanes()::scan);
  }

  synchronized boolean isBusy() {
    return scanning || all;
  }

  /** When time alone makes something count; empty: never, or something is read anyway. */
  synchronized OptionalLong next() {
    return scanning ? OptionalLong.empty() : tools.documents().next();
  }

  /** Has read what is to be read. */
  void turn(long now) {
    scan(tools.documents().again(now), tools.lanes()::scan);
  }

  private void scan(Set<String> again, Consumer<Runnable> lane) {
    Optional<Set<String>> only;
    synchronized (this) {
      if (scanning || (!all && some.isEmpty() && again.isEmpty())) {
        return;
      }
      scanning = true;
      only = all ? Optional.empty() : Optional.of(Set.copyOf(some));
      all = false;
      some.clear();
    }
    lane.accept(() -> tools.queue().add(new Event.Scanned(scanSafely(only, again))));
  }

  private Scan scanSafely(Optional<Set<String>> only, Set<String> again) {
    try {
      return scanner.scan(only, again);
    } catch (RuntimeException | Error e) {
      LOG.error("internal error", e);
      return new Scan(
          true,
          false,
          Optional.empty(),
          List.of(),
          Set.of(),
          new TreeSet<>(),
          List.of(),
          Optional.of(Reasons.of(e)));
    }
  }

  void scanned(Scan scan) {
    synchronized (this) {
      scanning = false;
    }
    if (scan.trouble().isPresent()) {
      life.trouble("source", scan.trouble().get());
    } else if (!scan.present()) {
      life.trouble("source", source.name() + " does not exist; guests stay as they are");
    } else {
      life.noTrouble("source");
    }
    follow(tools.documents().apply(scan, tools.time().nanos(), tools.time().wall()));
  }

  private void follow(DocumentChange change) {
    for (GuestId id : change.guests) {
      Tracked guest = guests.track(id);
      guest.stale |= guest.looking;
      guest.notBefore = Long.MIN_VALUE; // another document, another try
      guard.withdraw(id);
      guests.look(id);
      Guest before = change.before.get(id);
      if (before != null && change.guests.size() <= FEW) {
        touchUps.changed(guest, before);
      }
    }
    if (change.partitions) {
      partitions.look();
      guests.everybody().forEach(guests::lookInTurn);
    }
    for (String name : change.told) {
      tools
          .documents()
          .file(name)
          .ifPresentOrElse(
              file ->
                  file.problems().stream()
                      .findFirst()
                      .ifPresent(p -> LOG.warn("{}: {}", p.at(), p.message())),
              () -> LOG.info("{}: counts again", name));
    }
    if (!change.keep.isEmpty()) {
      keep.keep(change.keep);
    }
  }
}
