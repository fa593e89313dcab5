package vcg.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import vcg.cgroup.Knob;

/**
 * The directories of one path, as they are.
 *
 * @param path the same in every hierarchy
 * @param hierarchies in which it exists
 * @param contents what the file of each knob holds, without the final newline, in the order of the
 *     table; a knob that is missing could not be read because there is no such file
 * @param processes those in it, in any hierarchy
 * @param children the names of directories in it, in any hierarchy
 * @param unified what only its directory in the v2 tree has; empty: not looked at, or not there
 * @param used the memory in use that the kernel cannot simply drop; looked at where a document asks
 *     for a lower limit than is in force
 */
public record ActualCgroup(
    String path,
    SortedSet<String> hierarchies,
    Map<Knob, String> contents,
    SortedSet<Long> processes,
    SortedSet<String> children,
    Optional<UnifiedCgroup> unified,
    Optional<Bytes> used) {
  public ActualCgroup {
    hierarchies = copy(hierarchies);
    Map<Knob, String> inOrder = new EnumMap<>(Knob.class);
    inOrder.putAll(contents);
    contents = Collections.unmodifiableMap(inOrder);
    processes = copy(processes);
    children = copy(children);
  }

  private static <T> SortedSet<T> copy(SortedSet<T> set) {
    return set.isEmpty()
        ? Collections.emptySortedSet()
        : Collections.unmodifiableSortedSet(new TreeSet<>(set));
  }

  /** The same, but nobody knows what one knob holds. */
  public ActualCgroup without(Knob knob) {
    if (!contents.containsKey(knob)) {
      return this;
    }
    Map<Knob, String> others = new EnumMap<>(contents);
    others.remove(knob);
    return new ActualCgroup(path, hierarchies, others, processes, children, unified, used);
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
        Map.of(),
        new TreeSet<>(),
        new TreeSet<>(),
        Optional.empty(),
        Optional.empty());
  }
}
