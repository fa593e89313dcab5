package vcg.linux;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** How long each kind of work took, round for round; the first kind is what others compare with. */
final class Times {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Map<String, List<Taken>> all = new LinkedHashMap<>();

  /**
   * What a piece of work took, in nanoseconds.
   *
   * @param busy processor time of the whole process, which other load on the machine hardly moves
   */
  record Taken(long wall, long busy) {
    Taken and(Taken more) {
      return new Taken(wall + more.wall, busy + more.busy);
    }
  }

  /** A piece of work to be timed. */
  interface Work {
    void run() throws Exception;
  }

  void add(String what, Taken taken) {
    all.computeIfAbsent(what, _ -> new ArrayList<>()).add(taken);
  }

  Taken time(String what, Work work) throws Exception {
    long busy = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    long wall = System.nanoTime() - start;
    Taken taken = new Taken(wall, SYSTEM.getProcessCpuTime() - busy);
    add(what, taken);
    return taken;
  }

  /** Forgets all, as after a warm-up. */
  void clear() {
    all.clear();
  }

  /**
   * Prints medians, least and mean processor time, and their ratios to the first kind.
   *
   * @param unit such as {@code ms}
   * @param unitNanos how many nanoseconds that is, times the pieces of work in a round
   */
  void print(String unit, double unitNanos) {
    List<Taken> floor = all.values().iterator().next();
    all.forEach((what, taken) ->
        System.out.printf(
            Locale.ROOT,
            "%-50s %9.1f %s x%5.2f   least %9.1f x%5.2f   processor %9.1f x%5.2f   n=%d%n",
            what,
            at(taken, 2, Taken::wall) / unitNanos,
            unit,
            at(taken, 2, Taken::wall) / at(floor, 2, Taken::wall),
            at(taken, taken.size() + 1, Taken::wall) / unitNanos,
            at(taken, taken.size() + 1, Taken::wall) / at(floor, floor.size() + 1, Taken::wall),
            mean(taken) / unitNanos,
            mean(taken) / mean(floor),
            taken.size()));
  }

  /** Of processor time, which Java is told in steps of 10 ms. */
  private static double mean(List<Taken> taken) {
    return taken.stream().mapToLong(Taken::busy).average().orElseThrow();
  }

  /** The number that the given part of all is below: a half for the median. */
  private static double at(List<Taken> taken, int part, ToLongFunction<Taken> which) {
    List<Long> sorted = taken.stream().map(which::applyAsLong).sorted().toList();
    return sorted.get(sorted.size() / part);
  }
}
