package vcg.run;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.Controller;
import vcg.cgroup.Knob;
import vcg.model.Change;
import vcg.model.Guest;
import vcg.model.Hint;
import vcg.model.Policy;
import vcg.plan.TouchUp;

/**
 * Puts single knobs right before a guest is looked at as a whole, which takes several times as
 * long. Whatever is in its way is left to that look, which follows in any case.
 */
final class TouchUps {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /**
   * Its values the kernel only notes, so the thread that decides writes them itself: to wake up
   * another one would take longer. Others may take time, such as one that has memory swapped out.
   */
  private static final Controller AT_ONCE = Controller.CPU;

  private final Tools tools;
  private final Life life;
  private final Guests guests;
  private final Drifts drifts;

  TouchUps(Tools tools, Life life, Guests guests, Drifts drifts) {
    this.tools = tools;
    this.life = life;
    this.guests = guests;
    this.drifts = drifts;
  }

  /** Somebody else wrote to a knob. */
  void written(Tracked guest, Hint.Setting written) {
    if (!written.cgroup().path().equals(guest.cgroup) || guest.fight.isOn(tools.time().nanos())) {
      return;
    }
    document(guest)
        .filter(document -> document.policy().drift() == Policy.Drift.REPAIR)
        .ifPresent(document -> start(guest, document, TouchUp.in(written.file()), true));
  }

  /** Its document is another one than before. */
  void changed(Tracked guest, Guest before) {
    document(guest)
        .ifPresent(document ->
            start(guest, document, TouchUp.changed(before, document).stream().toList(), false));
  }

  /** The document of a guest that was as that, or the one before, asked; empty: it was not. */
  private Optional<Guest> document(Tracked guest) {
    boolean may =
        guest.sync == GuestCondition.Sync.IN_SYNC
            && guest.process.isPresent()
            && !guest.looking
            && !guest.working
            && !guest.restart
            && !life.paused
            && !life.ending;
    return may
        ? tools.documents().of(guest.id).stream().flatMap(r -> r.guest().stream()).findFirst()
        : Optional.empty();
  }

  private void start(Tracked guest, Guest document, Collection<Knob> knobs, boolean drift) {
    if (knobs.isEmpty()) {
      return;
    }
    guest.working = true;
    life.working++;
    String cgroup = guest.cgroup;
    if (knobs.stream().allMatch(knob -> knob.controller() == AT_ONCE)) {
      touchUp(document, cgroup, knobs, drift);
    } else {
      tools.lanes().change(() -> touchUp(document, cgroup, knobs, drift));
    }
  }

  private void touchUp(Guest document, String cgroup, Collection<Knob> knobs, boolean drift) {
    List<Change> done = List.of();
    try {
      List<Change> steps = tools.machine().touchUp(document, cgroup, knobs);
      tools.applier().write(steps);
      done = steps;
    } catch (IOException e) {
      LOG.debug("{}: {}", document.id(), Reasons.of(e));
    } catch (RuntimeException | Error e) {
      LOG.error("{}: internal error", document.id(), e);
    }
    tools.queue().add(new Event.TouchedUp(document.id(), done, drift));
  }

  void done(Event.TouchedUp done) {
    Tracked guest = guests.track(done.guest());
    guest.working = false;
    life.working--;
    if (!done.steps().isEmpty()) {
      tools.totals().succeeded(1);
      if (done.drift()) {
        drifts.repairs(guest, done.steps());
      }
    }
    guests.look(guest.id);
  }
}
