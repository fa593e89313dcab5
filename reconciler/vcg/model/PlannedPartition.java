package vcg.model;

import java.util.List;
import vcg.cgroup.PartitionPath;

/**
 * What is to happen to the directories of one partition.
 *
 * @param action create, live (a value changes) or remove
 */
public record PlannedPartition(PartitionPath path, Action action, List<Change> steps) {
  public PlannedPartition {
    steps = List.copyOf(steps);
  }

  /** What happens to a partition. */
  public enum Action {
    CREATE,
    LIVE,
    REMOVE
  }
}
