package vcg.plan;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Bandwidth;

/**
 * What a directory gets from those above it once the plan is carried out.
 *
 * @param inherited the CPUs and memory nodes that are left to it
 * @param bandwidth the most that v1 lets it have of the CPUs; empty: all
 */
record Above(SortedMap<Knob, Value.IndexSet> inherited, Optional<Bandwidth> bandwidth) {
  Above {
    inherited = Collections.unmodifiableSortedMap(new TreeMap<>(inherited));
  }
}
