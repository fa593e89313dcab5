package vcg.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.Running;
import vcg.plan.Census;
import vcg.plan.Planner;

/**
 * What a plan has to know of all other guests before it may stop one, and what operators allowed.
 */
final class StopGuard {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private static final long LATELY = TimeUnit.MINUTES.toNanos(1);

  private final Tools tools;
  private final Guests guests;
  private final Deque<Long> stopsLately = new ArrayDeque<>();
  private final SortedSet<GuestId> approved = new TreeSet<>();

  StopGuard(Tools tools, Guests guests) {
    this.tools = tools;
    this.guests = guests;
  }

  /** A guest is about to be stopped. */
  void stops() {
    stopsLately.add(tools.time().nanos());
  }

  /** What was allowed counts no more: the document is another, or the guest is gone. */
  void withdraw(GuestId id) {
    approved.remove(id);
  }

  static boolean mayStop(PlannedGuest guest) {
    return (guest.action() == Action.STOP && guest.interrupts()) || Planner.isStopHeld(guest);
  }

  Census census(Set<GuestId> asked) {
    long now = tools.time().nanos();
    boolean anyHeld = guests.all().stream().anyMatch(t -> t.sync == GuestCondition.Sync.STOP_HELD);
    while (!anyHeld && !stopsLately.isEmpty() && now - stopsLately.peek() > LATELY) {
      stopsLately.poll();
    }
    long running = 0;
    long others = 0;
    for (GuestRecord record : tools.records().guests()) { // ten thousand: no time to lose
      Tracked guest = guests.track(record.id());
      if (record.process().isPresent() && !endedInside(guest)) {
        running++;
        boolean stops =
            !tools.documents().isAsked(record.id())
                && !guest.working
                && !asked.contains(record.id())
                && !approved.contains(record.id());
        others += stops ? 1 : 0;
      }
    }
    return new Census(
        tools.documents().present() ? tools.documents().size() : 0,
        running + stopsLately.size(),
        others + stopsLately.size(),
        approved);
  }

  private static boolean endedInside(Tracked guest) {
    return guest
        .state
        .filter(s -> s == Running.State.POWERED_OFF || s == Running.State.CRASHED)
        .isPresent();
  }

  /** Allows the stop of one guest, or of all whose stop is held and that are not protected. */
  List<GuestId> approve(Optional<String> word) throws Control.Refused {
    List<GuestId> held = new ArrayList<>();
    if (word.isPresent()) {
      GuestId id = guests.find(word.get());
      if (guests.track(id).sync != GuestCondition.Sync.STOP_HELD) {
        throw new Control.Refused("no stop of " + id + " is held");
      }
      held.add(id);
    } else {
      guests.all().stream()
          .filter(t -> t.sync == GuestCondition.Sync.STOP_HELD)
          .map(t -> t.id)
          .filter(id -> tools.records().of(id).filter(GuestRecord::protect).isEmpty())
          .sorted()
          .forEach(held::add);
    }
    approved.addAll(held);
    held.forEach(id -> {
      LOG.info("{}: its stop is approved", id);
      guests.look(id);
    });
    return held;
  }
}
