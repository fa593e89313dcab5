package vcg.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vcg.model.ActualGuest;
import vcg.model.Attempt;
import vcg.model.Driver;
import vcg.model.Ends;
import vcg.model.Guest;
import vcg.model.GuestRecord;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.Running;

/**
 * What follows when a guest has ended without having been told to. One that switched itself off or
 * panicked keeps its process, and its document says what becomes of it. One whose process is gone
 * was ended by somebody or something else, and is started again: not at once when that happens
 * again and again.
 */
record Endings(Stops stops, Remembered remembered) {
  /** Whether it switched itself off because vcg told it to, and was ended before it noted that. */
  static boolean obeyed(ActualGuest there, Running running) {
    return running.state() == Running.State.POWERED_OFF
        && there.record().filter(GuestRecord::isStopping).isPresent();
  }

  /** The step that ends it for good, or why it is left alone; empty: it is to go on in place. */
  Optional<PlannedGuest> stayed(Guest guest, ActualGuest there, Running running) {
    return switch (running.state()) {
      case POWERED_OFF ->
          ends(guest).filter(e -> e.powerOff().value() == Ends.PowerOff.RESTART).isPresent()
              ? Optional.empty()
              : Optional.of(ended(guest, there, running, "powered itself off", Optional.empty()));
      case CRASHED -> crashed(guest, there, running);
      case RUNNING, PAUSED, SILENT -> Optional.empty();
    };
  }

  private Optional<PlannedGuest> crashed(Guest guest, ActualGuest there, Running running) {
    Located<Ends.Crash> crash =
        ends(guest).map(Ends::crash).orElse(new Located<>(Ends.Crash.DESTROY, guest.at()));
    return switch (crash.value()) {
      case DESTROY ->
          Optional.of(ended(guest, there, running, "crashed", Optional.of("the guest crashed")));
      case PRESERVE ->
          Optional.of(
              PlannedGuest.untouched(
                  guest.id(),
                  Action.HOLD,
                  "crashed and is kept for inspection, as on_crash asks",
                  Optional.of(crash.at()),
                  List.of(),
                  there.record()));
      case RESTART ->
          loop(guest, there, "the guest crashed")
              .map(why ->
                  PlannedGuest.untouched(
                      guest.id(),
                      Action.HOLD,
                      why.value(),
                      Optional.of(crash.at()),
                      List.of(),
                      there.record()));
    };
  }

  private PlannedGuest ended(
      Guest guest, ActualGuest there, Running running, String reason, Optional<String> failure) {
    GuestRecord off =
        remembered
            .stays(guest, there)
            .withProcess(Optional.empty())
            .withGranted(Optional.empty())
            .withPoweredOff(Optional.of(guest.digest()))
            .withFailure(failure);
    return stops.stop(there, running, reason, guest.at(), Optional.of(off));
  }

  /** Why a guest that ended by itself stays off; empty: it does not. */
  static Optional<String> staysOff(Guest guest, Optional<GuestRecord> record) {
    return record
        .filter(r -> r.poweredOff().filter(guest.digest()::equals).isPresent())
        .map(r ->
            r.failure().isPresent()
                ? "crashed; it starts when its file changes"
                : "powered itself off; it starts when its file changes");
  }

  /** Why a guest without a process is not started yet; empty: it is. */
  Optional<Located<String>> notYet(Guest guest, ActualGuest there) {
    boolean failed = there.record().flatMap(GuestRecord::process).isEmpty();
    String what = failed ? "it could not be started" : "its process ended";
    if (!failed && guest.id().driver() == Driver.LXC) {
      what = ContainerEndings.said(there);
    }
    return Remembered.cameToNothing(there) && !mayAtOnce(guest, there)
        ? loop(guest, there, what)
        : Optional.empty();
  }

  /** A container that reboots, or goes off and on, does nothing wrong unless it does so again. */
  private boolean mayAtOnce(Guest guest, ActualGuest there) {
    return ContainerEndings.of(there).filter(ContainerEndings.End::isOrderly).isPresent()
        && remembered.attempt(guest, there).map(a -> a.inARow(remembered.now())).orElse(1) == 1;
  }

  private Optional<Located<String>> loop(Guest guest, ActualGuest there, String what) {
    Optional<Attempt> last = remembered.attempt(guest, there);
    Duration left = last.map(a -> a.left(guest.uuid(), remembered.now())).orElse(Duration.ZERO);
    if (last.isEmpty() || left.isZero()) {
      return Optional.empty();
    }
    int times = last.get().inARow(remembered.now());
    return Optional.of(
        new Located<>(
            Attempt.LOOP
                + ": "
                + what
                + (times == 1 ? " soon after its start" : ", " + times + " times in a row")
                + "; next try in "
                + left.plusMillis(999).toSeconds()
                + " s",
            guest.at()));
  }

  /** What a guest is remembered by that is reset in place after it ended. */
  GuestRecord again(Guest guest, ActualGuest there, Running running) {
    GuestRecord stays = remembered.stays(guest, there);
    if (running.state() != Running.State.CRASHED) {
      return stays;
    }
    int crashes = remembered.attempt(guest, there).map(a -> a.inARow(remembered.now())).orElse(1);
    return stays.withAttempt(Optional.of(Attempt.next(crashes, remembered.now())));
  }

  /** Where a document says what follows when its guest is in this state; empty: it does not. */
  static Optional<Location> asked(Guest guest, Running.State state) {
    return switch (state) {
      case POWERED_OFF -> ends(guest).map(e -> e.powerOff().at());
      case CRASHED -> ends(guest).map(e -> e.crash().at());
      case RUNNING, PAUSED, SILENT -> Optional.empty();
    };
  }

  private static Optional<Ends> ends(Guest guest) {
    return switch (guest.machine()) {
      case Machine.Qemu qemu -> Optional.of(qemu.board().ends());
      case Machine.Container container -> Optional.of(container.ends());
    };
  }
}
