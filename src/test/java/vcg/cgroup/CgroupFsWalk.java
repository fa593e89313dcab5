package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import vcg.cgroup.CgroupFsFixture.Threads;
import vcg.linux.Eventually;

/** Random operations on two file systems, which must answer alike and end up alike. */
final class CgroupFsWalk {
  private static final String FREEZING = "Optional[FREEZING]";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final List<String> PLACES = List.of("/a", "/b", "/a/x", "/a/y", "/a/x/z");
  private static final List<Controller> CONTROLLERS =
      List.of(
          Controller.CPU,
          Controller.CPUSET,
          Controller.MEMORY,
          Controller.BLKIO,
          Controller.DEVICES,
          Controller.FREEZER);

  private final Random random;
  private final String root;
  private final Function<Controller, String> hierarchy;
  private final Threads threads;
  private final String disk;
  private final Deque<String> trail = new ArrayDeque<>();

  CgroupFsWalk(
      Random random,
      String root,
      Function<Controller, String> hierarchy,
      Threads threads,
      String disk) {
    this.random = random;
    this.root = root;
    this.hierarchy = hierarchy;
    this.threads = threads;
    this.disk = disk;
  }

  /** One operation; its result as text, errors by their errno. */
  private interface Operation {
    Object on(CgroupFs fs) throws IOException;
  }

  void compare(CgroupFs left, CgroupFs right, int steps) throws IOException {
    for (int i = 0; i < steps; i++) {
      Operation operation = next();
      String mine = answer(left, operation);
      String other = answer(right, operation);
      assertThat(mine.equals(FREEZING) ? settled(left, operation, other) : mine)
          .as("trail %s", trail)
          .isEqualTo(other);
    }
    for (Controller controller : CONTROLLERS) {
      for (String place : PLACES) {
        CgroupPath at = new CgroupPath(hierarchy.apply(controller), root + place);
        assertThat(left.exists(at)).as("%s after %s", at, trail).isEqualTo(right.exists(at));
        for (String file : files(controller)) {
          Operation reading = fs -> fs.read(at, shown(file));
          assertThat(settled(left, reading, answer(right, reading)))
              .as("%s/%s after %s", at, file, trail)
              .isEqualTo(answer(right, reading));
        }
      }
    }
  }

  /** The answer once processes have frozen, which takes them a moment. */
  private static String settled(CgroupFs fs, Operation reading, String other) throws IOException {
    if (!other.equals(FREEZING) && answer(fs, reading).equals(FREEZING)) {
      Eventually.holds(PATIENCE, () -> !answer(fs, reading).equals(FREEZING));
    }
    return answer(fs, reading);
  }

  private static String answer(CgroupFs fs, Operation operation) throws IOException {
    try {
      return String.valueOf(operation.on(fs));
    } catch (CgroupException e) {
      return e.errno();
    }
  }

  private Operation next() {
    Controller controller = pick(CONTROLLERS);
    CgroupPath at = new CgroupPath(hierarchy.apply(controller), root + pick(PLACES));
    int dice = random.nextInt(20);
    if (dice < 4) {
      return traced("create " + at, fs -> fs.create(at));
    }
    // a device rule "a" is refused for some milliseconds after a child has gone
    if (dice == 4 && controller != Controller.DEVICES) {
      return traced("remove " + at, fs -> fs.remove(at));
    }
    // memory would be charged; a frozen process takes its time
    boolean moves = controller != Controller.MEMORY && controller != Controller.FREEZER;
    if (dice == 5 && moves) {
      return write(at, "cgroup.procs", Long.toString(threads.pid()));
    }
    if (dice == 6 && moves) {
      return write(at, "tasks", Long.toString(pick(threads.some())));
    }
    String file = pick(files(controller));
    return write(at, file, value(file));
  }

  private Operation write(CgroupPath at, String file, String value) {
    return traced(
        "write " + at + "/" + file + " " + value,
        fs -> {
          fs.write(at, file, value);
          return fs.read(at, shown(file));
        });
  }

  /** Where one sees what was written. */
  private static String shown(String file) {
    return switch (file) {
      case "devices.allow", "devices.deny" -> "devices.list";
      case "tasks" -> "cgroup.procs"; // new threads may come at any time, processes not
      default -> file;
    };
  }

  private Operation traced(String what, Operation operation) {
    trail.add(what);
    if (trail.size() > 10) {
      trail.removeFirst();
    }
    return operation;
  }

  private static List<String> files(Controller controller) {
    return switch (controller) {
      case CPU ->
          List.of(
              "cpu.shares",
              "cpu.cfs_period_us",
              "cpu.cfs_quota_us",
              "cpu.cfs_burst_us",
              "cpu.idle");
      case CPUSET -> List.of("cpuset.cpus", "cpuset.mems");
      case MEMORY ->
          List.of(
              "memory.limit_in_bytes", "memory.soft_limit_in_bytes", "memory.memsw.limit_in_bytes");
      case BLKIO ->
          List.of(
              "blkio.bfq.weight",
              "blkio.bfq.weight_device",
              "blkio.throttle.read_bps_device",
              "blkio.throttle.write_iops_device");
      case DEVICES -> List.of("devices.allow", "devices.deny", "devices.list");
      case FREEZER -> List.of("freezer.state", "freezer.self_freezing", "freezer.parent_freezing");
      case CPUACCT -> List.of();
    };
  }

  private String value(String file) {
    return switch (file) {
      case "cpu.idle" -> pick(List.of("0", "0", "1", "2", "x"));
      case "cpu.shares", "cpu.cfs_period_us", "cpu.cfs_quota_us", "cpu.cfs_burst_us" ->
          pick(
              List.of(
                  "-1", "0", "1", "1000", "30000", "50000", "99999", "100000", "200000", "600000"));
      case "cpuset.cpus", "cpuset.mems" ->
          pick(List.of("", "0", "0", "1", "0-1", "0,1", "1-0", "0-7777"));
      case "devices.allow", "devices.deny", "devices.list" -> deviceRule();
      case "freezer.state", "freezer.self_freezing", "freezer.parent_freezing" ->
          pick(List.of("FROZEN", "THAWED", "FREEZING", "frozen", "1"));
      case "blkio.bfq.weight", "blkio.bfq.weight_device" ->
          pick(List.of("0", "1", "10", "500", "1000", "1001", "x", "default 7", disk + " 100"));
      case "blkio.throttle.read_bps_device", "blkio.throttle.write_iops_device" ->
          pick(List.of(disk + " ", disk + " ", disk + " ", "999:0 ", ""))
              + pick(List.of("0", "4096", "5000000", "4294967296", "4294967297", "10M", "x", "-1"));
      // nothing small: the kernel charges a directory for what it keeps of those below
      default -> pick(List.of("-1", "9000000", "8M", "16M", "16777217", "64M", "1G", "2G", "max"));
    };
  }

  private String deviceRule() {
    if (random.nextInt(12) == 0) {
      return pick(List.of("a", "a", "a *:* rwm", "c 1:3", "c 1 r", "d 1:3 r", "c 1:3 x", ""));
    }
    return pick(List.of("b", "c", "c"))
        + " "
        + pick(List.of("1", "1", "5", "*"))
        + ":"
        + pick(List.of("3", "3", "7", "*"))
        + " "
        + pick(List.of("r", "w", "m", "rw", "rwm", "rwm", "mr"));
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
