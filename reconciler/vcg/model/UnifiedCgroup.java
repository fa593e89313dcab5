package vcg.model;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What only a directory of the v2 tree has.
 *
 * @param type content of {@code cgroup.type}; {@code root} for the root, which has no such file
 * @param enabled the controllers that it hands on, from {@code cgroup.subtree_control}
 */
public record UnifiedCgroup(String type, SortedSet<String> enabled) {
  public UnifiedCgroup {
    enabled = Collections.unmodifiableSortedSet(new TreeSet<>(enabled));
  }

  /** Whether it can tell of processes; otherwise only of threads. */
  public boolean holdsProcesses() {
    return type.equals("root") || type.equals("domain") || type.equals("domain threaded");
  }
}
