package vcg.model;

import java.util.Collections;
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
 */
public record ActualCgroup(
    String path,
    SortedSet<String> hierarchies,
    SortedMap<Knob, String> contents,
    SortedSet<Long> processes,
    SortedSet<String> children) {
  public ActualCgroup {
    hierarchies = Collections.unmodifiableSortedSet(new TreeSet<>(hierarchies));
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    processes = Collections.unmodifiableSortedSet(new TreeSet<>(processes));
    children = Collections.unmodifiableSortedSet(new TreeSet<>(children));
  }

  /** Nothing exists there. */
  public static ActualCgroup none(String path) {
    return new ActualCgroup(
        path, new TreeSet<>(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
  }
}
