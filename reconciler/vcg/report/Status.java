package vcg.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import vcg.cgroup.DeviceProgram;
import vcg.model.Actual;
import vcg.model.ActualContainer;
import vcg.model.ActualGuest;
import vcg.model.Attempt;
import vcg.model.DeviceAccess;
import vcg.model.Difference;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.Running;

/**
 * How one guest is, and how that compares with its document.
 *
 * @param state what it does: running, paused, off and so on
 * @param sync whether it is as its document says, in a word or two
 * @param note what differs, and what went wrong last
 * @param failure what went wrong last; empty: nothing
 * @param crashes how often in a row it ended without having been told to, or could not be started
 * @param exitStatus how its process ended the last time, where that is known
 * @param said the last lines that its process printed, where it ended without having been told to
 * @param devices what enforces its device policy
 * @param foreign device programs of others in its directory
 */
record Status(
    PlannedGuest planned,
    Optional<Running> running,
    String state,
    String sync,
    String note,
    Optional<String> failure,
    int crashes,
    Optional<Integer> exitStatus,
    List<String> said,
    String devices,
    List<DeviceProgram> foreign) {
  /** How {@code devices.list} begins where no policy is in force. */
  private static final String EVERY_DEVICE = "a *:* ";

  /** One for each guest of the plan, in its order. */
  static List<Status> of(Plan plan, Actual actual, Map<GuestId, List<String>> said) {
    return plan.guests().stream()
        .map(g ->
            of(
                plan,
                g,
                Optional.ofNullable(actual.guests().get(g.id())),
                said.getOrDefault(g.id(), List.of())))
        .toList();
  }

  private static Status of(
      Plan plan, PlannedGuest planned, Optional<ActualGuest> there, List<String> said) {
    DeviceAccess devices = there.map(ActualGuest::devices).orElse(DeviceAccess.NONE);
    List<DeviceProgram> foreign = foreign(devices);
    Optional<Running> running = there.flatMap(ActualGuest::running);
    Optional<GuestRecord> record = there.flatMap(ActualGuest::record);
    Optional<String> failure = record.flatMap(GuestRecord::failure);
    boolean ended = running.isEmpty() && record.filter(GuestRecord::cameToNothing).isPresent();
    Optional<Attempt> attempt = record.flatMap(GuestRecord::attempt);
    int crashes = attempt.map(Attempt::crashes).orElse(0) + (ended ? 1 : 0);
    return new Status(
        planned,
        running,
        running.map(r -> r.state().toString()).orElse("off"),
        sync(planned),
        Places.shown(plan, note(planned, there, crashes, failure, foreign)),
        failure,
        crashes,
        attempt.flatMap(Attempt::exitStatus),
        said,
        enforced(devices),
        foreign);
  }

  private static String sync(PlannedGuest planned) {
    return switch (planned.action()) {
      case NONE -> "in sync";
      case START -> "not started";
      case LIVE -> "differs";
      case REPAIR -> "drifted";
      case RESTART -> "restart due";
      case STOP -> "to be stopped";
      case HOLD ->
          restartDue(planned)
              ? "restart due"
              : planned.reason().startsWith(Attempt.LOOP) ? Attempt.LOOP : "held";
    };
  }

  private static boolean restartDue(PlannedGuest planned) {
    return planned.differences().stream()
        .anyMatch(d -> d.interruption() == Difference.Interruption.RESTART);
  }

  private static String note(
      PlannedGuest planned,
      Optional<ActualGuest> there,
      int crashes,
      Optional<String> failure,
      List<DeviceProgram> foreign) {
    List<String> notes = new ArrayList<>();
    if (!planned.reason().isEmpty() && !planned.reason().equals(sync(planned))) {
      notes.add(planned.reason() + planned.at().map(at -> " (" + at + ")").orElse(""));
    }
    if (planned.action() != Action.START && !planned.differences().isEmpty()) {
      notes.add(Differences.located(planned.differences()));
    }
    boolean running = there.flatMap(ActualGuest::running).isPresent();
    if (running && crashes > 0) {
      notes.add(again(planned.id().driver(), crashes));
    }
    long killed = there.map(ActualGuest::container).map(ActualContainer::outOfMemory).orElse(0L);
    if (running && killed > 0) {
      notes.add(
          "out of memory: the kernel killed "
              + Amount.count(killed, "process", "processes")
              + " in it");
    }
    failure.ifPresent(why -> notes.add("last error: " + why));
    if (!foreign.isEmpty()) {
      notes.add("devices also decided by others: " + names(foreign));
    }
    return String.join("; ", notes);
  }

  /** A container that reboots starts again too. */
  private static String again(Driver driver, int times) {
    return switch (driver) {
      case QEMU -> "started again after " + Amount.count(times, "crash", "crashes");
      case LXC -> "started again " + (times == 1 ? "once" : times + " times in a row");
    };
  }

  private static String names(List<DeviceProgram> programs) {
    return programs.stream()
        .map(p -> p.name().isEmpty() ? "program " + p.id() : "program " + p.name())
        .collect(Collectors.joining(", "));
  }

  /** Programs that others attached to its directory: a device must be allowed by all. */
  private static List<DeviceProgram> foreign(DeviceAccess access) {
    return access.programs().stream().filter(p -> !p.isOurs()).toList();
  }

  /** What enforces its device policy: {@code list} on v1, {@code program} on v2, {@code none}. */
  private static String enforced(DeviceAccess access) {
    boolean list = access.list().filter(l -> !l.startsWith(EVERY_DEVICE)).isPresent();
    boolean program = access.programs().stream().anyMatch(DeviceProgram::isOurs);
    return list ? "list" : program ? "program" : "none";
  }
}
