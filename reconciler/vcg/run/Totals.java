package vcg.run;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupCounts;

/** Counts what happens; any thread may ask. */
final class Totals {
  private final SortedMap<Counters.Restart, Long> restarts = new TreeMap<>();
  private final SortedMap<Counters.Drift, Long> drift = new TreeMap<>();
  private long looks;
  private long sweeps;
  private long succeeded;
  private long failed;
  private long overflows;
  private long stopsHeld;
  private long foreign;
  private long decisionNanos;
  private final long[] decisions = new long[Counters.Durations.BOUNDS.size() + 1];

  synchronized void looked(int guests, long nanos) {
    looks += guests;
    decisionNanos += nanos;
    int bucket = 0;
    while (bucket < decisions.length - 1 && nanos > Counters.Durations.BOUNDS.get(bucket)) {
      bucket++;
    }
    decisions[bucket]++;
  }

  synchronized void foreign(int directories) {
    foreign = directories;
  }

  synchronized void swept() {
    sweeps++;
  }

  synchronized void succeeded(int more) {
    succeeded += more;
  }

  synchronized void failed() {
    failed++;
  }

  synchronized void overflowed() {
    overflows++;
  }

  synchronized void stopHeld() {
    stopsHeld++;
  }

  synchronized void restarted(String guest, String reason) {
    restarts.merge(new Counters.Restart(guest, reason), 1L, Long::sum);
  }

  synchronized void drift(String guest, String controller, String file) {
    drift.merge(new Counters.Drift(guest, controller, file), 1L, Long::sum);
  }

  synchronized Counters counters(CgroupCounts cgroups) {
    return new Counters(
        looks,
        sweeps,
        succeeded,
        failed,
        restarts,
        drift,
        overflows,
        stopsHeld,
        foreign,
        new Counters.Durations(Arrays.stream(decisions).boxed().toList(), decisionNanos),
        cgroups);
  }
}
