package vcg.cgroup;

import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was asked of the kernel.
 *
 * @param reads of files, whether or not they were there
 * @param writes to files, by hierarchy; refused ones among them
 * @param errors refused ones
 */
public record CgroupCounts(
    long reads, SortedMap<String, Long> writes, SortedMap<Refused, Long> errors) {
  public static final CgroupCounts NONE = new CgroupCounts(0, new TreeMap<>(), new TreeMap<>());

  public CgroupCounts {
    writes = Collections.unmodifiableSortedMap(new TreeMap<>(writes));
    errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
  }

  /**
   * Writes that were refused.
   *
   * @param errno such as {@code EBUSY}
   */
  public record Refused(String hierarchy, String errno) implements Comparable<Refused> {
    @Override
    public int compareTo(Refused other) {
      return Comparator.comparing(Refused::hierarchy)
          .thenComparing(Refused::errno)
          .compare(this, other);
    }
  }
}
