package vcg.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
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
  private static final int TOGETHER = 16;

  /**
   * So many of these are looked at, or wait for what follows, at a time: none is idle, and what is
   * known of them for the moment is not kept any longer than short-lived memory is.
   */
  private static final int MOST_BATCHES = Runtime.getRuntime().availableProcessors() + 1;

  /** So many at most are looked at each by itself, so that none waits for another. */
  private static final int FEW = 8;

  private final Tools tools;
  private final Life life;
  private final Guests guests;
  private final Retries retries;
  private final Decisions decisions;
  private int batches;

  Looks(Tools tools, Life life, Guests guests, Retries retries, Decisions decisions) {
    this.tools = tools;
    this.life = life;
    this.guests = guests;
    this.retries = retries;
    this.decisions = decisions;
  }

  /**
   * Those of which something was heard come before a sweep's, which are looked at a few at a time:
   * what is heard meanwhile need not wait for all.
   */
  void turn(long now) {
    if (!tools.documents().listed()) {
      return;
    }
    for (GuestId id : guests.dueAtOnce(now, FEW)) {
      lookAt(List.of(id), tools.lanes()::look);
    }
    List<GuestId> due = guests.due(now, TOGETHER * (MOST_BATCHES - batches));
    List<GuestId> many = new ArrayList<>();
    for (GuestId id : due) {
      boolean silent = guests.track(id).state.filter(Running.State.SILENT::equals).isPresent();
      if (due.size() <= FEW || silent) {
        lookAt(List.of(id), tools.lanes()::look);
      } else {
        many.add(id);
      }
    }
    for (int i = 0; i < many.size(); i += TOGETHER) {
      List<GuestId> batch = many.subList(i, Math.min(many.size(), i + TOGETHER));
      batches += batch.size() > 1 ? 1 : 0;
      lookAt(batch, tools.lanes()::sweep);
    }
  }

  private void lookAt(Collection<GuestId> some, Consumer<Runnable> lane) {
    SortedSet<GuestId> ids = new TreeSet<>(some);
    for (GuestId id : ids) {
      Tracked guest = guests.track(id);
      guest.looking = true;
      guest.stale = false;
    }
    Desired asked = tools.documents().withLast(ids, ids.stream().filter(this::isLeftOver).toList());
    lane.accept(() -> {
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

  /** Whether its file is gone and something of it may still be there. */
  private boolean isLeftOver(GuestId id) {
    return !tools.documents().isAsked(id) && tools.records().of(id).isPresent();
  }

  void looked(Event.Looked looked) {
    batches -= looked.guests().size() > 1 ? 1 : 0;
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
        usable.forEach(id -> lookAt(List.of(id), tools.lanes()::look));
      } else {
        LOG.error("{}: internal error", usable.first(), e);
        retries.failed(guests.track(usable.first()), Reasons.of(e));
      }
    }
    tools.totals().looked(looked.guests().size(), System.nanoTime() - began);
  }
}
