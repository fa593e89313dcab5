package vcg.guest;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.DiskDrive;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.Throttle;

/** The objects that limit what disks read and write; a group that several disks share is one. */
public final class ThrottleOptions {
  /** QEMU's words for parts of libvirt's names. */
  private static final Map<String, String> KINDS = Map.of("bytes", "bps", "iops", "iops");

  private ThrottleOptions() {}

  static void add(Machine.Qemu machine, Options options) {
    Set<String> made = new HashSet<>();
    machine.hardware().disks().stream()
        .sorted(DiskOptions.ORDER)
        .filter(d -> d.throttle().isPresent())
        .forEach(d -> {
          Throttle throttle = d.throttle().get().value();
          if (made.add(id(d, throttle))) {
            add(d, throttle, d.throttle().get().at(), options);
          }
        });
  }

  private static void add(DiskDrive disk, Throttle throttle, Location at, Options options) {
    ObjectNode object =
        Options.object().put("qom-type", "throttle-group").put("id", id(disk, throttle));
    ObjectNode limits = object.putObject("limits");
    throttle.limits().forEach((name, value) -> limits.put(limit(name), value));
    options.add("-object", object, "disk " + disk.target(), at);
  }

  /** The id of the object that limits a disk; it stays the same when the limits change. */
  public static String id(DiskDrive disk, Throttle throttle) {
    return throttle
        .group()
        .map(group -> "throttle-group-" + group)
        .orElse("throttle-" + disk.target());
  }

  /**
   * QEMU's name for a limit of a document: {@code bps-read-max} for {@code read_bytes_sec_max},
   * {@code iops-size} for {@code size_iops_sec}.
   */
  public static String limit(String name) {
    if (name.equals("size_iops_sec")) {
      return "iops-size";
    }
    String[] words = name.split("_", -1);
    String limit = KINDS.get(words[1]) + "-" + words[0];
    return name.endsWith("_max_length")
        ? limit + "-max-length"
        : name.endsWith("_max") ? limit + "-max" : limit;
  }
}
