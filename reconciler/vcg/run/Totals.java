package vcg.run;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what happens; any thread may ask. */
final class Totals {
  private final SortedMap<String, Long> restarts = new TreeMap<>();
  private final SortedMap<Counters.Drift, Long> drift = new TreeMap<>();
  private long looks;
  private long sweeps;
  private long succeeded;
  private long failed;
  private long overflows;
  private long stopsHeld;
  private long lookNanos;

  synchronized void looked(int guests, long nanos) {
    looks += guests;
    lookNanos += nanos;
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

  synchronized void restarted(String reason) {
    restarts.merge(reason, 1L, Long::sum);
  }

  synchronized void drift(String guest, String controller, String file) {
    drift.merge(new Counters.Drift(guest, controller, file), 1L, Long::sum);
  }

  synchronized Counters counters() {
    return new Counters(
        looks, sweeps, succeeded, failed, restarts, drift, overflows, stopsHeld, lookNanos);
  }
}
