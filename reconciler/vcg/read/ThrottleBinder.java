package vcg.read;

import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vcg.model.Located;
import vcg.model.Throttle;
import vcg.read.xml.Iotune;
import vcg.read.xml.Text;

/** Reads the limits of a disk; 0 sets none. */
final class ThrottleBinder {
  private final Findings findings;

  ThrottleBinder(Findings findings) {
    this.findings = findings;
  }

  /** Empty: no limit at all. */
  Optional<Located<Throttle>> bind(Iotune iotune) {
    SequencedMap<String, Long> limits = new TreeMap<>();
    texts(iotune)
        .forEach(e ->
            Words.number(e.getValue().text)
                .filter(n -> n > 0)
                .ifPresent(n -> limits.put(e.getKey(), n)));
    Optional<String> group = Optional.ofNullable(iotune.groupName).flatMap(g -> Words.word(g.text));
    check(iotune, limits);
    return limits.isEmpty()
        ? Optional.empty()
        : Optional.of(new Located<>(Throttle.of(limits, group), findings.at(iotune)));
  }

  private void check(Iotune iotune, Map<String, Long> limits) {
    for (String kind : new String[] {"bytes_sec", "iops_sec"}) {
      for (String suffix : new String[] {"", "_max"}) {
        String total = "total_" + kind + suffix;
        boolean parts =
            limits.containsKey("read_" + kind + suffix)
                || limits.containsKey("write_" + kind + suffix);
        if (limits.containsKey(total) && parts) {
          refuse(iotune, total + " cannot stand beside read and write of " + kind + suffix);
        }
      }
      for (String what : new String[] {"total_", "read_", "write_"}) {
        bursts(iotune, limits, what + kind);
      }
    }
    boolean operations =
        limits.keySet().stream().anyMatch(n -> n.endsWith("_iops_sec") && !n.startsWith("size"));
    if (limits.containsKey("size_iops_sec") && !operations) {
      refuse(iotune, "size_iops_sec needs a limit of operations, such as total_iops_sec");
    }
  }

  private void bursts(Iotune iotune, Map<String, Long> limits, String name) {
    long limit = limits.getOrDefault(name, 0L);
    long most = limits.getOrDefault(name + "_max", 0L);
    long length = limits.getOrDefault(name + "_max_length", 0L);
    if (most > 0 && limit == 0) {
      refuse(iotune, name + "_max needs " + name);
    } else if (most > 0 && most < limit) {
      refuse(iotune, name + "_max is " + most + ", must not be below " + name + ", " + limit);
    }
    if (length > 0 && most == 0) {
      refuse(iotune, name + "_max_length needs " + name + "_max");
    } else if (length > 0 && length > MOST / most) {
      refuse(iotune, name + "_max_length is too long for " + name + "_max");
    }
  }

  /** QEMU counts no further. */
  private static final long MOST = 1_000_000_000_000_000L;

  private void refuse(Iotune iotune, String message) {
    findings.error(Codes.CONTRADICTION, iotune, message);
  }

  private static Stream<Map.Entry<String, Text>> texts(Iotune iotune) {
    return Stream.of(
            pair("total_bytes_sec", iotune.totalBytesSec),
            pair("read_bytes_sec", iotune.readBytesSec),
            pair("write_bytes_sec", iotune.writeBytesSec),
            pair("total_bytes_sec_max", iotune.totalBytesSecMax),
            pair("read_bytes_sec_max", iotune.readBytesSecMax),
            pair("write_bytes_sec_max", iotune.writeBytesSecMax),
            pair("total_bytes_sec_max_length", iotune.totalBytesSecMaxLength),
            pair("read_bytes_sec_max_length", iotune.readBytesSecMaxLength),
            pair("write_bytes_sec_max_length", iotune.writeBytesSecMaxLength),
            pair("total_iops_sec", iotune.totalIopsSec),
            pair("read_iops_sec", iotune.readIopsSec),
            pair("write_iops_sec", iotune.writeIopsSec),
            pair("total_iops_sec_max", iotune.totalIopsSecMax),
            pair("read_iops_sec_max", iotune.readIopsSecMax),
            pair("write_iops_sec_max", iotune.writeIopsSecMax),
            pair("total_iops_sec_max_length", iotune.totalIopsSecMaxLength),
            pair("read_iops_sec_max_length", iotune.readIopsSecMaxLength),
            pair("write_iops_sec_max_length", iotune.writeIopsSecMaxLength),
            pair("size_iops_sec", iotune.sizeIopsSec))
        .flatMap(Optional::stream);
  }

  private static Optional<Map.Entry<String, Text>> pair(String name, @Nullable Text text) {
    return Optional.ofNullable(text).map(t -> Map.entry(name, t));
  }
}
