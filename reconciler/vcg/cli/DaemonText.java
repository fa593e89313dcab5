package vcg.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vcg.report.Printable;

/** What the daemon says of itself and its guests, for people. */
final class DaemonText {
  private DaemonText() {}

  /** A line for each guest, then the daemon. */
  static String of(Map<String, Object> status, List<String> names, Instant now) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("GUEST", "KIND", "STATE", "SYNC", "SINCE", "PID", "NOTE"));
    for (Map<?, ?> guest : objects(status.get("guests"))) {
      if (names.isEmpty() || names.contains(text(guest, "name"))) {
        rows.add(row(guest, now));
      }
    }
    StringBuilder out = new StringBuilder();
    if (rows.size() > 1) {
      rows.forEach(row -> line(out, row, rows));
    }
    for (Map<?, ?> file : objects(status.get("files"))) {
      out.append(Printable.line(text(file, "file") + " does not count: " + problem(file)))
          .append('\n');
    }
    return out.append(daemon(status, now)).toString();
  }

  /** What a look at the kernel does not tell: the daemon, and what it says of guests. */
  static String besides(Map<String, Object> status, List<String> names, Instant now) {
    StringBuilder out = new StringBuilder(daemon(status, now));
    for (Map<?, ?> guest : objects(status.get("guests"))) {
      boolean shown = names.isEmpty() || names.contains(text(guest, "name"));
      if (shown && !text(guest, "sync").equals("in sync")) {
        String since =
            StatusObject.ago(guest.get("since"), now).map(ago -> " for " + ago).orElse("");
        String note = note(guest, now);
        out.append(
            Printable.line(
                "daemon: "
                    + text(guest, "name")
                    + " is "
                    + text(guest, "sync")
                    + since
                    + (note.isEmpty() ? "" : ": " + note)));
        out.append('\n');
      }
    }
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      int index = column;
      int width = rows.stream().mapToInt(r -> r.get(index).length()).max().orElse(0);
      line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static List<String> row(Map<?, ?> guest, Instant now) {
    return List.of(
        Printable.line(text(guest, "name")),
        text(guest, "driver"),
        or(text(guest, "state"), "off"),
        text(guest, "sync"),
        StatusObject.ago(guest.get("since"), now).orElse("-"),
        or(text(guest, "pid"), "-"),
        Printable.line(note(guest, now)));
  }

  private static String note(Map<?, ?> guest, Instant now) {
    List<String> notes = new ArrayList<>();
    String at = text(guest, "at");
    add(notes, (at.isEmpty() ? "" : at + " ") + text(guest, "reason"));
    if (guest.get("file") instanceof Map<?, ?> file) {
      add(notes, "the last good file counts: " + problem(file));
    }
    add(notes, text(guest, "failure"));
    if (guest.get("nextTry") instanceof String next) {
      long seconds = Math.max(0, Instant.parse(next).getEpochSecond() - now.getEpochSecond());
      notes.add("tried again in " + seconds + "s");
    }
    if (guest.get("drifts") instanceof Number drifts && drifts.longValue() > 0) {
      notes.add("repaired " + drifts + " times");
    }
    return String.join("; ", notes);
  }

  private static void add(List<String> notes, String note) {
    if (!note.isBlank() && !notes.contains(note)) {
      notes.add(note);
    }
  }

  private static String problem(Map<?, ?> file) {
    return objects(file.get("problems")).stream()
        .map(problem -> text(problem, "at") + " " + text(problem, "message"))
        .findFirst()
        .orElse("");
  }

  /** The daemon itself, on a line, and what troubles it, on a line each. */
  static String daemon(Map<String, Object> status, Instant now) {
    Map<String, Long> counts =
        objects(status.get("guests")).stream()
            .collect(
                Collectors.groupingBy(
                    g -> text(g, "sync"), java.util.TreeMap::new, Collectors.counting()));
    StringBuilder out = new StringBuilder("daemon: process ").append(text(status, "pid"));
    out.append(Boolean.TRUE.equals(status.get("paused")) ? ", paused" : "");
    out.append(Boolean.TRUE.equals(status.get("ready")) ? "" : ", not ready yet");
    counts.forEach((sync, count) -> out.append(", ").append(count).append(' ').append(sync));
    StatusObject.ago(status.get("lastLook"), now)
        .ifPresent(ago -> out.append(", looked at everything ").append(ago).append(" ago"));
    out.append('\n');
    if (status.get("troubles") instanceof List<?> troubles) {
      troubles.forEach(t -> out.append("daemon: ").append(Printable.line(t + "")).append('\n'));
    }
    return out.toString();
  }

  private static List<Map<?, ?>> objects(@Nullable Object list) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (list instanceof List<?> items) {
      items.forEach(item -> {
        if (item instanceof Map<?, ?> object) {
          objects.add(object);
        }
      });
    }
    return objects;
  }

  private static String text(Map<?, ?> object, String member) {
    Object value = object.get(member);
    return value == null ? "" : value.toString();
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }
}
