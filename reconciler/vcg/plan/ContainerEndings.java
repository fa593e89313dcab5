package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.Ends;
import vcg.model.Guest;
import vcg.model.GuestRecord;
import vcg.model.Machine;
import vcg.model.PlannedGuest;

/**
 * What follows when the first process of a container has ended without having been told to. Unlike
 * a virtual machine it leaves nothing but its exit status: 0, or the signal by which the kernel
 * ends it when it switches the container off or reboots it. Any other exit status counts as a crash
 * of the guest's system. One that was killed is started again, like a virtual machine whose process
 * is gone.
 */
record ContainerEndings(Stops stops, Remembered remembered) {
  /** The kernel's answers to {@code reboot(2)} in a process name space: SIGHUP and SIGINT. */
  private static final int REBOOTED = 128 + 1;

  private static final int SWITCHED_OFF = 128 + 2;
  private static final int KILLED = 128 + 9;

  /** How a container ended. */
  enum End {
    POWERED_OFF,
    REBOOTED,
    CRASHED,
    KILLED;

    /** Whether the container itself wanted it. */
    boolean isOrderly() {
      return this == POWERED_OFF || this == REBOOTED;
    }
  }

  /** How it ended; empty: it runs, was stopped, or did not start. */
  static Optional<End> of(ActualGuest there) {
    if (there.running().isPresent()
        || there.record().flatMap(GuestRecord::process).isEmpty()
        || there.record().filter(GuestRecord::cameToNothing).isEmpty()) {
      return Optional.empty();
    }
    int status = there.container().exitStatus().orElse(KILLED);
    return Optional.of(
        switch (status) {
          case 0, SWITCHED_OFF -> End.POWERED_OFF;
          case REBOOTED -> End.REBOOTED;
          default -> status < 128 ? End.CRASHED : End.KILLED;
        });
  }

  /** What happened, as a sentence. */
  static String said(ActualGuest there) {
    Optional<Integer> status = there.container().exitStatus();
    return switch (of(there).orElse(End.KILLED)) {
      case POWERED_OFF -> "it powered itself off";
      case REBOOTED -> "it rebooted";
      case CRASHED -> "its first process ended with exit status " + status.orElse(0);
      case KILLED ->
          there.container().outOfMemory() > 0 && status.filter(s -> s == KILLED).isPresent()
              ? "its first process was killed, out of memory"
              : "its first process was killed"
                  + status.map(s -> " by signal " + (s - 128)).orElse("");
    };
  }

  /** The steps that clear away a container which is to stay off now; empty: it starts again. */
  Optional<PlannedGuest> staysOff(Guest guest, ActualGuest there) {
    Optional<End> end = of(there);
    if (end.isEmpty() || !(guest.machine() instanceof Machine.Container container)) {
      return Optional.empty();
    }
    Ends ends = container.ends();
    boolean off =
        switch (end.get()) {
          case POWERED_OFF -> ends.powerOff().value() == Ends.PowerOff.DESTROY;
          case REBOOTED -> ends.reboot().value() == Ends.Reboot.DESTROY;
          case CRASHED -> ends.crash().value() != Ends.Crash.RESTART;
          case KILLED -> false;
        };
    if (!off) {
      return Optional.empty();
    }
    String said = said(there);
    GuestRecord then =
        remembered
            .stays(guest, there)
            .withProcess(Optional.empty())
            .withPoweredOff(Optional.of(guest.digest()))
            .withFailure(end.get() == End.CRASHED ? Optional.of(said) : Optional.empty());
    List<Change> steps = new ArrayList<>(stops.leftOver(there));
    return Optional.of(
        new PlannedGuest(
            guest.id(),
            PlannedGuest.Action.STOP,
            said,
            false,
            Optional.of(guest.at()),
            List.of(),
            steps,
            Optional.of(
                then.withAttempt(
                    then.attempt().map(a -> a.withExitStatus(there.container().exitStatus()))))));
  }
}
