package vcg.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vcg.apply.GuestLog;
import vcg.guest.GuestFiles;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Desired;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.read.DomainFiles;
import vcg.report.StatusJson;
import vcg.report.StatusText;

/** {@code vcg status [GUEST...]}. */
final class StatusCommand {
  private static final int LAST_LINES = 5;

  private StatusCommand() {}

  static ExitCode run(Arguments arguments, Console console) throws UsageException, IOException {
    if (arguments.has(Option.WATCH)) {
      return DaemonStatusText.watch(arguments, console);
    }
    Optional<Map<String, Object>> daemon = DaemonStatusText.find(arguments);
    try {
      return look(arguments, console, daemon);
    } catch (IOException e) {
      if (daemon.isEmpty() || !Failures.isPermission(e)) {
        throw e;
      }
      return DaemonStatusText.alone(arguments, console, daemon.get()); // of a user who may ask only
    }
  }

  private static ExitCode look(
      Arguments arguments, Console console, Optional<Map<String, Object>> daemon)
      throws UsageException, IOException {
    Desired desired =
        Stages.desired(arguments, List.of(arguments.domains()), DomainFiles.Trust.WARN);
    LiveHost host = LiveHost.looking(arguments, console);
    Actual actual = host.observe(desired);
    Plan plan = Stages.plan(arguments, desired, actual);
    Set<String> known = plan.guests().stream().map(g -> g.id().name()).collect(Collectors.toSet());
    for (String name : arguments.operands()) {
      if (!known.contains(name)) {
        throw new IOException("no guest " + name + ", neither in a file nor running");
      }
    }
    Plan shown = arguments.operands().isEmpty() ? plan : only(plan, arguments.operands());
    Map<GuestId, List<String>> said = lastWords(shown, actual, host.files());
    if (arguments.choice(Option.FORMAT).equals("json")) {
      String json = StatusJson.of(shown, actual, said);
      console.data(daemon.isEmpty() ? json : DaemonStatusText.with(json, daemon.get()));
    } else {
      console.data(StatusText.of(shown, actual, said));
      daemon.ifPresent(
          d -> console.data(DaemonText.besides(d, arguments.operands(), Instant.now())));
    }
    return ExitCode.OK;
  }

  /** What the processes of guests printed that ended without having been told to. */
  private static Map<GuestId, List<String>> lastWords(Plan shown, Actual actual, GuestFiles files)
      throws IOException {
    Map<GuestId, List<String>> said = new HashMap<>();
    for (PlannedGuest planned : shown.guests()) {
      GuestId id = planned.id();
      ActualGuest guest = actual.guests().get(id);
      if (guest != null
          && guest.running().isEmpty()
          && guest.record().filter(StatusCommand::endedBadly).isPresent()) {
        said.put(id, new GuestLog(files.log(id), files.olderLog(id)).tail(LAST_LINES));
      }
    }
    return said;
  }

  private static boolean endedBadly(GuestRecord record) {
    boolean crashed = record.id().driver() == Driver.LXC && record.failure().isPresent();
    return crashed || record.cameToNothing();
  }

  private static Plan only(Plan plan, List<String> names) {
    List<PlannedGuest> guests =
        plan.guests().stream().filter(g -> names.contains(g.id().name())).toList();
    return plan.withGuests(guests);
  }
}
