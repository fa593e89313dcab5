package vcg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.Plan;
import vcg.read.DomainFiles;
import vcg.report.PlanJson;
import vcg.report.PlanText;
import vcg.report.SnapshotReader;

/** {@code vcg plan [DIR]}. */
final class PlanCommand {
  private static final String SNAPSHOT = "snapshot:";

  private PlanCommand() {}

  static ExitCode run(Arguments arguments, Console console) throws UsageException, IOException {
    Desired desired =
        Stages.desired(arguments, List.of(arguments.directory()), DomainFiles.Trust.WARN);
    Plan plan = Stages.plan(arguments, desired, actual(arguments, desired, console));
    Stages.note(desired, console);
    if (arguments.choice(Option.FORMAT).equals("json")) {
      console.data(PlanJson.of(plan));
    } else {
      console.say(PlanText.of(plan, console.colour()));
    }
    if (arguments.has(Option.OUT)) {
      Files.writeString(Path.of(arguments.get(Option.OUT).orElseThrow()), PlanJson.of(plan));
    }
    boolean different = !plan.isConverged() && arguments.has(Option.DETAILED_EXITCODE);
    return Stages.inputCode(plan, desired).orElse(different ? ExitCode.DIFFERENT : ExitCode.OK);
  }

  private static Actual actual(Arguments arguments, Desired desired, Console console)
      throws UsageException, IOException {
    String from = arguments.get(Option.FROM, "live");
    if (from.equals("live")) {
      return LiveHost.looking(arguments, console).observe(desired);
    }
    if (!from.startsWith(SNAPSHOT)) {
      throw new UsageException("--from is \"" + from + "\", must be live or snapshot:FILE");
    }
    String file = from.substring(SNAPSHOT.length());
    try {
      return SnapshotReader.parse(Files.readString(Path.of(file)));
    } catch (IllegalArgumentException e) {
      throw new IOException("cannot read snapshot " + file + ": " + e.getMessage(), e);
    }
  }
}
