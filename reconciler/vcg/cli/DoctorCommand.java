package vcg.cli;

import java.io.IOException;
import java.util.List;
import vcg.linux.HostChecks;
import vcg.model.Diagnosis;
import vcg.report.DoctorJson;
import vcg.report.DoctorText;

/** {@code vcg doctor}. */
final class DoctorCommand {
  private DoctorCommand() {}

  static ExitCode run(Arguments arguments, Console console) throws UsageException, IOException {
    if (!arguments.operands().isEmpty()) {
      throw new UsageException("doctor takes no arguments");
    }
    Diagnosis found =
        LiveHost.look(arguments)
            .with(
                HostChecks.of(
                    List.of(
                        Stages.stateDirectory(arguments), Stages.files(arguments).runDirectory())));
    console.data(
        arguments.choice(Option.FORMAT).equals("json")
            ? DoctorJson.of(found)
            : DoctorText.of(found));
    return found.canStart() ? ExitCode.OK : ExitCode.FAILED;
  }
}
