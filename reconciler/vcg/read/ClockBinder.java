package vcg.read;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vcg.model.Clock.LostTicks;
import vcg.model.Clock.Start;
import vcg.model.Clock.Track;
import vcg.model.Located;
import vcg.read.xml.Clock;
import vcg.read.xml.Domain;
import vcg.read.xml.Placed;

/** Reads the clocks. */
final class ClockBinder {
  private static final Set<String> MAY_BE_ABSENT = Set.of("hpet", "kvmclock", "hypervclock");

  private final Findings findings;

  ClockBinder(Findings findings) {
    this.findings = findings;
  }

  Located<vcg.model.Clock> bind(Domain domain) {
    Clock clock = domain.clock == null ? new Clock() : domain.clock;
    Placed at = domain.clock == null ? domain : domain.clock;
    Map<String, Clock.Timer> timers = timers(clock);
    Clock.Timer rtc = timers.getOrDefault("rtc", new Clock.Timer());
    Clock.Timer pit = timers.getOrDefault("pit", new Clock.Timer());
    Clock.Timer hpet = timers.getOrDefault("hpet", new Clock.Timer());
    return new Located<>(
        new vcg.model.Clock(
            start(clock),
            Words.is(rtc.tickpolicy, "catchup"),
            Words.word(rtc.track).map(ClockBinder::track),
            Words.word(pit.tickpolicy).flatMap(ClockBinder::lost),
            !Words.is(hpet.present, "no")),
        findings.at(at));
  }

  private Start start(Clock clock) {
    String offset = Words.word(clock.offset, "utc");
    onlyFor("variable", offset, clock, "basis", clock.basis);
    onlyFor("variable", offset, clock, "adjustment", clock.adjustment);
    onlyFor("absolute", offset, clock, "start", clock.start);
    onlyFor("timezone", offset, clock, "timezone", clock.timezone);
    return switch (offset) {
      case "localtime" -> new Start.LocalTime();
      case "variable" ->
          Words.is(clock.basis, "localtime") ? new Start.LocalTime() : new Start.Utc();
      case "absolute" -> {
        if (clock.start == null) {
          findings.error(Codes.INCOMPLETE, clock, "clock offset absolute needs start");
        }
        yield new Start.At(Words.number(clock.start).orElse(0L));
      }
      case "timezone" -> {
        if (clock.timezone == null) {
          findings.error(Codes.INCOMPLETE, clock, "clock offset timezone needs timezone");
        }
        yield new Start.Zone(Words.word(clock.timezone, "UTC"));
      }
      default -> new Start.Utc();
    };
  }

  private void onlyFor(
      String needed, String offset, Clock clock, String attribute, @Nullable String value) {
    if (value != null && !offset.equals(needed)) {
      findings.attributeError(
          Codes.CONTRADICTION, clock, attribute, attribute + " is for clock offset " + needed);
    }
  }

  private static Track track(String word) {
    return switch (word) {
      case "guest" -> Track.GUEST;
      case "realtime" -> Track.REALTIME;
      default -> Track.WALL;
    };
  }

  private static Optional<LostTicks> lost(String word) {
    return switch (word) {
      case "delay" -> Optional.of(LostTicks.DELAY);
      case "discard" -> Optional.of(LostTicks.DISCARD);
      default -> Optional.empty();
    };
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
    boolean ticks = name.equals("rtc") || name.equals("pit");
    if (timer.tickpolicy != null && !ticks) {
      hasNo(timer, name, "tickpolicy");
    }
    if (name.equals("rtc") && Words.is(timer.tickpolicy, "discard")) {
      findings.attributeError(
          Codes.CONTRADICTION, timer, "tickpolicy", "timer rtc cannot discard ticks");
    }
    if (timer.catchup != null && !Words.is(timer.tickpolicy, "catchup")) {
      findings.error(Codes.CONTRADICTION, timer.catchup, "<catchup> needs tickpolicy catchup");
    }
    if (timer.track != null && !name.equals("rtc")) {
      hasNo(timer, name, "track");
    }
    if (timer.frequency != null && !name.equals("tsc")) {
      hasNo(timer, name, "frequency");
    }
    if (timer.mode != null && !name.equals("tsc")) {
      hasNo(timer, name, "mode");
    }
    if (Words.is(timer.present, "no") && !MAY_BE_ABSENT.contains(name)) {
      findings.attributeError(
          Codes.CONTRADICTION, timer, "present", "timer " + name + " cannot be left out");
    }
  }

  private void hasNo(Clock.Timer timer, String name, String attribute) {
    findings.attributeError(
        Codes.CONTRADICTION, timer, attribute, "timer " + name + " has no " + attribute);
  }
}
