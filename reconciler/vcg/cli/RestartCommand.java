package vcg.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import vcg.linux.StateLock;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Desired;
import vcg.model.GuestId;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.plan.OneGuest;
import vcg.plan.Planner;
import vcg.read.DomainFiles;
import vcg.report.PlanText;
import vcg.report.Printable;

/** {@code vcg restart GUEST}: consents to what cannot change while that guest runs. */
final class RestartCommand {
  private RestartCommand() {}

  static ExitCode run(Arguments arguments, Console console)
      throws UsageException, IOException, InterruptedException {
    if (arguments.operands().size() != 1) {
      throw new UsageException("restart takes one guest");
    }
    if (arguments.has(Option.DRY_RUN)) {
      return restart(arguments, console);
    }
    Optional<DaemonLink> daemon = DaemonLink.find(arguments);
    if (daemon.isPresent()) {
      try (DaemonLink link = daemon.get()) {
        return DaemonOutcome.ofRestart(link, known(arguments), console);
      }
    }
    try (StateLock _ = StateLock.acquire(Stages.stateDirectory(arguments), "vcg restart")) {
      return restart(arguments, console);
    }
  }

  private static GuestId known(Arguments arguments) throws UsageException, IOException {
    Desired desired =
        Stages.desired(arguments, List.of(arguments.domains()), DomainFiles.Trust.WARN);
    return GuestName.find(
        arguments.operands().getFirst(), desired, LiveHost.open(arguments).records().guests());
  }

  private static ExitCode restart(Arguments arguments, Console console)
      throws UsageException, IOException, InterruptedException {
    boolean dry = arguments.has(Option.DRY_RUN);
    Desired desired =
        Stages.desired(
            arguments,
            List.of(arguments.domains()),
            dry ? DomainFiles.Trust.WARN : Stages.trust(arguments));
    if (!desired.present()) {
      Stages.note(desired, console);
      return ExitCode.UNREACHABLE;
    }
    LiveHost host = LiveHost.open(arguments);
    GuestId id = GuestName.find(arguments.operands().getFirst(), desired, host.records().guests());
    Actual actual = host.observe(desired);
    Plan whole = Planner.plan(desired, actual, Stages.options(arguments, 0).restarting(id));
    Plan plan = OneGuest.of(whole, id, file(desired, id));
    boolean runs =
        Optional.ofNullable(actual.guests().get(id)).flatMap(ActualGuest::running).isPresent();
    if (runs && plan.count(PlannedGuest.Action.STOP) > 0) {
      console.note("vcg: " + Printable.line(id.name() + ": its file does not let it run") + "\n");
      return ExitCode.REFUSED;
    }
    if (dry || plan.isEmpty()) {
      console.say(PlanText.of(plan, console.colour()));
    }
    if (dry) {
      return Stages.inputCode(plan, desired).orElse(ExitCode.OK);
    }
    return ApplyCommand.apply(console, host, desired, actual, plan);
  }

  private static String file(Desired desired, GuestId id) {
    return desired.readings().stream()
        .filter(r -> r.claims().filter(id::equals).isPresent())
        .map(vcg.model.Reading::file)
        .findFirst()
        .orElse("");
  }
}
