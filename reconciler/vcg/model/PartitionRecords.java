package vcg.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupPath;

/**
 * What vcg remembers of partitions.
 *
 * @param made the directories that vcg made
 * @param declared those that a document declares, by their path
 */
public record PartitionRecords(
    SortedSet<CgroupPath> made, SortedMap<String, PartitionRecord> declared) {
  /** Nothing is remembered. */
  public static final PartitionRecords NONE =
      new PartitionRecords(new TreeSet<>(), new TreeMap<>());

  public PartitionRecords {
    made = Collections.unmodifiableSortedSet(new TreeSet<>(made));
    declared = Sorted.copy(declared);
  }

  /** The same with one directory more. */
  public PartitionRecords with(CgroupPath cgroup) {
    SortedSet<CgroupPath> more = new TreeSet<>(made);
    more.add(cgroup);
    return new PartitionRecords(more, declared);
  }

  /** The same without a directory. */
  public PartitionRecords without(CgroupPath cgroup) {
    SortedSet<CgroupPath> rest = new TreeSet<>(made);
    rest.remove(cgroup);
    return new PartitionRecords(rest, declared);
  }

  /** The same with what a document now declares of a path. */
  public PartitionRecords with(PartitionRecord record) {
    SortedMap<String, PartitionRecord> now = new TreeMap<>(declared);
    now.put(record.path(), record);
    return new PartitionRecords(made, now);
  }

  /** The same for a path that no document declares any more. */
  public PartitionRecords without(String path) {
    SortedMap<String, PartitionRecord> rest = new TreeMap<>(declared);
    rest.remove(path);
    return new PartitionRecords(made, rest);
  }
}
