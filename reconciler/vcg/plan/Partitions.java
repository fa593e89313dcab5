package vcg.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Knob;
import vcg.cgroup.PartitionPath;
import vcg.cgroup.Value;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.Change;
import vcg.model.Host;
import vcg.model.PlannedPartition;

/** The directories of partitions: which are missing, which must grow, which are left over. */
final class Partitions {
  private final Actual actual;
  private final Host host;
  private final Map<PartitionPath, SortedMap<Knob, Value.IndexSet>> planned = new TreeMap<>();
  private final Map<PartitionPath, PlannedPartition> changes = new TreeMap<>();

  Partitions(Actual actual) {
    this.actual = actual;
    this.host = actual.host();
  }

  /** What guests in a partition inherit from it once the plan is carried out. */
  SortedMap<Knob, Value.IndexSet> inherited(PartitionPath partition) {
    SortedMap<Knob, Value.IndexSet> above = host.inherited();
    for (PartitionPath level : partition.chain()) {
      SortedMap<Knob, Value.IndexSet> from = above;
      above = planned.computeIfAbsent(level, p -> held(p, from));
    }
    return above;
  }

  /** Why no guest can be in a partition; empty: one can. */
  Optional<String> refusal(PartitionPath partition) {
    boolean v1 =
        host.hierarchy(Knob.CPUSET_CPUS).filter(h -> h.version() == Version.V1).isPresent();
    return inherited(partition).entrySet().stream()
        .filter(e -> v1 && e.getValue().list().isEmpty())
        .map(e ->
            "partition "
                + partition
                + " exists, was not made by vcg and its cpuset."
                + e.getKey().field()
                + " is empty; fill it or remove the partition")
        .findFirst();
  }

  /** Steps that make the partitions of these guests, and those above them, ready. */
  List<PlannedPartition> ready(Collection<PartitionPath> needed) {
    for (PartitionPath partition : needed) {
      SortedMap<Knob, Value.IndexSet> above = host.inherited();
      for (PartitionPath level : partition.chain()) {
        SortedMap<Knob, Value.IndexSet> from = above;
        changes.computeIfAbsent(level, p -> ready(p, from));
        above = inherited(level);
      }
    }
    return changes.values().stream().filter(p -> !p.steps().isEmpty()).toList();
  }

  private PlannedPartition ready(PartitionPath partition, SortedMap<Knob, Value.IndexSet> above) {
    ActualCgroup there = there(partition);
    List<Change> steps = new ArrayList<>();
    for (Hierarchy hierarchy : host.hierarchies()) {
      if (!there.hierarchies().contains(hierarchy.name())) {
        steps.add(new Change.CreateCgroup(new CgroupPath(hierarchy.name(), there.path())));
      }
    }
    PlannedPartition.Action action =
        steps.isEmpty() ? PlannedPartition.Action.LIVE : PlannedPartition.Action.CREATE;
    new Settings(host, above)
        .differing(there, Map.of()).stream()
            .filter(s -> s.knob().inherited() && ours(there, s.cgroup()))
            .forEach(s -> steps.add(s.step()));
    return new PlannedPartition(partition, action, steps);
  }

  private boolean ours(ActualCgroup there, CgroupPath cgroup) {
    return actual.made().contains(cgroup) || !there.hierarchies().contains(cgroup.hierarchy());
  }

  /** What a partition will hold: of its own what is not ours, otherwise what is above. */
  private SortedMap<Knob, Value.IndexSet> held(
      PartitionPath partition, SortedMap<Knob, Value.IndexSet> above) {
    ActualCgroup there = there(partition);
    SortedMap<Knob, Value.IndexSet> held = new TreeMap<>(above);
    above.forEach((knob, value) -> {
      if (!ours(there, host.directory(knob, there.path()))) {
        String content = there.contents().getOrDefault(knob, "");
        held.put(knob, new Value.IndexSet(content));
      }
    });
    return held;
  }

  /**
   * Steps that remove partitions which vcg made and nobody uses any more.
   *
   * @param needed the partitions of guests that stay
   * @param going the paths of guests' cgroups that this plan removes
   */
  List<PlannedPartition> leftOver(Collection<PartitionPath> needed, Set<String> going) {
    Set<PartitionPath> kept = new TreeSet<>();
    needed.forEach(p -> kept.addAll(p.chain()));
    Set<String> removed = new TreeSet<>(going);
    List<PlannedPartition> plans = new ArrayList<>();
    List<PartitionPath> deepestFirst =
        actual.partitions().keySet().stream()
            .filter(p -> !kept.contains(p))
            .sorted(Comparator.comparingInt((PartitionPath p) -> p.chain().size()).reversed())
            .toList();
    for (PartitionPath partition : deepestFirst) {
      ActualCgroup there = there(partition);
      List<Change> steps =
          there.hierarchies().stream()
              .map(h -> new CgroupPath(h, there.path()))
              .filter(c -> actual.made().contains(c))
              .<Change>map(Change.RemoveCgroup::new)
              .toList();
      boolean unused =
          there.processes().isEmpty()
              && there.children().stream()
                  .allMatch(child -> removed.contains(there.path() + "/" + child));
      if (unused && !steps.isEmpty()) {
        removed.add(there.path());
        plans.add(new PlannedPartition(partition, PlannedPartition.Action.REMOVE, steps));
      }
    }
    return plans;
  }

  private ActualCgroup there(PartitionPath partition) {
    ActualCgroup seen = actual.partitions().get(partition);
    return seen == null ? ActualCgroup.none(host.layout().partition(partition)) : seen;
  }
}
