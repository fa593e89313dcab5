package vcg.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code vcg set GUEST PATH=VALUE...}. */
final class SetCommand {
  private SetCommand() {}

  static ExitCode run(Arguments arguments, Console console)
      throws UsageException, IOException, InterruptedException {
    List<String> operands = arguments.operands();
    if (operands.size() < 2) {
      throw new UsageException("set needs a guest and PATH=VALUE, such as cputune/shares=2048");
    }
    List<Assignment> assignments = new ArrayList<>();
    for (String word : operands.subList(1, operands.size())) {
      assignments.add(Assignment.parse(word));
    }
    return GuestEdit.run(arguments, console, operands.getFirst(), assignments);
  }
}
