package vcg.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.GuestId;
import vcg.model.Running;

/** Has guests looked at, and decides with what was seen. */
final class Looks {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** How many guests are looked at together when there are many. */
  private static final int TOGETHER = 32;

  /** So many at most are looked at each by itself, so that none waits for another. */
  private static final int FEW = 8;

  private final Tools tools;
  private final Life life;
  private final Guests guests;
  private final Retries retries;
  private final Decisions decisions;

  Looks(Tools tools, Life life, Guests guests, Retries retries, Decisions decisions) {
    this.tools = tools;
    this.life = life;
    this.guests = guests;
    this.retries = retries;
    this.decisions = decisions;
  }

  void turn(long now) {
    if (!tools.documents().listed()) {
      return;
    }
    List<GuestId> due = guests.due(now);
    List<GuestId> many = new ArrayList<>();
    for (GuestId id : due) {
      boolean silent = guests.track(id).state.filter(Running.State.SILENT::equals).isPresent();
      if (due.size() <= FEW || silent) {
        lookAt(List.of(id));
      } else {
        many.add(id);
      }
    }
    for (int i = 0; i < many.size(); i += TOGETHER) {
      lookAt(many.subList(i, Math.min(many.size(), i + TOGETHER)));
    }
  }

  private void lookAt(Collection<GuestId> some) {
    SortedSet<GuestId> ids = new TreeSet<>(some);
    for (GuestId id : ids) {
      Tracked guest = guests.track(id);
      guest.looking = true;
      guest.stale = false;
      guest.dirty = false;
    }
    Desired asked =
        tools
            .documents()
            .withLast(ids, ids.stream().filter(id -> tools.documents().of(id).isEmpty()).toList());
    tools
        .lanes()
        .look(() -> {
          try {
            Actual actual =
                tools.machine().look(asked, tools.records().of(ids), tools.records().partitions());
            tools.queue().add(new Event.Looked(ids, asked, Optional.of(actual), ""));
          } catch (IOException | RuntimeException | Error e) {
            if (!(e instanceof IOException)) {
              LOG.error("internal error", e);
            }
            tools.queue().add(new Event.Looked(ids, asked, Optional.empty(), Reasons.of(e)));
          }
        });
  }

  void looked(Event.Looked looked) {
    SortedSet<GuestId> usable = new TreeSet<>();
    for (GuestId id : looked.guests()) {
      Tracked guest = guests.track(id);
      guest.looking = false;
      if (guest.stale) {
        guests.look(id);
      } else if (looked.actual().isEmpty()) {
        retries.failed(guest, looked.failure());
      } else {
        usable.add(id);
      }
    }
    if (usable.isEmpty() || life.ending) {
      return;
    }
    long began = System.nanoTime();
    try {
      decisions.decide(usable, looked.actual().orElseThrow());
    } catch (RuntimeException | AssertionError | IOException e) {
      if (usable.size() > 1) { // one of them: each by itself
        usable.forEach(id -> lookAt(List.of(id)));
      } else {
        LOG.error("{}: internal error", usable.first(), e);
        retries.failed(guests.track(usable.first()), Reasons.of(e));
      }
    }
    tools.totals().looked(looked.guests().size(), System.nanoTime() - began);
  }
}
