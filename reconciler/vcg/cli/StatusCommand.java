package vcg.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.read.DomainFiles;
import vcg.report.StatusJson;
import vcg.report.StatusText;

/** {@code vcg status [GUEST...]}. */
final class StatusCommand {
  private StatusCommand() {}

  static ExitCode run(Arguments arguments, Console console) throws UsageException, IOException {
    Desired desired = Stages.desired(List.of(arguments.domains()), DomainFiles.Trust.WARN);
    Actual actual = LiveHost.open(arguments).observe(desired);
    Plan plan = Stages.plan(arguments, desired, actual);
    Set<String> known = plan.guests().stream().map(g -> g.id().name()).collect(Collectors.toSet());
    for (String name : arguments.operands()) {
      if (!known.contains(name)) {
        throw new IOException("no guest " + name + ", neither in a file nor running");
      }
    }
    Plan shown = arguments.operands().isEmpty() ? plan : only(plan, arguments.operands());
    console.data(
        arguments.choice(Option.FORMAT).equals("json")
            ? StatusJson.of(shown, actual)
            : StatusText.of(shown, actual));
    return ExitCode.OK;
  }

  private static Plan only(Plan plan, List<String> names) {
    List<PlannedGuest> guests =
        plan.guests().stream().filter(g -> names.contains(g.id().name())).toList();
    return plan.withGuests(guests);
  }
}
