package vcg.model;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Limits of what a guest may read from a disk and write to it.
 *
 * @param limits by libvirt's names, such as {@code total_bytes_sec}; never 0
 * @param group the disks of one name share the limits; empty: the disk has its own
 */
public record Throttle(SortedMap<String, Long> limits, Optional<String> group) {
  public Throttle {
    limits = new TreeMap<>(limits);
  }

  @Override
  public SortedMap<String, Long> limits() {
    return new TreeMap<>(limits);
  }

  /** The same limits under the names of a map. */
  public static Throttle of(Map<String, Long> limits, Optional<String> group) {
    return new Throttle(new TreeMap<>(limits), group);
  }
}
