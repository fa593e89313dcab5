package vcg.run;

import java.util.Optional;
import java.util.stream.Collectors;
import vcg.model.Attempt;
import vcg.model.Difference;
import vcg.model.GuestRecord;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;

/** Says how a guest is for which there is nothing to do now. */
final class Verdicts {
  private final Tools tools;
  private final Guests guests;

  Verdicts(Tools tools, Guests guests) {
    this.tools = tools;
    this.guests = guests;
  }

  void settle(Tracked guest, PlannedGuest planned, Optional<PlannedGuest> stopHeld) {
    guest.nextTry = Optional.empty();
    if (stopHeld.isPresent()) {
      if (guest.sync != GuestCondition.Sync.STOP_HELD) {
        tools.totals().stopHeld();
      }
      String why =
          tools.documents().isGone(guest.id) ? "its file is gone" : "its file asks for shutoff";
      guests.tell(
          guest,
          GuestCondition.Sync.STOP_HELD,
          stopHeld.get().reason().startsWith(why)
              ? stopHeld.get().reason()
              : why + ", and too many would stop; vcg approve allows it",
          stopHeld.get().at());
      return;
    }
    boolean due =
        planned.differences().stream()
            .anyMatch(d -> d.interruption() == Difference.Interruption.RESTART);
    if (planned.action() == Action.HOLD && planned.reason().startsWith(Attempt.LOOP)) {
      tools.documents().of(guest.id).stream()
          .flatMap(r -> r.guest().stream())
          .findFirst()
          .ifPresent(g -> {
            tools
                .records()
                .of(guest.id)
                .flatMap(GuestRecord::attempt)
                .map(a -> a.left(g.uuid(), tools.time().wall()).plusMillis(1))
                .ifPresent(left -> {
                  guest.nextTry = Optional.of(tools.time().wall().plus(left));
                  guests.later(guest, tools.time().nanos() + left.toNanos());
                });
          });
      guests.tell(guest, GuestCondition.Sync.CRASH_LOOP, planned.reason(), planned.at());
    } else if (due) {
      guests.tell(guest, GuestCondition.Sync.RESTART_DUE, planned.reason(), planned.at());
    } else if (planned.action() == Action.HOLD) {
      String drift =
          planned.differences().stream()
              .filter(d -> d.cause() == Difference.Cause.DRIFT)
              .map(d -> d.field() + " " + d.before() + " instead of " + d.after())
              .collect(Collectors.joining(", "));
      String reason = planned.reason() + (drift.isEmpty() ? "" : ": " + drift);
      if (!drift.isEmpty() && !reason.equals(guest.reason)) {
        guest.drifts++;
      }
      guests.tell(guest, GuestCondition.Sync.HELD, reason, planned.at());
    } else {
      guests.tell(guest, GuestCondition.Sync.IN_SYNC, planned.reason(), planned.at());
    }
  }
}
