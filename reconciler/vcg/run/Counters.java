package vcg.run;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened since the daemon started.
 *
 * @param looks looks at guests, after a hint or in a sweep
 * @param sweeps looks at everything
 * @param succeeded guests and partitions that were changed
 * @param failed those where a step failed
 * @param restarts guests that were started again after they had ended, by the reason
 * @param drift values that others changed and that were put back, by what it was
 * @param overflows how often a watch lost hints, failed or ended
 * @param stopsHeld how often a guard held a stop
 * @param lookNanos time spent on looks and decisions, in nanoseconds
 */
public record Counters(
    long looks,
    long sweeps,
    long succeeded,
    long failed,
    SortedMap<String, Long> restarts,
    SortedMap<Drift, Long> drift,
    long overflows,
    long stopsHeld,
    long lookNanos) {
  public Counters {
    restarts = Collections.unmodifiableSortedMap(new TreeMap<>(restarts));
    drift = Collections.unmodifiableSortedMap(new TreeMap<>(drift));
  }

  /**
   * Where others change values.
   *
   * @param guest the name of the guest, or the path of the partition
   * @param controller the hierarchy, such as {@code cpu}
   * @param file such as {@code cpu.shares}
   */
  public record Drift(String guest, String controller, String file) implements Comparable<Drift> {
    @Override
    public int compareTo(Drift other) {
      return java.util.Comparator.comparing(Drift::guest)
          .thenComparing(Drift::controller)
          .thenComparing(Drift::file)
          .compare(this, other);
    }
  }
}
