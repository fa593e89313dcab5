package vcg.report;

import java.util.Locale;
import java.util.Optional;
import vcg.model.ActualGuest;
import vcg.model.Guest;
import vcg.model.Host;

/** What the kernel's scheduler holds for one guest, as {@code virsh schedinfo} prints it. */
public final class SchedulerText {
  private SchedulerText() {}

  /**
   * A line for the scheduler and one for each parameter.
   *
   * @param guest what the document asks for; empty: there is none that is valid
   */
  public static String of(Host host, ActualGuest there, Optional<Guest> guest) {
    StringBuilder out = new StringBuilder();
    line(out, "Scheduler", Scheduler.TYPE);
    for (Scheduler.Line line : Scheduler.of(host, there, guest).lines()) {
      String value = line.value().map(Object::toString).orElse("-");
      String kernel =
          line.kernel().map(held -> " (" + line.file().orElse("") + " " + held + ")").orElse("");
      line(out, line.parameter().word(), value + kernel);
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(String.format(Locale.ROOT, "%-15s: %s\n", name, value));
  }
}
