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
record Guard(Desired desired, Actual actual, int allowedStops, Optional<Census> census) {
  /** Why a guest is held whose stop was one of too many. */
  static final String STOP_REFUSED = "stop refused";

  /** Why a guest is held whose file is gone and whose last file asked for protection. */
  static final String PROTECTED = "its file is gone, but it is protected";

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
      if (counts(guest) && gone(guest) && isProtected(guest)) {
        refusals.add(guest.id() + ": " + PROTECTED);
        guests.add(held(guest, PROTECTED));
      } else {
        guests.add(guest);
      }
    }
    long stops = guests.stream().filter(this::counts).count();
    Optional<String> mass =
        stops == 0 ? Optional.empty() : massStop(stops + census.map(Census::stops).orElse(0L));
    mass.ifPresent(refusals::add);
    mass.ifPresent(_ -> guests.replaceAll(g -> counts(g) ? held(g, STOP_REFUSED) : g));
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
    if (census.map(Census::documents).orElse(desired.readings().size()) == 0) {
      return Optional.of(desired.source() + " holds no domain file and " + would + consent);
    }
    long running = census.map(Census::running).orElseGet(this::running);
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

  private long running() {
    return actual.guests().values().stream()
        .filter(g -> g.running().filter(Stops::interrupts).isPresent())
        .count();
  }

  /** Whether it is one of those stops that could be an accident. */
  private boolean counts(PlannedGuest guest) {
    boolean approved = census.filter(c -> c.approved().contains(guest.id())).isPresent();
    return guest.action() == Action.STOP && guest.interrupts() && !approved;
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
