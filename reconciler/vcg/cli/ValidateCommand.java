package vcg.cli;

import java.io.IOException;
import java.util.List;
import vcg.model.Desired;
import vcg.model.Problem;
import vcg.read.DomainFiles;
import vcg.report.ProblemJson;
import vcg.report.ProblemText;

/** {@code vcg validate [DIR|FILE...]}. */
final class ValidateCommand {
  private ValidateCommand() {}

  static ExitCode run(Arguments arguments, Console console) throws UsageException, IOException {
    List<String> named =
        arguments.operands().isEmpty() ? List.of(arguments.domains()) : arguments.operands();
    Desired desired = Stages.desired(arguments, named, DomainFiles.Trust.WARN);
    if (arguments.choice(Option.FORMAT).equals("json")) {
      console.data(ProblemJson.of(desired));
    } else {
      console.say(ProblemText.of(desired, console.colour()));
    }
    if (!desired.present()) {
      return ExitCode.UNREACHABLE;
    }
    return desired.problems().stream().anyMatch(Problem::isError) ? ExitCode.INVALID : ExitCode.OK;
  }
}
