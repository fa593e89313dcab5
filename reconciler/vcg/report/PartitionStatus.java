package vcg.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.model.Actual;
import vcg.model.Difference;
import vcg.model.GuestId;
import vcg.model.Location;
import vcg.model.PartitionRecord;
import vcg.model.Plan;
import vcg.model.PlannedPartition;

/**
 * How one partition compares with its document: one that a document declares, or that vcg made for
 * guests.
 *
 * @param sync whether it is as it should be, in a word or two
 * @param document where it is declared; empty: nowhere
 * @param made whether vcg made its directories
 */
record PartitionStatus(
    String path,
    String sync,
    Optional<Location> document,
    boolean made,
    String reason,
    List<Difference> differences) {

  /** In order of their paths. None when the plan is shown for some of its guests only. */
  static List<PartitionStatus> of(Plan plan, Actual actual) {
    Set<GuestId> planned = new TreeSet<>();
    plan.guests().forEach(g -> planned.add(g.id()));
    if (!planned.containsAll(actual.guests().keySet())) {
      return List.of();
    }
    Set<String> made = new TreeSet<>();
    actual.remembered().made().forEach(c -> made.add(actual.host().layout().shown(c.path())));
    TreeMap<String, PartitionStatus> all = new TreeMap<>();
    made.forEach(path -> all.put(path, untouched(path)));
    for (PlannedPartition partition : plan.partitions()) {
      Optional<Location> document = document(partition);
      boolean known = document.isPresent() || made.contains(partition.path());
      if (known || partition.action() != PlannedPartition.Action.NONE) {
        all.put(partition.path(), of(partition, document, made.contains(partition.path())));
      }
    }
    return List.copyOf(all.values());
  }

  /** Nothing is to be done to what a plan does not mention. */
  private static PartitionStatus untouched(String path) {
    return new PartitionStatus(path, "in sync", Optional.empty(), true, "", List.of());
  }

  private static PartitionStatus of(
      PlannedPartition partition, Optional<Location> document, boolean made) {
    return new PartitionStatus(
        partition.path(),
        sync(partition.action()),
        document,
        made,
        partition.reason(),
        partition.differences());
  }

  private static Optional<Location> document(PlannedPartition partition) {
    return partition
        .at()
        .or(() -> partition.record().map(PartitionRecord::file).map(Location::ofFile));
  }

  private static String sync(PlannedPartition.Action action) {
    return switch (action) {
      case NONE -> "in sync";
      case CREATE -> "not made";
      case LIVE -> "differs";
      case REPAIR -> "drifted";
      case REMOVE -> "to be removed";
      case HOLD -> "held";
    };
  }

  /** What differs, and why it is left so. */
  String note() {
    String values = Differences.located(differences);
    return reason.isEmpty() || values.isEmpty() ? reason + values : reason + "; " + values;
  }
}
