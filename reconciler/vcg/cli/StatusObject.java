package vcg.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vcg.model.Problem;
import vcg.run.DaemonStatus;
import vcg.run.FileCondition;
import vcg.run.GuestCondition;

/** The daemon's status as it goes over the control socket. What is not known is left out. */
final class StatusObject {
  private StatusObject() {}

  static Map<String, Object> of(DaemonStatus status) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("pid", ProcessHandle.current().pid());
    object.put("source", status.source());
    object.put("started", text(status.started()));
    object.put("ready", status.ready());
    object.put("paused", status.paused());
    status.lastLook().ifPresent(at -> object.put("lastLook", at.toString()));
    object.put("working", status.working());
    object.put("troubles", List.copyOf(status.troubles()));
    object.put("guests", status.guests().stream().map(StatusObject::guest).toList());
    object.put("files", status.files().stream().map(StatusObject::file).toList());
    return object;
  }

  private static Map<String, Object> guest(GuestCondition guest) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", guest.id().name());
    object.put("driver", guest.id().driver().toString().toLowerCase(Locale.ROOT));
    object.put("sync", word(guest.sync()));
    object.put("since", text(guest.since()));
    if (!guest.reason().isEmpty()) {
      object.put("reason", guest.reason());
    }
    guest.at().ifPresent(at -> object.put("at", at.toString()));
    guest.process().ifPresent(process -> object.put("pid", process.pid()));
    guest.state().ifPresent(state -> object.put("state", state.name().toLowerCase(Locale.ROOT)));
    guest.file().ifPresent(file -> object.put("file", file(file)));
    object.put("drifts", guest.drifts());
    guest.failure().ifPresent(failure -> object.put("failure", failure));
    guest.nextTry().ifPresent(next -> object.put("nextTry", text(next)));
    return object;
  }

  private static Map<String, Object> file(FileCondition file) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", file.file());
    object.put("since", text(file.since()));
    object.put("problems", file.problems().stream().map(StatusObject::problem).toList());
    return object;
  }

  private static Map<String, Object> problem(Problem problem) {
    return Map.of("at", problem.at().toString(), "message", problem.message());
  }

  /** {@code RESTART_DUE} is {@code restart due}. */
  static String word(GuestCondition.Sync sync) {
    return sync.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String text(Instant at) {
    return at.truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString();
  }

  /** How long ago something was, such as {@code 3m}; empty: no time is given. */
  static Optional<String> ago(@Nullable Object text, Instant now) {
    if (!(text instanceof String at)) {
      return Optional.empty();
    }
    long seconds = Math.max(0, Duration.between(Instant.parse(at), now).toSeconds());
    return Optional.of(
        seconds < 60
            ? seconds + "s"
            : seconds < 3600
                ? seconds / 60 + "m"
                : seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d");
  }
}
