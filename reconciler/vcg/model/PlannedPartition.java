package vcg.model;

import java.util.List;
import java.util.Optional;

/**
 * What is to happen to the directories of one partition.
 *
 * @param path of its directory in every hierarchy, without the parent under which all lie
 * @param reason for {@code HOLD}: why; otherwise may be empty
 * @param at the place that the reason speaks of, or that declares the partition
 * @param differences what is not as it should be
 * @param steps what is done before any guest
 * @param after what is done after all guests, those of the partitions inside first
 * @param record what vcg remembers of its document once all is done; empty: it has none
 */
public record PlannedPartition(
    String path,
    Action action,
    String reason,
    Optional<Location> at,
    List<Difference> differences,
    List<Change> steps,
    List<Change> after,
    Optional<PartitionRecord> record) {
  public PlannedPartition {
    differences = List.copyOf(differences);
    steps = List.copyOf(steps);
    after = List.copyOf(after);
  }

  /** What happens to a partition. */
  public enum Action {
    CREATE,
    /** Its document changed, or what is above it. */
    LIVE,
    /** Somebody else changed values, which are put back. */
    REPAIR,
    REMOVE,
    /** It is left as it is although its document asks for something else. */
    HOLD,
    /** It is as it should be. */
    NONE
  }
}
