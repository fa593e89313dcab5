package vcg.cli;

import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import vcg.linux.Json;
import vcg.report.Printable;

/** What the daemon adds to {@code vcg status}. */
final class DaemonStatusText {
  private DaemonStatusText() {}

  /** Empty: there is no daemon, or it does not answer this user. */
  static Optional<Map<String, Object>> find(Arguments arguments) {
    try (DaemonLink daemon = DaemonLink.open(arguments)) {
      return Optional.of(status(daemon.ask("status", Optional.empty())));
    } catch (IOException | DaemonLink.Refused _) { // the kernel and the state directory tell enough
      return Optional.empty();
    }
  }

  /** What the daemon says, to a user who may not look for himself. */
  static ExitCode alone(Arguments arguments, Console console, Map<String, Object> status)
      throws UsageException {
    console.data(
        arguments.choice(Option.FORMAT).equals("json")
            ? json(status)
            : DaemonText.of(status, arguments.operands(), Instant.now()));
    return ExitCode.OK;
  }

  /** Prints it anew with each change, until interrupted. */
  static ExitCode watch(Arguments arguments, Console console) throws UsageException, IOException {
    try (DaemonLink daemon = DaemonLink.open(arguments)) {
      Map<String, Object> answer = daemon.ask("watch", Optional.empty());
      while (true) {
        alone(arguments, console, status(answer));
        answer = daemon.next();
      }
    } catch (EOFException e) {
      throw new DaemonLink.Unreachable("the daemon has ended", e);
    } catch (DaemonLink.Refused e) {
      console.note("vcg: " + Printable.line(String.valueOf(e.getMessage())) + "\n");
      return ExitCode.REFUSED;
    }
  }

  /** A status as JSON with one member more. */
  static String with(String json, Map<String, Object> daemon) {
    Map<String, Object> object = new LinkedHashMap<>(Json.object(json));
    object.put("daemon", daemon);
    return Printable.json(Json.write(object));
  }

  private static String json(Map<String, Object> status) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("formatVersion", ControlRequests.FORMAT);
    object.put("daemon", status);
    return Printable.json(Json.write(object));
  }

  private static Map<String, Object> status(Map<String, Object> answer) {
    Map<String, Object> status = new LinkedHashMap<>();
    if (answer.get("status") instanceof Map<?, ?> object) {
      object.forEach((name, value) -> status.put(String.valueOf(name), value));
    }
    return status;
  }
}
