package vcg.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.model.Desired;
import vcg.model.DeviceNode;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.Host;
import vcg.model.Partition;
import vcg.model.Tuning;

/**
 * What the device nodes are that documents and the device policy name. Numbers of some devices
 * change while the host runs, so they are looked up each time.
 */
record DeviceNodes(Host host, CgroupFs fs) {
  private static final int S_IFMT = 0170000;
  private static final int S_IFBLK = 0060000;
  private static final int S_IFCHR = 0020000;

  /** Those among the paths that guests need, and those that documents tune. */
  SortedMap<String, DeviceNode> find(Desired desired, Iterable<HostPaths.Need> needed)
      throws IOException {
    SortedMap<String, DeviceNode> nodes = new TreeMap<>();
    for (String path : DevicePolicy.COMMON_NODES) {
      add(path, false, nodes);
    }
    if (desired.guests().stream().anyMatch(g -> g.id().driver() == Driver.LXC)) {
      for (String path : DevicePolicy.CONTAINER_NODES) {
        add(path, false, nodes);
      }
    }
    for (HostPaths.Need need : needed) {
      if (need.path().isDevice()) {
        add(need.path().path(), false, nodes);
      }
    }
    for (Guest guest : desired.guests()) {
      addTuned(guest.tuning(), nodes);
    }
    for (Partition partition : desired.partitions()) {
      addTuned(partition.tuning(), nodes);
    }
    return nodes;
  }

  private void addTuned(Tuning tuning, SortedMap<String, DeviceNode> nodes) throws IOException {
    for (Tuning.OfDevice device : tuning.devices()) {
      add(device.path().value(), device.values().containsKey(Knob.BLKIO_DEVICE_WEIGHT), nodes);
    }
  }

  private void add(String path, boolean weighted, SortedMap<String, DeviceNode> nodes)
      throws IOException {
    if (weighted || !nodes.containsKey(path)) {
      Optional<DeviceNode> node = node(path, weighted);
      node.ifPresent(n -> nodes.put(path, n));
    }
  }

  private Optional<DeviceNode> node(String path, boolean weighted) throws IOException {
    int mode;
    DeviceNumber number;
    try {
      Map<String, Object> file = Files.readAttributes(Path.of(path), "unix:mode,rdev");
      mode = (int) Objects.requireNonNull(file.get("mode")) & S_IFMT;
      number = DeviceNumber.ofRdev((long) Objects.requireNonNull(file.get("rdev")));
    } catch (IOException _) { // no such node: the planner says so where it is needed
      return Optional.empty();
    }
    if (mode == S_IFCHR) {
      return Optional.of(new DeviceNode(false, number, number, Optional.empty()));
    }
    if (mode != S_IFBLK) {
      return Optional.empty();
    }
    DeviceNumber disk = disk(number);
    return Optional.of(
        new DeviceNode(true, number, disk, weighted ? unweighted(disk) : Optional.empty()));
  }

  /** A partition lies, in sysfs, in the directory of its disk. */
  private static DeviceNumber disk(DeviceNumber number) throws IOException {
    Path device = Path.of("/sys/dev/block", number.toString());
    if (!Files.exists(device.resolve("partition"))) {
      return number;
    }
    Path whole = device.toRealPath().resolveSibling("dev").normalize();
    return DeviceNumber.parse(Files.readString(whole).strip());
  }

  /** Why a disk takes no weight of its own; empty: it does. */
  private Optional<String> unweighted(DeviceNumber disk) throws IOException {
    String file = host.files().getOrDefault(Knob.BLKIO_DEVICE_WEIGHT, "");
    if (file.contains("bfq")) {
      String schedulers = scheduler(disk);
      return schedulers.contains("[bfq]")
          ? Optional.empty()
          : Optional.of(
              "disk "
                  + disk
                  + " does not use the scheduler bfq, which weights need: "
                  + schedulers);
    }
    if (file.equals("io.weight")) {
      CgroupPath root = new CgroupPath(Hierarchy.UNIFIED, "/");
      List<String> lines =
          new ArrayList<>(fs.read(root, "io.cost.qos").orElse("").lines().toList());
      return lines.stream().anyMatch(l -> l.startsWith(disk + " ") && l.contains("enable=1"))
          ? Optional.empty()
          : Optional.of("io.cost.qos does not have \"" + disk + " enable=1\", which weights need");
    }
    return Optional.empty();
  }

  private static String scheduler(DeviceNumber disk) throws IOException {
    try {
      return Files.readString(Path.of("/sys/dev/block", disk.toString(), "queue/scheduler"))
          .strip();
    } catch (NoSuchFileException _) { // a device without a queue
      return "none";
    }
  }
}
