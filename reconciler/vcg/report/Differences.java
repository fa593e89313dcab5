package vcg.report;

import java.util.List;
import java.util.stream.Collectors;
import vcg.cgroup.Controller;
import vcg.cgroup.Group;
import vcg.model.Difference;

/** Values that differ, in the words that plan, outcome and status share. */
final class Differences {
  private static final String DEVICES = "devices";

  private Differences() {}

  /** From what to what, such as {@code 1024 → 2048}; only the new where there was nothing. */
  static String change(Difference difference) {
    if (difference.before().isEmpty()) {
      return difference.after();
    }
    if (!difference.after().isEmpty()) {
      return difference.before() + " → " + difference.after();
    }
    // "deny b 8:0 rw" says it all; of other things that go it must be said
    return difference.object().equals(DEVICES)
        ? difference.before()
        : difference.before() + " → none";
  }

  /** The same with what it belongs to and its name, such as {@code cpu shares 1024 → 2048}. */
  static String text(Difference difference) {
    return difference.object() + " " + difference.field() + " " + change(difference);
  }

  /** All in one line. */
  static String text(List<Difference> differences) {
    return differences.stream().map(Differences::text).collect(Collectors.joining(", "));
  }

  /** The same, each with the place that asks for it. */
  static String located(List<Difference> differences) {
    return differences.stream()
        .map(d -> text(d) + d.at().map(l -> " (" + l.file() + ":" + l.line() + ")").orElse(""))
        .collect(Collectors.joining(", "));
  }

  /** What there is to know beside the values; may be empty. */
  static String note(Difference difference) {
    return switch (difference.interruption()) {
      case RESTART -> "cannot change while it runs";
      case HOTPLUG ->
          difference.cause() == Difference.Cause.DRIFT ? "changed outside vcg" : "hotplug";
      case LIVE ->
          switch (difference.cause()) {
            case DRIFT -> "changed outside vcg";
            case DOCUMENT -> isDefault(difference) ? "default" : "";
          };
    };
  }

  /** A setting that no document asks for, put back; a process that moves or a device is none. */
  private static boolean isDefault(Difference difference) {
    String object = difference.object();
    return difference.at().isEmpty()
        && !object.equals(DEVICES)
        && (Controller.ofV1Name(object).isPresent() || Group.parse(object).isPresent());
  }
}
