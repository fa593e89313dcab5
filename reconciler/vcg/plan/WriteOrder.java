package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;

/**
 * The order in which the knobs of one directory are written, solved from old and new values. The
 * rules are those of cgroup v1; v2 takes any order.
 *
 * <ul>
 *   <li>{@code memory.limit_in_bytes} may never exceed {@code memory.memsw.limit_in_bytes}, also
 *       not between two writes.
 *   <li>A quota divided by its period may never exceed the same of the directory above. Writing the
 *       period first when it grows, and last when it shrinks, keeps the ratio below the larger of
 *       the old and the new one, which both fit.
 *   <li>A process can only enter a cpuset whose CPUs and memory nodes are set.
 * </ul>
 */
final class WriteOrder {
  private static final List<Knob> ORDER =
      List.of(
          Knob.CPUSET_MEMS,
          Knob.CPUSET_CPUS,
          Knob.CPU_SHARES,
          Knob.CPU_PERIOD,
          Knob.CPU_QUOTA,
          Knob.MEMORY_HARD_LIMIT,
          Knob.MEMORY_SWAP_HARD_LIMIT,
          Knob.MEMORY_SOFT_LIMIT,
          Knob.BLKIO_WEIGHT);

  private WriteOrder() {}

  /** The same settings of one directory in an order that the kernel takes. */
  static List<Setting> of(List<Setting> settings) {
    List<Knob> order = new ArrayList<>(ORDER);
    if (find(settings, Knob.CPU_PERIOD).filter(WriteOrder::shrinks).isPresent()) {
      swap(order, Knob.CPU_PERIOD, Knob.CPU_QUOTA);
    }
    Optional<Setting> both = find(settings, Knob.MEMORY_SWAP_HARD_LIMIT);
    Optional<Setting> memory = find(settings, Knob.MEMORY_HARD_LIMIT);
    if (both.isPresent() && memory.isPresent() && swapFirst(both.get(), memory.get())) {
      swap(order, Knob.MEMORY_HARD_LIMIT, Knob.MEMORY_SWAP_HARD_LIMIT);
    }
    return order.stream().flatMap(knob -> find(settings, knob).stream()).toList();
  }

  /** Raising: memory and swap together must make room before memory alone takes it. */
  private static boolean swapFirst(Setting both, Setting memory) {
    return Value.compareLimits(both.wanted(), memory.current()) >= 0;
  }

  private static boolean shrinks(Setting setting) {
    return Value.compareLimits(setting.wanted(), setting.current()) < 0;
  }

  private static Optional<Setting> find(List<Setting> settings, Knob knob) {
    return settings.stream().filter(s -> s.knob() == knob).findFirst();
  }

  private static void swap(List<Knob> order, Knob one, Knob other) {
    int first = order.indexOf(one);
    order.set(order.indexOf(other), one);
    order.set(first, other);
  }
}
