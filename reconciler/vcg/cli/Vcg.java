package vcg.cli;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The program. */
public final class Vcg {
  private Vcg() {}

  public static void main(String[] words) {
    PrintStream out = Console.stream(FileDescriptor.out);
    PrintStream err = Console.stream(FileDescriptor.err);
    System.exit(run(List.of(words), System.getenv(), out, err).number());
  }

  static ExitCode run(
      List<String> words, Map<String, String> environment, PrintStream out, PrintStream err) {
    boolean verbose = words.contains("-v");
    try {
      Arguments arguments =
          configured(Arguments.parse(asksForHelp(words) ? help(words) : words, environment));
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", level(arguments, verbose));
      System.setProperty("org.slf4j.simpleLogger.showLogName", "false");
      System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
      return run(arguments, Console.of(arguments, environment, out, err));
    } catch (UsageException e) {
      err.println("vcg: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (DaemonLink.Unreachable e) {
      err.println("vcg: " + e.getMessage());
      return ExitCode.UNREACHABLE;
    } catch (IOException e) {
      err.println("vcg: " + Failures.text(e));
      return ExitCode.FAILED;
    } catch (InterruptedException _) {
      err.println("vcg: interrupted; what was done so far stays");
      return ExitCode.FAILED;
    } catch (RuntimeException | AssertionError e) {
      err.println("vcg: internal error: " + e + "; -v shows where");
      if (verbose) {
        e.printStackTrace(err);
      }
      return ExitCode.FAILED;
    }
  }

  /** With the configuration file, but for commands that help to get it right. */
  private static Arguments configured(Arguments arguments) throws UsageException, IOException {
    return switch (arguments.command()) {
      case HELP, VERSION, DEMO -> arguments;
      default -> Configuration.into(arguments);
    };
  }

  /** The log of the daemon is what it has to say; commands print results. */
  private static String level(Arguments arguments, boolean verbose) {
    boolean daemon = arguments.command() == Command.RUN;
    return daemon ? (verbose ? "debug" : "info") : verbose ? "info" : "error";
  }

  private static boolean asksForHelp(List<String> words) {
    return words.contains("--help") || words.contains("-h");
  }

  /** {@code vcg plan --help} is {@code vcg help plan}. */
  private static List<String> help(List<String> words) {
    return Stream.concat(
            Stream.of("help"), words.stream().filter(w -> Command.of(w).isPresent()).limit(1))
        .toList();
  }

  private static ExitCode run(Arguments arguments, Console console)
      throws UsageException, IOException, InterruptedException {
    return switch (arguments.command()) {
      case VALIDATE -> ValidateCommand.run(arguments, console);
      case PLAN -> PlanCommand.run(arguments, console);
      case APPLY -> ApplyCommand.run(arguments, console);
      case RUN -> RunCommand.run(arguments, console);
      case RESTART -> RestartCommand.run(arguments, console);
      case APPROVE -> OperatorCommand.approve(arguments, console);
      case PAUSE -> OperatorCommand.pause(arguments, console);
      case RESUME -> OperatorCommand.resume(arguments, console);
      case RELOAD -> OperatorCommand.reload(arguments, console);
      case EXPLAIN -> ExplainCommand.run(arguments, console);
      case STATUS -> StatusCommand.run(arguments, console);
      case CONSOLE -> ConsoleCommand.run(arguments, console);
      case LOGS -> LogsCommand.run(arguments, console);
      case SCHEDINFO -> SchedinfoCommand.run(arguments, console);
      case SET -> SetCommand.run(arguments, console);
      case IMPORT -> ImportCommand.run(arguments, console, System.in);
      case DOCTOR -> DoctorCommand.run(arguments, console);
      case SNAPSHOT -> SnapshotCommand.run(arguments, console);
      case DEMO -> throw new UsageException("demo runs from the source tree: ./vcg demo");
      case VERSION -> HelpText.version(console);
      case HELP -> HelpText.help(arguments, console);
    };
  }
}
