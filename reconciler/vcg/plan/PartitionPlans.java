package vcg.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.Difference;
import vcg.model.Host;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Partition;
import vcg.model.PartitionRecord;
import vcg.model.PlannedPartition;
import vcg.model.PlannedPartition.Action;
import vcg.model.Policy;
import vcg.model.Problem;
import vcg.model.Reading;

/**
 * What is to happen to the directories above guests.
 *
 * @param partial whether there may be more in them than was looked at
 */
record PartitionPlans(Actual actual, Partitions partitions, boolean partial) {

  /**
   * Plans for all directories above guests, in order of their paths; none where the directory of
   * documents is missing.
   *
   * @param needed those that guests are in, or will be
   * @param going what guests leave behind
   * @param guests those that stay as they are
   */
  List<PlannedPartition> plan(
      Desired desired, Collection<String> needed, Departures going, Stuck guests) {
    if (!desired.present()) { // nobody knows what is declared: all stays, as guests do
      return List.of();
    }
    TreeMap<String, PlannedPartition> plans = new TreeMap<>();
    NavigableSet<String> kept = new TreeSet<>(needed);
    kept.addAll(partitions.declared());
    Stuck stuck = guests;
    for (String path : kept.descendingSet()) { // those inside before those around them
      PlannedPartition plan = ready(path, stuck);
      plans.put(path, plan);
      if (plan.action() == Action.HOLD || partitions.isHeld(path)) {
        stuck = stuck.and(partitions.there(path));
      }
    }
    leftOver(kept, going).forEach(p -> plans.put(host().layout().absolute(p.path()), p));
    withoutPartitions(desired).forEach(p -> plans.put(p.path(), p));
    invalid(desired).forEach(p -> plans.put(host().layout().absolute(p.path()), p));
    forgotten(plans.keySet()).forEach(p -> plans.put(host().layout().absolute(p.path()), p));
    List<PlannedPartition> all = new ArrayList<>(plans.values());
    first(all).ifPresent(change -> all.set(0, withFirst(all.getFirst(), change)));
    return all.stream().filter(this::isWorthTelling).toList();
  }

  private boolean isWorthTelling(PlannedPartition plan) {
    boolean remembered = actual.remembered().declared().containsKey(plan.path());
    return plan.action() != Action.NONE || plan.record().isPresent() || remembered;
  }

  private Host host() {
    return actual.host();
  }

  /** Lets the parent hand on what all others need. */
  private Optional<Change> first(List<PlannedPartition> all) {
    boolean any =
        all.stream().anyMatch(p -> p.action() != Action.REMOVE && p.action() != Action.HOLD);
    Collection<String> lacking = partitions.lacking(actual.parent().unified());
    return any && !lacking.isEmpty() && host().refusal().isEmpty()
        ? Optional.of(
            new Change.SetControllers(
                new CgroupPath(Hierarchy.UNIFIED, host().layout().parent()),
                List.copyOf(lacking),
                List.of()))
        : Optional.empty();
  }

  private static PlannedPartition withFirst(PlannedPartition plan, Change change) {
    List<Change> steps = new ArrayList<>(List.of(change));
    steps.addAll(plan.steps());
    return new PlannedPartition(
        plan.path(),
        plan.action() == Action.NONE ? Action.REPAIR : plan.action(),
        plan.reason(),
        plan.at(),
        plan.differences(),
        steps,
        plan.after(),
        plan.record());
  }

  private PlannedPartition ready(String path, Stuck stuck) {
    Optional<Partition> document = partitions.declared(path);
    Optional<PartitionRecord> before =
        Optional.ofNullable(actual.remembered().declared().get(shown(path)));
    Optional<Located<String>> refused = partitions.notApplicable(path);
    if (refused.isPresent()) {
      return held(path, refused.get().value(), Optional.of(refused.get().at()), before);
    }
    if (partitions.isHeld(path)) {
      return none(path, before);
    }
    Optional<PartitionRecord> now =
        document.map(d -> new PartitionRecord(shown(path), d.at().fileName(), d.digest()));
    boolean changed = !now.equals(before);
    ActualCgroup there = partitions.there(path);
    List<Change> steps = new ArrayList<>(created(path, there));
    boolean isNew = !steps.isEmpty();
    steps.addAll(handingOn(path, there));
    List<Setting> settings =
        partitions.settings(path, partitions.above(path)).stream()
            .filter(s -> partitions.isOurs(path, s.cgroup()))
            .toList();
    WriteOrder.Writes writes = WriteOrder.of(host(), settings, hasOthersInside(there, isNew));
    steps.addAll(writes.before());
    Difference.Cause cause = changed || isNew ? Difference.Cause.DOCUMENT : Difference.Cause.DRIFT;
    List<Difference> differences =
        settings.stream()
            .filter(Setting::differs)
            .filter(s -> !isNew || s.at().isPresent())
            .map(s -> Wording.difference(s, cause))
            .toList();
    List<Change> after = new ArrayList<>(writes.after());
    Optional<String> conflict = conflict(after, settings, stuck);
    if (conflict.isPresent()) {
      after.removeIf(step -> conflict(List.of(step), settings, stuck).isPresent());
    }
    if (steps.isEmpty() && after.isEmpty()) {
      return conflict
          .map(why -> held(path, why, document.map(Partition::at), before))
          .orElseGet(() -> none(path, now));
    }
    boolean reportOnly =
        cause == Difference.Cause.DRIFT
            && document.filter(d -> d.drift() == Policy.Drift.REPORT).isPresent();
    if (reportOnly) {
      return new PlannedPartition(
          shown(path),
          Action.HOLD,
          "drift is only reported",
          document.map(Partition::at),
          differences,
          List.of(),
          List.of(),
          now);
    }
    Action action = isNew ? Action.CREATE : changed ? Action.LIVE : Action.REPAIR;
    return new PlannedPartition(
        shown(path),
        action,
        conflict.orElse(""),
        document.map(Partition::at),
        differences,
        steps,
        after,
        conflict.isPresent() ? before : now);
  }

