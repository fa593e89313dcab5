package vcg.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.model.ActualGuest;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.read.DomainFiles;
import vcg.report.Printable;
import vcg.report.SchedulerJson;
import vcg.report.SchedulerText;

/** {@code vcg schedinfo GUEST [--set NAME=VALUE]...}. */
final class SchedinfoCommand {
  private SchedinfoCommand() {}

  static ExitCode run(Arguments arguments, Console console)
      throws UsageException, IOException, InterruptedException {
    if (arguments.operands().size() != 1) {
      throw new UsageException("schedinfo takes one guest; --set NAME=VALUE changes a parameter");
    }
    String word = arguments.operands().getFirst();
    List<Assignment> assignments = new ArrayList<>();
    for (String setting : arguments.all(Option.SET)) {
      assignments.add(Assignment.ofParameter(setting));
    }
    if (!assignments.isEmpty()) {
      return GuestEdit.run(arguments, console, word, assignments);
    }
    if (arguments.has(Option.DRY_RUN)) {
      throw new UsageException("--dry-run goes with --set");
    }
    return show(word, arguments, console);
  }

  private static ExitCode show(String word, Arguments arguments, Console console)
      throws UsageException, IOException {
    Desired desired =
        Stages.desired(arguments, List.of(arguments.domains()), DomainFiles.Trust.WARN);
    LiveHost host = LiveHost.open(arguments);
    GuestId id = GuestName.find(word, desired, host.records().guests());
    Optional<ActualGuest> there =
        Optional.ofNullable(host.observe(desired).guests().get(id))
            .filter(g -> g.running().isPresent());
    if (there.isEmpty()) {
      console.note("vcg: " + Printable.line(id.name()) + " is not running: nothing is in force\n");
      return ExitCode.FAILED;
    }
    Optional<Guest> asked = desired.guests().stream().filter(g -> g.id().equals(id)).findFirst();
    console.data(
        arguments.choice(Option.FORMAT).equals("json")
            ? SchedulerJson.of(host.host(), id, there.get(), asked)
            : SchedulerText.of(host.host(), there.get(), asked));
    return ExitCode.OK;
  }
}
