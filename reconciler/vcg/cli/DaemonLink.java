package vcg.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import vcg.linux.ControlConnection;

/** The daemon, asked over its control socket. */
final class DaemonLink implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final ControlConnection connection;

  private DaemonLink(ControlConnection connection) {
    this.connection = connection;
  }

  /** The daemon will not; the message says why. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /** No daemon is there, or it may not be asked; the message says which. */
  static final class Unreachable extends IOException {
    private static final long serialVersionUID = 1;

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  static Path socket(Arguments arguments) {
    return Path.of(arguments.get(Option.RUN_DIR, "/run/vcg")).toAbsolutePath().resolve("control");
  }

  static DaemonLink open(Arguments arguments) throws Unreachable {
    Path path = socket(arguments);
    try {
      return new DaemonLink(ControlConnection.open(path));
    } catch (IOException e) {
      String why =
          switch (String.valueOf(e.getMessage())) {
            case "ENOENT", "ECONNREFUSED" -> "no daemon listens at " + path + "; vcg run starts it";
            case "EACCES" -> "may not talk to the daemon at " + path + "; its --control-group may";
            default -> "cannot reach the daemon at " + path + ": " + e.getMessage();
          };
      throw new Unreachable(why, e);
    }
  }

  /** Empty: no daemon runs, or this user may not ask it. */
  static Optional<DaemonLink> find(Arguments arguments) {
    try {
      return Optional.of(open(arguments));
    } catch (Unreachable _) { // the caller does without
      return Optional.empty();
    }
  }

  /**
   * Asks one thing.
   *
   * @param guest empty: it is not about one guest
   */
  Map<String, Object> ask(String request, Optional<String> guest) throws IOException, Refused {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("formatVersion", ControlRequests.FORMAT);
    object.put("request", request);
    guest.ifPresent(name -> object.put("guest", name));
    return checked(connection.ask(object, ANSWER));
  }

  /** The next line of an answer that has several. */
  Map<String, Object> next() throws IOException, Refused {
    return checked(connection.next(Duration.ofDays(365)));
  }

  /**
   * Has the daemon look at everything, and waits for the end of that. Further lines of the answer
   * tell of each change.
   *
   * @return the status at that end, or later
   */
  Map<String, Object> look() throws IOException, Refused {
    Object before = lastLook(ask("status", Optional.empty())); // the look may be over at once
    ask("reload", Optional.empty());
    Map<String, Object> answer = ask("watch", Optional.empty());
    while (lastLook(answer).equals(before)) {
      answer = next();
    }
    return answer;
  }

  private static Object lastLook(Map<String, Object> answer) {
    Object look = answer.get("status") instanceof Map<?, ?> status ? status.get("lastLook") : "";
    return look == null ? "" : look;
  }

  private static Map<String, Object> checked(Map<String, Object> answer) throws Refused {
    if (Boolean.TRUE.equals(answer.get("ok"))) {
      return answer;
    }
    throw new Refused(answer.getOrDefault("error", "the daemon does not say why").toString());
  }

  @Override
  public void close() {
    connection.close();
  }
}
