package vcg.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vcg.cgroup.Knob;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.Guest;
import vcg.model.Host;
import vcg.model.SchedulerParameter;

/**
 * What the kernel's scheduler holds for one guest.
 *
 * @param lines in libvirt's order; without those of groups that the guest has not
 */
record Scheduler(List<Line> lines) {
  /** What the kernel calls the scheduler of ordinary processes, and libvirt too. */
  static final String TYPE = "posix";

  private static final long UNLIMITED = -1;

  /**
   * One parameter.
   *
   * @param value in the document's unit, -1 for no limit as libvirt prints it; empty: this host
   *     does not have it, or holds a number that stands for no value of the document
   * @param file where the host keeps it; empty: nowhere
   * @param kernel what is in force, where that is another number than the document's
   */
  record Line(
      SchedulerParameter parameter,
      Optional<Long> value,
      Optional<String> file,
      Optional<Value> kernel) {}

  /**
   * @param guest what the document asks for; empty: there is none that is valid
   */
  static Scheduler of(Host host, ActualGuest there, Optional<Guest> guest) {
    List<Line> lines = new ArrayList<>();
    for (SchedulerParameter parameter : SchedulerParameter.values()) {
      Optional<ActualCgroup> group = parameter.group().map(g -> there.groups().get(g));
      if (parameter.group().isEmpty()) {
        lines.add(line(parameter, host, there.cgroup(), guest));
      } else if (group.isPresent() && !group.get().hierarchies().isEmpty()) {
        lines.add(line(parameter, host, group.get(), guest));
      }
    }
    return new Scheduler(List.copyOf(lines));
  }

  private static Line line(
      SchedulerParameter parameter, Host host, ActualCgroup there, Optional<Guest> guest) {
    Knob knob = parameter.knob();
    Optional<Spelling> spelling = host.spelling(knob);
    Optional<Value> held =
        spelling.flatMap(s -> Optional.ofNullable(there.contents().get(knob)).map(s::parse));
    if (spelling.isEmpty() || held.isEmpty()) {
      return new Line(parameter, Optional.empty(), Optional.empty(), Optional.empty());
    }
    Optional<String> file = spelling.map(Spelling::file);
    if (!converts(spelling.get(), host)) {
      return new Line(parameter, number(held.get()), file, Optional.empty());
    }
    Map<Knob, Value> asked = new TreeMap<>();
    guest.ifPresent(g -> g.tuning().values().forEach((k, value) -> asked.put(k, value.value())));
    Value ours = asked.getOrDefault(knob, spelling.get().initial());
    boolean isOurs =
        guest.isPresent()
            && spelling.get().stored(ours, asked, host.pageBytes()).equals(held.get());
    return new Line(parameter, isOurs ? number(ours) : Optional.empty(), file, held);
  }

  /** Whether the kernel counts otherwise than the document: then its default is another number. */
  private static boolean converts(Spelling spelling, Host host) {
    Value first = spelling.initial();
    return !spelling.stored(first, Map.of(), host.pageBytes()).equals(first);
  }

  private static Optional<Long> number(Value value) {
    return switch (value) {
      case Value.Amount(long number) -> Optional.of(number);
      case Value.Unlimited _ -> Optional.of(UNLIMITED);
      case Value.IndexSet _, Value.NoOwn _ -> Optional.empty();
    };
  }
}
