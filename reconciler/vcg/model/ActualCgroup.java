package vcg.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.Knob;

/**
 * The directories of one path, as they are.
 *
 * @param path the same in every hierarchy
 * @param hierarchies in which it exists
 * @param contents what the file of each knob holds, without the final newline; a knob that is
 *     missing could not be read because there is no such file
 * @param processes those in it, in any hierarchy
 * @param children the names of directories in it, in any hierarchy
 * @param unified what only its directory in the v2 tree has; empty: not looked at, or not there
 * @param used the memory in use that the kernel cannot simply drop; looked at where a document asks
 *     for a lower limit than is in force
 */
public record ActualCgroup(
    String path,
    SortedSet<String> hierarchies,
    SortedMap<Knob, String> contents,
    SortedSet<Long> processes,
    SortedSet<String> children,
    Optional<UnifiedCgroup> unified,
    Optional<Bytes> used) {
  public ActualCgroup {
    hierarchies = Collections.unmodifiableSortedSet(new TreeSet<>(hierarchies));
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    processes = Collections.unmodifiableSortedSet(new TreeSet<>(processes));
    children = Collections.unmodifiableSortedSet(new TreeSet<>(children));
  }

  ActualCgroup withoutUse() {
    return used.isEmpty()
        ? this
        : new ActualCgroup(
            path, hierarchies, contents, processes, children, unified, Optional.empty());
  }

  /** Nothing exists there. */
  public static ActualCgroup none(String path) {
    return new ActualCgroup(
        path,
        new TreeSet<>(),
        new TreeMap<>(),
        new TreeSet<>(),
        new TreeSet<>(),
        Optional.empty(),
        Optional.empty());
  }
}
