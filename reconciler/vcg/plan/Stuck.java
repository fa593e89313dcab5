package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vcg.cgroup.Controller;
import vcg.cgroup.Knob;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.model.ActualCgroup;
import vcg.model.Bandwidth;
import vcg.model.Change;
import vcg.model.Host;

/**
 * Directories that stay as they are although those above them change. On v1 a directory cannot be
 * left with less than one inside it has.
 */
record Stuck(Host host, List<ActualCgroup> cgroups) {
  Stuck {
    cgroups = List.copyOf(cgroups);
  }

  /** With one more. */
  Stuck and(ActualCgroup cgroup) {
    List<ActualCgroup> more = new ArrayList<>(cgroups);
    more.add(cgroup);
    return new Stuck(host, more);
  }

  /** Why a write that takes something away cannot be made; empty: it can. */
  Optional<String> conflict(Change.WriteSetting write, List<Setting> all) {
    return cgroups.stream()
        .filter(c -> c.path().startsWith(write.cgroup().path() + "/"))
        .filter(c -> c.hierarchies().contains(write.cgroup().hierarchy()))
        .flatMap(c -> conflict(write, all, c).stream())
        .findFirst();
  }

  private Optional<String> conflict(
      Change.WriteSetting write, List<Setting> all, ActualCgroup inside) {
    for (Map.Entry<Knob, Value> entry : write.reads().entrySet()) {
      Optional<String> conflict =
          switch (entry.getKey()) {
            case CPUSET_CPUS, CPUSET_MEMS -> uncovered(entry.getKey(), entry.getValue(), inside);
            case CPU_PERIOD, CPU_QUOTA -> above(all, inside);
            default -> Optional.empty();
          };
      if (conflict.isPresent()) {
        return conflict;
      }
    }
    return Optional.empty();
  }

  private Optional<String> uncovered(Knob knob, Value wanted, ActualCgroup inside) {
    String content = inside.contents().getOrDefault(knob, "");
    return !host.isUnified(Controller.CPUSET)
            && !content.isEmpty()
            && !((Value.IndexSet) wanted).covers(new Value.IndexSet(content))
        ? Optional.of(stillHas(inside, content))
        : Optional.empty();
  }

  private String stillHas(ActualCgroup inside, String what) {
    return "it cannot have less than " + host.layout().shown(inside.path()) + " in it: " + what;
  }

  private Optional<String> above(List<Setting> all, ActualCgroup inside) {
    Optional<Bandwidth> wanted =
        Settings.below(new Above(host.inherited(), Optional.empty()), host, all).bandwidth();
    Optional<Bandwidth> held = bandwidth(inside);
    return wanted.isPresent() && held.isPresent() && held.get().compareTo(wanted.get()) > 0
        ? Optional.of(stillHas(inside, held.get().toString()))
        : Optional.empty();
  }

  private Optional<Bandwidth> bandwidth(ActualCgroup cgroup) {
    Optional<Value> quota = held(Knob.CPU_QUOTA, cgroup);
    Optional<Value> period = held(Knob.CPU_PERIOD, cgroup);
    return quota.isPresent()
            && period.isPresent()
            && quota.get() instanceof Value.Amount(long micros)
            && period.get() instanceof Value.Amount(long us)
        ? Optional.of(new Bandwidth(micros, us))
        : Optional.empty();
  }

  private Optional<Value> held(Knob knob, ActualCgroup cgroup) {
    String content = cgroup.contents().getOrDefault(knob, "");
    Optional<Spelling> spelling = host.spelling(knob);
    return content.isEmpty() ? Optional.empty() : spelling.map(s -> s.parse(content));
  }
}
