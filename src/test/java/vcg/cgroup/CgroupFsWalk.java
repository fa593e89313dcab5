package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Random operations on two file systems, which must answer alike and end up alike. */
final class CgroupFsWalk {
  private static final List<String> PLACES = List.of("/a", "/b", "/a/x", "/a/y", "/a/x/z");
  private static final List<Controller> CONTROLLERS =
      List.of(Controller.CPU, Controller.CPUSET, Controller.MEMORY, Controller.BLKIO);

  private final Random random;
  private final String root;
  private final Function<Controller, String> hierarchy;
  private final long pid;
  private final Deque<String> trail = new ArrayDeque<>();

  CgroupFsWalk(Random random, String root, Function<Controller, String> hierarchy, long pid) {
    this.random = random;
    this.root = root;
    this.hierarchy = hierarchy;
    this.pid = pid;
  }

  /** One operation; its result as text, errors by their errno. */
  private interface Operation {
    Object on(CgroupFs fs) throws IOException;
  }

  void compare(CgroupFs left, CgroupFs right, int steps) throws IOException {
    for (int i = 0; i < steps; i++) {
      Operation operation = next();
      assertThat(answer(left, operation)).as("trail %s", trail).isEqualTo(answer(right, operation));
    }
    for (Controller controller : CONTROLLERS) {
      for (String place : PLACES) {
        CgroupPath at = new CgroupPath(hierarchy.apply(controller), root + place);
        assertThat(left.exists(at)).as("%s after %s", at, trail).isEqualTo(right.exists(at));
        for (String file : files(controller)) {
          assertThat(left.read(at, file))
              .as("%s/%s after %s", at, file, trail)
              .isEqualTo(right.read(at, file));
        }
      }
    }
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
    if (dice == 4) {
      return traced("remove " + at, fs -> fs.remove(at));
    }
    if (dice == 5 && controller != Controller.MEMORY) {
      return write(at, "cgroup.procs", Long.toString(pid));
    }
    return write(at, pick(files(controller)), value(controller));
  }

  private Operation write(CgroupPath at, String file, String value) {
    return traced(
        "write " + at + "/" + file + " " + value,
        fs -> {
          fs.write(at, file, value);
          return fs.read(at, file);
        });
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
      case CPU -> List.of("cpu.shares", "cpu.cfs_period_us", "cpu.cfs_quota_us");
      case CPUSET -> List.of("cpuset.cpus", "cpuset.mems");
      case MEMORY ->
          List.of(
              "memory.limit_in_bytes", "memory.soft_limit_in_bytes", "memory.memsw.limit_in_bytes");
      case BLKIO -> List.of("blkio.bfq.weight");
      case CPUACCT, DEVICES, FREEZER -> List.of();
    };
  }

  private String value(Controller controller) {
    return switch (controller) {
      case CPU ->
          pick(List.of("-1", "1", "1000", "30000", "50000", "99999", "100000", "200000", "600000"));
      case CPUSET -> pick(List.of("", "0", "0", "1", "0-1", "0,1", "1-0", "0-7777"));
      // nothing small: the kernel charges a directory for what it keeps of those below
      case MEMORY ->
          pick(List.of("-1", "9000000", "8M", "16M", "16777217", "64M", "1G", "2G", "max"));
      default -> pick(List.of("0", "1", "10", "500", "1000", "1001", "x"));
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
