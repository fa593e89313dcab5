package vcg.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Limits of what a guest may read from a disk and write to it.
 *
 * @param limits by libvirt's names, such as {@code total_bytes_sec}; never 0
 * @param group the disks of one name share the limits; empty: the disk has its own
 */
public record Throttle(SortedMap<String, Long> limits, Optional<String> group) {
  /** The names of all limits. */
  public static final List<String> LIMITS =
      Stream.concat(
              Stream.of("bytes_sec", "iops_sec")
                  .flatMap(kind ->
                      Stream.of("total_", "read_", "write_")
                          .map(side -> side + kind)
                          .flatMap(name -> Stream.of(name, name + "_max", name + "_max_length"))),
              Stream.of("size_iops_sec"))
          .toList();

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
