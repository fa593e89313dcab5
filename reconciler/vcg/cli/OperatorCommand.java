package vcg.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vcg.report.Printable;

/**
 * What operators ask of the daemon: {@code vcg approve}, {@code pause}, {@code resume}, {@code
 * reload}.
 */
final class OperatorCommand {
  private OperatorCommand() {}

  static ExitCode approve(Arguments arguments, Console console) throws UsageException, IOException {
    boolean all = arguments.has(Option.ALL);
    if (arguments.operands().size() != (all ? 0 : 1)) {
      throw new UsageException("approve takes one guest, or --all");
    }
    return ask(arguments, console, arguments.operands().stream().findFirst(), "stops now");
  }

  static ExitCode pause(Arguments arguments, Console console) throws UsageException, IOException {
    none(arguments, "; a guest is paused by run=\"paused\" in its file");
    return ask(arguments, console, Optional.empty(), "the daemon changes nothing until vcg resume");
  }

  static ExitCode resume(Arguments arguments, Console console) throws UsageException, IOException {
    none(arguments, "; a guest is resumed by run=\"running\" in its file");
    return ask(arguments, console, Optional.empty(), "the daemon is at work again");
  }

  static ExitCode reload(Arguments arguments, Console console) throws UsageException, IOException {
    none(arguments, "");
    try (DaemonLink daemon = DaemonLink.open(arguments)) {
      daemon.look();
      console.say("the daemon looked at everything\n");
      return ExitCode.OK;
    } catch (DaemonLink.Refused e) {
      return refused(console, e);
    }
  }

  private static void none(Arguments arguments, String instead) throws UsageException {
    if (!arguments.operands().isEmpty()) {
      throw new UsageException(
          arguments.command().word() + " is about the daemon and takes no guest" + instead);
    }
  }

  private static ExitCode ask(
      Arguments arguments, Console console, Optional<String> guest, String done)
      throws IOException {
    try (DaemonLink daemon = DaemonLink.open(arguments)) {
      Map<String, Object> answer = daemon.ask(arguments.command().word(), guest);
      List<?> guests = answer.get("guests") instanceof List<?> list ? list : List.of("");
      for (Object name : guests) {
        String start = name.toString().isEmpty() ? "" : name + ": ";
        console.say(Printable.line(start + done) + "\n");
      }
      if (guests.isEmpty()) {
        console.say("nothing waits for approval\n");
      }
      return ExitCode.OK;
    } catch (DaemonLink.Refused e) {
      return refused(console, e);
    }
  }

  private static ExitCode refused(Console console, DaemonLink.Refused refusal) {
    console.note("vcg: " + Printable.line(String.valueOf(refusal.getMessage())) + "\n");
    return ExitCode.REFUSED;
  }
}
