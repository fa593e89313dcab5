package vcg.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vcg.model.GuestId;
import vcg.report.Printable;

/** What becomes of one guest at the hands of the daemon. */
final class DaemonOutcome {
  private DaemonOutcome() {}

  /**
   * Has its file looked at, waits until the daemon is done with it, and tells what became of it.
   */
  static ExitCode ofLook(DaemonLink daemon, GuestId id, Console console) throws IOException {
    try {
      Map<String, Object> answer = daemon.look();
      while (isWorking(guest(answer, id))) {
        answer = daemon.next();
      }
      return tell(guest(answer, id), id, console);
    } catch (DaemonLink.Refused e) {
      console.note("vcg: " + Printable.line(String.valueOf(e.getMessage())) + "\n");
      return ExitCode.REFUSED;
    }
  }

  /** The same for a restart. */
  static ExitCode ofRestart(DaemonLink daemon, GuestId id, Console console) throws IOException {
    try {
      String before = pid(guest(daemon.ask("status", Optional.empty()), id));
      daemon.ask("restart", Optional.of(id.fileName()));
      Map<String, Object> answer = daemon.ask("watch", Optional.empty());
      while (isWorking(guest(answer, id)) || isAsBefore(guest(answer, id), before)) {
        answer = daemon.next();
      }
      return tell(guest(answer, id), id, console);
    } catch (DaemonLink.Refused e) {
      console.note("vcg: " + Printable.line(String.valueOf(e.getMessage())) + "\n");
      return ExitCode.REFUSED;
    }
  }

  private static boolean isWorking(Map<?, ?> guest) {
    return "working".equals(guest.get("sync"));
  }

  /** Whether a restart that was decided has not begun to show. */
  private static boolean isAsBefore(Map<?, ?> guest, String pid) {
    String now = pid(guest);
    boolean failed = "failed".equals(guest.get("sync")) || "crash loop".equals(guest.get("sync"));
    return !failed && !pid.isEmpty() && now.equals(pid);
  }

  private static String pid(Map<?, ?> guest) {
    Object pid = guest.get("pid");
    return pid == null ? "" : pid.toString();
  }

  private static ExitCode tell(Map<?, ?> guest, GuestId id, Console console) {
    Object sync = guest.get("sync");
    if (sync == null) {
      console.note("vcg: the daemon knows no " + Printable.line(id.name()) + "\n");
      return ExitCode.FAILED;
    }
    Object reason = guest.get(guest.containsKey("failure") ? "failure" : "reason");
    String pid = pid(guest).isEmpty() ? "" : ", process " + pid(guest);
    String why = reason == null ? "" : ": " + reason;
    console.say(Printable.line(id.name() + ": " + sync + pid + why) + "\n");
    return switch (sync.toString()) {
      case "in sync" -> ExitCode.OK;
      case "stop held" -> ExitCode.REFUSED;
      case "failed" -> ExitCode.FAILED;
      default -> ExitCode.NOT_CONVERGED;
    };
  }

  private static Map<?, ?> guest(Map<String, Object> answer, GuestId id) {
    String driver = id.driver().toString().toLowerCase(Locale.ROOT);
    if (answer.get("status") instanceof Map<?, ?> status
        && status.get("guests") instanceof List<?> guests) {
      for (Object each : guests) {
        if (each instanceof Map<?, ?> guest
            && id.name().equals(guest.get("name"))
            && driver.equals(guest.get("driver"))) {
          return guest;
        }
      }
    }
    return Map.of();
  }
}
