package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Desired;
import vcg.model.GuestRecord;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;

/**
 * Keeps an accident from stopping guests: a protected guest is never stopped because its file is
 * gone; an empty or missing directory stops none; and no plan stops more than one guest and more
 * than a fifth of those that run, unless an operator says so.
 */
record Guard(Desired desired, Actual actual, int allowedStops) {
  /** Why a guest is held whose stop was one of too many. */
  static final String STOP_REFUSED = "stop refused";

  private static final int TOLERATED_STOPS = 1;
  private static final int TOLERATED_PERCENT = 20;

  /**
   * @param guests what is left of the plan: a refused stop is held
   * @param refusals what was refused and how to allow it, a sentence each
   */
  record Verdict(List<PlannedGuest> guests, List<String> refusals) {}

  Verdict check(List<PlannedGuest> planned) {
    List<String> refusals = new ArrayList<>();
    List<PlannedGuest> guests = new ArrayList<>();
    for (PlannedGuest guest : planned) {
      if (interrupted(guest) && gone(guest) && isProtected(guest)) {
        refusals.add(guest.id() + ": its file is gone, but it is protected");
        guests.add(held(guest, "its file is gone, but it is protected"));
      } else {
        guests.add(guest);
      }
    }
    Optional<String> mass = massStop(guests.stream().filter(Guard::interrupted).count());
    mass.ifPresent(refusals::add);
    mass.ifPresent(_ -> guests.replaceAll(g -> interrupted(g) ? held(g, STOP_REFUSED) : g));
    return new Verdict(guests, refusals);
  }

  private Optional<String> massStop(long stops) {
    if (stops <= allowedStops) {
      return Optional.empty();
    }
    String consent = "; --allow-stops " + stops + " allows it";
    String would = stops == 1 ? "1 guest would stop" : stops + " guests would stop";
    if (!desired.present()) {
      return Optional.of(desired.source() + " does not exist and " + would + consent);
    }
    if (desired.readings().isEmpty()) {
      return Optional.of(desired.source() + " holds no domain file and " + would + consent);
    }
    long running =
        actual.guests().values().stream()
            .filter(g -> g.running().filter(Stops::interrupts).isPresent())
            .count();
    return stops > TOLERATED_STOPS && stops * 100 > running * TOLERATED_PERCENT
        ? Optional.of(
            stops
                + " of "
                + running
                + " running guests would stop, more than "
                + TOLERATED_PERCENT
                + " %"
                + consent)
        : Optional.empty();
  }

  private static boolean interrupted(PlannedGuest guest) {
    return guest.action() == Action.STOP && guest.interrupts();
  }

  /** A guest that is to be forgotten has no file any more. */
  private static boolean gone(PlannedGuest guest) {
    return guest.record().isEmpty();
  }

  private boolean isProtected(PlannedGuest guest) {
    return record(guest).filter(GuestRecord::protect).isPresent();
  }

  private Optional<GuestRecord> record(PlannedGuest guest) {
    return Optional.ofNullable(actual.guests().get(guest.id())).flatMap(ActualGuest::record);
  }

  private PlannedGuest held(PlannedGuest guest, String why) {
    return PlannedGuest.untouched(
        guest.id(), Action.HOLD, why, guest.at(), List.of(), record(guest));
  }
}
