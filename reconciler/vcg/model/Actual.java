package vcg.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.PartitionPath;

/**
 * A host as it is, as far as the documents and vcg's own records concern it.
 *
 * @param guests those that a document or a record names
 * @param partitions those that a document or {@code made} names, and those above them
 * @param made the directories of partitions that vcg made
 * @param foreign directories of guests beside ours that vcg did not make
 * @param refusals why a path that a document names cannot be used, such as {@code no such file}
 */
public record Actual(
    Host host,
    SortedMap<GuestId, ActualGuest> guests,
    SortedMap<PartitionPath, ActualCgroup> partitions,
    SortedSet<CgroupPath> made,
    List<String> foreign,
    SortedMap<String, String> refusals) {
  public Actual {
    guests = Collections.unmodifiableSortedMap(new TreeMap<>(guests));
    partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
    made = Collections.unmodifiableSortedSet(new TreeSet<>(made));
    foreign = foreign.stream().sorted().distinct().toList();
    refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
  }
}
