package vcg.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.Desired;
import vcg.model.Host;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Partition;
import vcg.model.PartitionRecord;
import vcg.model.Reading;
import vcg.model.Tuning;
import vcg.model.UnifiedCgroup;

/**
 * The directories above guests as they are and as they should be: what a document declares, and the
 * kernel's defaults for others that vcg made. What others made is left as it is.
 */
final class Partitions {
  private final Actual actual;
  private final Host host;
  private final TuningRefusals tunings;
  private final Map<String, Partition> declared = new HashMap<>();
  private final Set<String> held = new TreeSet<>();
  private final Map<String, Above> below = new HashMap<>();
  private final Map<String, Optional<Located<String>>> refused = new HashMap<>();

  Partitions(Actual actual, Desired desired, TuningRefusals tunings) {
    this.tunings = tunings;
    this.actual = actual;
    this.host = actual.host();
    for (Partition partition : desired.partitions()) {
      host.layout().partition(partition.path()).ifPresent(p -> declared.put(p, partition));
    }
    for (Reading reading : desired.readings()) {
      if (!reading.isValid()) {
        claimed(reading).forEach(held::add);
      }
    }
    if (desired.readings().stream().anyMatch(this::isUnknown)) {
      actual.remembered().declared().keySet().forEach(p -> held.add(host.layout().absolute(p)));
    }
    held.removeAll(declared.keySet());
  }

  /** The directories that an invalid document is, or was, about. */
  private List<String> claimed(Reading reading) {
    List<String> paths = new ArrayList<>();
    reading.claimed().flatMap(host.layout()::partition).ifPresent(paths::add);
    String name = Location.ofFile(reading.file()).fileName();
    for (PartitionRecord record : actual.remembered().declared().values()) {
      if (record.file().equals(name)) {
        paths.add(host.layout().absolute(record.path()));
      }
    }
    return paths;
  }

  private boolean isUnknown(Reading reading) {
    return !reading.isValid() && reading.claims().isEmpty() && claimed(reading).isEmpty();
  }

  /** The document that declares a directory. */
  Optional<Partition> declared(String path) {
    return Optional.ofNullable(declared.get(path));
  }

  /** All directories that documents declare, with those above them. */
  Set<String> declared() {
    Set<String> paths = new TreeSet<>();
    declared
        .keySet()
        .forEach(path -> {
          paths.addAll(host.layout().above(path));
          paths.add(path);
        });
    return paths;
  }

  /** Whether its document cannot be used, so that it stays as it is. */
  boolean isHeld(String path) {
    return held.contains(path);
  }

  /** What directories in this one get once the plan is carried out. */
  Above below(String path) {
    if (path.equals(host.layout().parent())) {
      return new Above(host.inherited(), host.bandwidth());
    }
    Above known = below.get(path);
    if (known == null) {
      Above above = above(path);
      known = Settings.below(above, host, kept(path, settings(path, above)));
      below.put(path, known);
    }
    return known;
  }

  /** What a directory gets from those above it. */
  Above above(String path) {
    List<String> above = host.layout().above(path);
    return below(above.isEmpty() ? host.layout().parent() : above.getLast());
  }

  /** All settings of a directory, as if all of it were ours. */
  List<Setting> settings(String path, Above above) {
    return new Settings(host, actual.devices(), above, there(path), tuning(path), false).all();
  }

  Tuning tuning(String path) {
    return declared(path).map(Partition::tuning).orElse(Tuning.NONE);
  }

  /** Where it is not ours, it goes on holding what it holds. */
  private List<Setting> kept(String path, List<Setting> settings) {
    return settings.stream().map(s -> isOurs(path, s.cgroup()) ? s : asItIs(s)).toList();
  }

  private static Setting asItIs(Setting s) {
    return new Setting(
        s.cgroup(),
        s.knob(),
        s.device(),
        s.spelling(),
        s.from(),
        s.current(),
        s.current(),
        s.current(),
        Optional.empty());
  }

