package vcg.run;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.apply.Applier;
import vcg.model.Change;
import vcg.model.GuestRecord;
import vcg.model.Outcome;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.PlannedPartition;
import vcg.plan.OneGuest;

/** Has the steps of guests done in lanes, and takes in how that went. */
final class Work {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final Tools tools;
  private final Life life;
  private final Guests guests;
  private final Retries retries;
  private final PartitionWork partitions;

  Work(Tools tools, Life life, Guests guests, Retries retries, PartitionWork partitions) {
    this.tools = tools;
    this.life = life;
    this.guests = guests;
    this.retries = retries;
    this.partitions = partitions;
  }

  void perform(Tracked guest, PlannedGuest planned, Plan plan, Optional<GuestRecord> before) {
    guest.working = true;
    guest.stopping = planned.steps().stream().anyMatch(Change.StopGuest.class::isInstance);
    life.working++;
    guests.tell(guest, GuestCondition.Sync.WORKING, doing(planned));
    List<PlannedPartition> needed = OneGuest.partitions(plan, planned).toList();
    Runnable work = () -> tools.queue().add(perform(needed, planned, before));
    if (planned.steps().isEmpty()) {
      tools.lanes().state(work);
    } else if (guest.stopping) {
      tools.lanes().stop(work);
    } else if (Applier.takesTime(planned)) {
      tools.lanes().start(work);
    } else {
      tools.lanes().change(work);
    }
  }

  private Event perform(
      List<PlannedPartition> needed, PlannedGuest planned, Optional<GuestRecord> before) {
    try {
      return new Event.Done(planned, tools.applier().apply(needed, planned, before), false);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Event.Done(planned, Optional.empty(), true);
    } catch (RuntimeException | Error e) {
      LOG.error("{}: internal error", planned.id(), e);
      Outcome.Result result =
          new Outcome.Result(planned.id().name(), 0, Optional.of(Reasons.of(e)));
      return new Event.Done(planned, Optional.of(result), false);
    }
  }

  private static String doing(PlannedGuest planned) {
    String what =
        switch (planned.action()) {
          case START -> "is being started";
          case STOP -> "is being stopped";
          case RESTART -> "is being restarted";
          case LIVE, REPAIR, HOLD, NONE -> "is being changed";
        };
    return planned.reason().isEmpty() ? what : what + ": " + planned.reason();
  }

  void done(Event.Done done) {
    Tracked guest = guests.track(done.planned().id());
    guest.working = false;
    life.working--;
    if (done.interrupted()) {
      return;
    }
    Optional<String> failure = done.result().flatMap(Outcome.Result::failure);
    if (failure.isPresent()) {
      tools.totals().failed();
      retries.failed(guest, failure.get());
    } else {
      if (done.result().isPresent() && !done.planned().steps().isEmpty()) {
        tools.totals().succeeded(1);
      }
      done.result().ifPresent(r -> r.notes().forEach(n -> LOG.warn("{}: {}", guest.id, n)));
      guest.failures = 0;
      guest.nextTry = Optional.empty();
      boolean again =
          done.planned().action() == Action.START && done.planned().reason().contains("ended");
      if (again) {
        tools.totals().restarted(guest.id.name(), done.planned().reason());
      }
      if (done.planned().action() != Action.REPAIR
          && done.planned().action() != Action.LIVE
          && !done.planned().steps().isEmpty()) {
        partitions.lookAfterRest();
      }
    }
    guests.look(guest.id);
  }
}
