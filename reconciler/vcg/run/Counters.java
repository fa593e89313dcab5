package vcg.run;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupCounts;

/**
 * What happened since the daemon started.
 *
 * @param looks looks at guests, after a hint or in a sweep
 * @param sweeps looks at everything
 * @param succeeded guests and partitions that were changed
 * @param failed those where a step failed
 * @param restarts guests that were started again after they had ended
 * @param drift values that others changed and that were put back, by what it was
 * @param overflows how often a watch lost hints, failed or ended
 * @param stopsHeld how often a guard held a stop
 * @param foreign directories beside those of guests that vcg did not make, as of the last look
 * @param decisions how long it took to decide, for one or for some guests at a time
 * @param cgroups what was asked of the kernel
 */
public record Counters(
    long looks,
    long sweeps,
    long succeeded,
    long failed,
    SortedMap<Restart, Long> restarts,
    SortedMap<Drift, Long> drift,
    long overflows,
    long stopsHeld,
    long foreign,
    Durations decisions,
    CgroupCounts cgroups) {
  public Counters {
    restarts = Collections.unmodifiableSortedMap(new TreeMap<>(restarts));
    drift = Collections.unmodifiableSortedMap(new TreeMap<>(drift));
  }

  /**
   * How long something took.
   *
   * @param within how often not longer than each of {@link #BOUNDS}; the last: how often longer
   * @param nanos all of it together
   */
  public record Durations(List<Long> within, long nanos) {
    /** In nanoseconds. */
    public static final List<Long> BOUNDS =
        List.of(100_000L, 1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L, 10_000_000_000L);

    public Durations {
      within = List.copyOf(within);
    }
  }

  /** Which guest was started again, and why. */
  public record Restart(String guest, String reason) implements Comparable<Restart> {
    @Override
    public int compareTo(Restart other) {
      return Comparator.comparing(Restart::guest)
          .thenComparing(Restart::reason)
          .compare(this, other);
    }
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
      return Comparator.comparing(Drift::guest)
          .thenComparing(Drift::controller)
          .thenComparing(Drift::file)
          .compare(this, other);
    }
  }
}