  /** Whether vcg made a directory, or is about to. */
  boolean isOurs(String path, CgroupPath cgroup) {
    return !isHeld(path)
        && refusedDocument(path).isEmpty()
        && (actual.remembered().made().contains(cgroup)
            || !there(path).hierarchies().contains(cgroup.hierarchy()));
  }

  ActualCgroup there(String path) {
    ActualCgroup seen = actual.partitions().get(path);
    return seen == null ? ActualCgroup.none(path) : seen;
  }

  /** Why no guest can be in a directory or below it; empty: one can. */
  Optional<String> refusal(String path) {
    List<String> chain = new ArrayList<>(host.layout().above(path));
    chain.add(path);
    boolean complete =
        chain.stream()
            .allMatch(p ->
                there(p).hierarchies().size() == host.hierarchies().size()
                    && lacking(there(p).unified()).isEmpty());
    if (!complete && host.refusal().isPresent()) {
      return host.refusal();
    }
    return chain.stream()
        .flatMap(p -> emptyCpuset(p).or(() -> withoutControllers(p)).stream())
        .findFirst();
  }

  private Optional<String> emptyCpuset(String path) {
    SortedMap<Knob, Value.IndexSet> foreign = new TreeMap<>();
    for (Knob knob : host.inherited().keySet()) {
      CgroupPath cgroup = host.directory(knob, path);
      boolean there = there(path).hierarchies().contains(cgroup.hierarchy());
      if (there && !isOurs(path, cgroup) && !host.isUnified(Controller.CPUSET)) {
        foreign.put(knob, new Value.IndexSet(there(path).contents().getOrDefault(knob, "")));
      }
    }
    return foreign.entrySet().stream()
        .filter(e -> e.getValue().list().isEmpty())
        .map(e ->
            "partition "
                + host.layout().shown(path)
                + " exists, was not made by vcg and its "
                + host.files().get(e.getKey())
                + " is empty; fill it or remove the partition")
        .findFirst();
  }

  private Optional<String> withoutControllers(String path) {
    CgroupPath unified = new CgroupPath(Hierarchy.UNIFIED, path);
    ActualCgroup there = there(path);
    Collection<String> lacking = lacking(there.unified());
    if (lacking.isEmpty()) {
      return Optional.empty();
    }
    String name = "partition " + host.layout().shown(path);
    if (!isOurs(path, unified)) {
      return Optional.of(
          name
              + " exists, was not made by vcg and hands on no "
              + String.join(", ", lacking)
              + "; write \"+"
              + String.join(" +", lacking)
              + "\" to its cgroup.subtree_control or remove it");
    }
    return there.processes().isEmpty()
        ? Optional.empty()
        : Optional.of(
            name
                + " holds processes "
                + there.processes()
                + ", so no controller can be switched on for guests in it; move them away");
  }

  /** The controllers of v2 that a directory does not hand on although vcg uses them. */
  Collection<String> lacking(Optional<UnifiedCgroup> unified) {
    Set<String> lacking = new TreeSet<>(host.unifiedControllers());
    unified.map(UnifiedCgroup::enabled).ifPresent(lacking::removeAll);
    return unified.isEmpty() ? Set.of() : lacking;
  }

  /** What a partition's own document asks for and cannot have: it stays as it is. */
  Optional<Located<String>> refusedDocument(String path) {
    Optional<Located<String>> known = refused.get(path);
    if (known == null) {
      known =
          declared(path)
              .flatMap(d -> tunings.find(d.tuning(), there(path), above(path), Optional.empty()));
      refused.put(path, known);
    }
    return known;
  }

  /** Why a partition's own document cannot be applied; empty: it can, or there is none. */
  Optional<Located<String>> notApplicable(String path) {
    return refusedDocument(path).or(() -> notOurs(path));
  }

  /** A document may not change what others made. */
  private Optional<Located<String>> notOurs(String path) {
    return declared(path)
        .flatMap(document ->
            settings(path, above(path)).stream()
                .filter(s -> s.at().isPresent() && !isOurs(path, s.cgroup()))
                .findFirst()
                .map(s ->
                    new Located<>(
                        "it exists in " + s.cgroup().hierarchy() + " and was not made by vcg",
                        document.at())));
  }
}