  private boolean hasOthersInside(ActualCgroup there, boolean isNew) {
    return !there.children().isEmpty() || (partial && !isNew);
  }

  private static Optional<String> conflict(
      List<Change> after, List<Setting> settings, Stuck stuck) {
    return after.stream()
        .filter(Change.WriteSetting.class::isInstance)
        .flatMap(step -> stuck.conflict((Change.WriteSetting) step, settings).stream())
        .findFirst();
  }

  private List<Change> created(String path, ActualCgroup there) {
    return host().hierarchies().stream()
        .filter(h -> !there.hierarchies().contains(h.name()))
        .<Change>map(h -> new Change.CreateCgroup(new CgroupPath(h.name(), path)))
        .toList();
  }

  /** On v2 the directories inside have only the files of controllers that this one hands on. */
  private List<Change> handingOn(String path, ActualCgroup there) {
    CgroupPath cgroup = new CgroupPath(Hierarchy.UNIFIED, path);
    Collection<String> on =
        there.unified().isPresent()
            ? partitions.lacking(there.unified())
            : host().unifiedControllers();
    return host().unified().isEmpty() || on.isEmpty() || !partitions.isOurs(path, cgroup)
        ? List.of()
        : List.of(new Change.SetControllers(cgroup, List.copyOf(on), List.of()));
  }

  /** Removes directories that vcg made and nobody uses any more, the deepest first. */
  private List<PlannedPartition> leftOver(Set<String> kept, Departures going) {
    Set<String> removed = new TreeSet<>(going.cgroups());
    List<PlannedPartition> plans = new ArrayList<>();
    List<String> deepestFirst =
        actual.partitions().keySet().stream()
            .filter(p -> !kept.contains(p) && !partitions.isHeld(p))
            .sorted(
                Comparator.comparingInt((String p) -> host().layout().above(p).size()).reversed())
            .toList();
    for (String path : deepestFirst) {
      ActualCgroup there = partitions.there(path);
      List<CgroupPath> ours =
          there.hierarchies().stream()
              .map(h -> new CgroupPath(h, path))
              .filter(c -> actual.remembered().made().contains(c))
              .toList();
      boolean unused =
          going.processes().containsAll(there.processes())
              && there.children().stream().allMatch(c -> removed.contains(path + "/" + c));
      if (unused && !ours.isEmpty()) {
        removed.add(path);
        plans.add(
            new PlannedPartition(
                shown(path),
                Action.REMOVE,
                "",
                Optional.empty(),
                List.of(),
                thaw(path),
                new Removal(host()).of(there, ours),
                Optional.empty()));
      }
    }
    return plans;
  }

  /** Guests in a frozen directory could not end before it is removed. */
  private List<Change> thaw(String path) {
    return partitions.settings(path, partitions.above(path)).stream()
        .filter(s -> s.knob() == Knob.FREEZE && s.differs() && partitions.isOurs(path, s.cgroup()))
        .<Change>map(Setting::step)
        .toList();
  }

  /** A layout without partitions cannot follow documents about them. */
  private List<PlannedPartition> withoutPartitions(Desired desired) {
    return desired.partitions().stream()
        .filter(p -> host().layout().partition(p.path()).isEmpty())
        .map(p ->
            held(
                p.path().path(),
                "layout " + host().layout().kind() + " has no partitions",
                Optional.of(p.at()),
                Optional.empty()))
        .toList();
  }

  /** A document that cannot be used leaves its partition as it is. */
  private List<PlannedPartition> invalid(Desired desired) {
    List<PlannedPartition> plans = new ArrayList<>();
    for (Reading reading : desired.readings()) {
      Optional<String> path = reading.claimed().flatMap(host().layout()::partition);
      if (!reading.isValid() && path.filter(partitions::isHeld).isPresent()) {
        Problem error =
            reading.problems().stream().filter(Problem::isError).findFirst().orElseThrow();
        Optional<PartitionRecord> record =
            Optional.ofNullable(actual.remembered().declared().get(shown(path.get())));
        plans.add(held(path.get(), error.message(), Optional.of(error.at()), record));
      }
    }
    return plans;
  }

  /** Partitions whose document is gone and that need no step: vcg forgets the document. */
  private List<PlannedPartition> forgotten(Set<String> planned) {
    return actual.remembered().declared().keySet().stream()
        .map(host().layout()::absolute)
        .filter(p -> !planned.contains(p) && !partitions.isHeld(p))
        .map(p -> none(p, Optional.empty()))
        .toList();
  }

  private PlannedPartition none(String path, Optional<PartitionRecord> record) {
    return new PlannedPartition(
        shown(path),
        Action.NONE,
        "",
        partitions.declared(path).map(Partition::at),
        List.of(),
        List.of(),
        List.of(),
        record);
  }

  private PlannedPartition held(
      String path, String why, Optional<Location> at, Optional<PartitionRecord> record) {
    return new PlannedPartition(
        shown(path), Action.HOLD, why, at, List.of(), List.of(), List.of(), record);
  }

  private String shown(String path) {
    return host().layout().shown(path);
  }
}
