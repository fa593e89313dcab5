package vcg.model;

import java.util.Comparator;

/**
 * A process of this boot, safe against the reuse of its number.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since boot: field 22 of {@code /proc/PID/stat}
 */
public record ProcessId(long pid, long startTicks) implements Comparable<ProcessId> {
  @Override
  public int compareTo(ProcessId other) {
    return Comparator.comparingLong(ProcessId::pid)
        .thenComparingLong(ProcessId::startTicks)
        .compare(this, other);
  }
}
