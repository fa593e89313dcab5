package vcg.guest;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.DiskDrive;
import vcg.model.Location;

/**
 * The nodes of a disk: one that reads a file or block device, one that understands its format, and
 * above them filters. The device reads from the uppermost.
 */
final class DiskNodes {
  private static final Set<String> DIRECT = Set.of("none", "directsync");

  private DiskNodes() {}

  /**
   * Adds the nodes.
   *
   * @return the name of the uppermost; empty: the drive has no medium
   */
  static Optional<String> add(DiskDrive disk, Options options) {
    if (disk.source().isEmpty() || disk.looks().trayOpen()) {
      return Optional.empty();
    }
    String field = "disk " + disk.target();
    Location at = disk.source().get().at();
    options.add("-blockdev", source(disk, disk.source().get().value()), field, at);
    options.add("-blockdev", format(disk), field, disk.at());
    String top = disk.target() + "-format";
    if (disk.access().copyOnRead()) {
      options.add("-blockdev", filter(disk, "copy-on-read", "-copy", top), field, disk.at());
      top = disk.target() + "-copy";
    }
    return Optional.of(top);
  }

  private static ObjectNode source(DiskDrive disk, String path) {
    ObjectNode node =
        Options.object()
            .put("driver", disk.block() ? "host_device" : "file")
            .put("node-name", disk.target() + "-source")
            .put("filename", path);
    disk.access().io().ifPresent(io -> node.put("aio", io));
    return common(disk, node);
  }

  private static ObjectNode format(DiskDrive disk) {
    ObjectNode node =
        Options.object()
            .put("driver", disk.format())
            .put("node-name", disk.target() + "-format")
            .put("file", disk.target() + "-source");
    common(disk, node);
    disk.access().detectZeroes().ifPresent(d -> node.put("detect-zeroes", d));
    disk.access().metadataCache().ifPresent(size -> node.put("cache-size", size.number()));
    return node;
  }

  private static ObjectNode filter(DiskDrive disk, String driver, String suffix, String below) {
    ObjectNode node =
        Options.object()
            .put("driver", driver)
            .put("node-name", disk.target() + suffix)
            .put("file", below);
    return common(disk, node);
  }

  /** What all nodes of a disk say. QEMU must not fall back to reading only when it may write. */
  private static ObjectNode common(DiskDrive disk, ObjectNode node) {
    node.put("read-only", DiskOptions.readOnly(disk)).put("auto-read-only", false);
    disk.access().discard().ifPresent(discard -> node.put("discard", discard));
    DiskOptions.cache(disk)
        .ifPresent(c ->
            node.putObject("cache")
                .put("direct", DIRECT.contains(c))
                .put("no-flush", c.equals("unsafe")));
    return node;
  }
}
