package vcg.read;

import java.util.Map;
import java.util.TreeMap;
import vcg.model.Board;
import vcg.model.Located;
import vcg.read.xml.Clock;
import vcg.read.xml.Domain;
import vcg.read.xml.Placed;

/** Reads the clocks. */
final class ClockBinder {
  private final Findings findings;

  ClockBinder(Findings findings) {
    this.findings = findings;
  }

  Located<Board.Clock> bind(Domain domain) {
    Clock clock = domain.clock == null ? new Clock() : domain.clock;
    Placed at = domain.clock == null ? domain : domain.clock;
    Map<String, Clock.Timer> timers = timers(clock);
    return new Located<>(
        new Board.Clock(
            Words.is(clock.offset, "localtime"),
            timers.containsKey("rtc") && Words.is(timers.get("rtc").tickpolicy, "catchup"),
            timers.containsKey("pit") && Words.is(timers.get("pit").tickpolicy, "delay"),
            !timers.containsKey("hpet") || !Words.is(timers.get("hpet").present, "no")),
        findings.at(at));
  }

  private Map<String, Clock.Timer> timers(Clock clock) {
    Map<String, Clock.Timer> timers = new TreeMap<>();
    for (Clock.Timer timer : clock.timers) {
      String name = Words.word(timer.name, "");
      Clock.Timer first = timers.putIfAbsent(name, timer);
      if (first != null && !name.isEmpty()) {
        findings.attributeError(
            Codes.TWICE,
            timer,
            "name",
            "timer " + name + " occurs twice",
            "the first one is at " + findings.at(first));
      }
      check(timer, name);
    }
    return timers;
  }

  private void check(Clock.Timer timer, String name) {
    if (name.equals("hpet") && timer.tickpolicy != null) {
      findings.attributeError(
          Codes.CONTRADICTION, timer, "tickpolicy", "timer hpet has no tickpolicy");
    }
    if (!name.equals("hpet") && Words.is(timer.present, "no")) {
      findings.attributeError(
          Codes.CONTRADICTION, timer, "present", "timer " + name + " cannot be left out");
    }
  }
}
