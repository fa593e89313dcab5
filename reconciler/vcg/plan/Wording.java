package vcg.plan;

import java.util.Locale;
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
        setting.knob().field(),
        setting.from().isEmpty() ? "" : text(setting.knob(), setting.current()),
        text(setting.knob(), setting.wanted())
            + (converted
                ? String.format(Locale.ROOT, " (%s %s)", setting.asked(), setting.knob().field())
                : ""),
        setting.at(),
        cause,
        Difference.Interruption.LIVE);
  }

  /** A value with its unit, such as {@code 1 GiB} or {@code 50000 us}. */
  static String text(Knob knob, Value value) {
    if (!(value instanceof Value.Amount(long number))) {
      return value.toString();
    }
    return switch (knob.unit()) {
      case BYTES -> new Bytes(number).toString();
      case MICROSECONDS -> number + " us";
      case COUNT, INDEXES -> Long.toString(number);
    };
  }

  private static boolean isCount(Setting setting) {
    return setting.knob().unit() == Knob.Unit.COUNT;
  }
}
