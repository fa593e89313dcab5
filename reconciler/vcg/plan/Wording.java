package vcg.plan;

import java.util.Locale;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Bytes;
import vcg.model.Difference;

/** Settings in the words of people. */
final class Wording {
  private Wording() {}

  static Difference difference(Setting setting, Difference.Cause cause) {
    boolean converted = !setting.asked().equals(setting.wanted()) && isCount(setting);
    return new Difference(
        setting.knob().controller().toString(),
        field(setting),
        setting.from().isEmpty() ? "" : text(setting.knob(), setting.current()),
        text(setting.knob(), setting.wanted())
            + (converted
                ? String.format(Locale.ROOT, " (%s %s)", setting.asked(), setting.knob().field())
                : ""),
        setting.at(),
        cause,
        Difference.Interruption.LIVE);
  }

  /** The same for the directory of a group, which is then what the value belongs to. */
  static Difference difference(Setting setting, Group group, Difference.Cause cause) {
    Difference own = difference(setting, cause);
    String element = setting.knob().element(group.kind());
    return new Difference(
        group.toString(),
        element.isEmpty()
            ? own.field()
            : element.substring(Math.max(element.lastIndexOf('/'), element.lastIndexOf('@')) + 1),
        own.before(),
        own.after(),
        own.at(),
        cause,
        own.interruption());
  }

  /** A value with its unit, such as {@code 1 GiB} or {@code 50000 us}. */
  static String text(Knob knob, Value value) {
    if (!(value instanceof Value.Amount(long number))) {
      return value.toString();
    }
    return switch (knob.unit()) {
      case BYTES -> new Bytes(number).toString();
      case BYTES_PER_SECOND -> new Bytes(number) + "/s";
      case PER_SECOND -> number + "/s";
      case SWITCH -> number == 0 ? "no" : "yes";
      case MICROSECONDS -> number + " us";
      case COUNT, INDEXES -> Long.toString(number);
    };
  }

  private static String field(Setting setting) {
    return setting
        .device()
        .map(d -> setting.knob().field() + " " + d)
        .orElse(setting.knob().field());
  }

  private static boolean isCount(Setting setting) {
    return setting.knob().unit() == Knob.Unit.COUNT;
  }
}
