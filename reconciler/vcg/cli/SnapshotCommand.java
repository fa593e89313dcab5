package vcg.cli;

import java.io.IOException;
import java.util.List;
import vcg.model.Desired;
import vcg.read.DomainFiles;
import vcg.report.SnapshotJson;

/** {@code vcg snapshot [DIR]}. */
final class SnapshotCommand {
  private SnapshotCommand() {}

  static ExitCode run(Arguments arguments, Console console) throws UsageException, IOException {
    Desired desired =
        Stages.desired(arguments, List.of(arguments.directory()), DomainFiles.Trust.WARN);
    console.data(SnapshotJson.of(LiveHost.open(arguments).observe(desired)));
    return ExitCode.OK;
  }
}
