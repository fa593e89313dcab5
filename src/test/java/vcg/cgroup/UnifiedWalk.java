package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import vcg.cgroup.CgroupFsFixture.Threads;

/** Random operations on two file systems of cgroup v2, which must answer alike at each step. */
final class UnifiedWalk {
  private static final List<String> PLACES =
      List.of("", "/a", "/b", "/a/x", "/a/x", "/a/y", "/a/x/z");
  private static final List<String> SHOWN =
      List.of(
          "cgroup.type",
          "cgroup.controllers",
          "cgroup.subtree_control",
          "cgroup.procs",
          "cgroup.threads",
          "cgroup.freeze",
          "cpu.weight",
          "cpu.idle",
          "cpu.max",
          "cpu.max.burst",
          "cpuset.cpus",
          "cpuset.cpus.effective",
          "cpuset.mems",
          "cpuset.mems.effective",
          "memory.min",
          "memory.low",
          "memory.high",
          "memory.max",
          "memory.swap.max",
          "memory.oom.group",
          "io.max",
          "io.weight",
          "io.bfq.weight");

  private final Random random;
  private final CgroupPath top;
  private final Threads threads;
  private final String disk;
  private final Deque<String> trail = new ArrayDeque<>();

  UnifiedWalk(Random random, CgroupPath top, Threads threads, String disk) {
    this.random = random;
    this.top = top;
    this.threads = threads;
    this.disk = disk;
  }

  /** One operation; its result as text, errors by their errno. */
  private interface Operation {
    Object on(CgroupFs fs) throws IOException;
  }

  void compare(CgroupFs left, CgroupFs right, int steps) throws IOException {
    for (int i = 0; i < steps; i++) {
      same(left, right, next());
      same(left, right, shown(place(), pick(SHOWN)));
      for (String below : PLACES) {
        CgroupPath at = new CgroupPath(top.hierarchy(), top.path() + below);
        same(left, right, shown(at, "cgroup.type"));
        same(left, right, shown(at, "cgroup.subtree_control"));
      }
    }
    for (String below : PLACES) {
      CgroupPath at = new CgroupPath(top.hierarchy(), top.path() + below);
      same(left, right, fs -> fs.exists(at));
      for (String file : SHOWN) {
        same(left, right, shown(at, file));
      }
    }
  }

  private void same(CgroupFs left, CgroupFs right, Operation operation) throws IOException {
    assertThat(answer(left, operation)).as("trail %s", trail).isEqualTo(answer(right, operation));
  }

  private static String answer(CgroupFs fs, Operation operation) throws IOException {
    try {
      return String.valueOf(operation.on(fs));
    } catch (CgroupException e) {
      return e.errno();
    }
  }

  private CgroupPath place() {
    return new CgroupPath(top.hierarchy(), top.path() + pick(PLACES));
  }

  private Operation next() {
    CgroupPath at = place();
    int dice = random.nextInt(24);
    if (dice < 4) {
      return traced("create " + at, fs -> fs.create(at));
    }
    if (dice == 4 && !at.equals(top)) {
      return traced("remove " + at, fs -> fs.remove(at));
    }
    if (dice < 8) {
      return write(at, "cgroup.subtree_control", controllers());
    }
    if (dice == 8) {
      return write(at, "cgroup.procs", Long.toString(threads.pid()));
    }
    if (dice < 11) {
      return write(at, "cgroup.threads", Long.toString(pick(threads.some())));
    }
    if (dice == 11) {
      return write(at, "cgroup.type", pick(List.of("threaded", "threaded", "threaded", "domain")));
    }
    if (dice == 12) {
      return write(new CgroupPath(top.hierarchy(), "/"), "cgroup.procs", "" + threads.pid());
    }
    String file = pick(SHOWN);
    return write(at, file, value(file));
  }

  private String controllers() {
    return random
        .ints(1 + random.nextInt(3))
        .mapToObj(_ -> pick(List.of("+", "+", "+", "-", "-")) + controller())
        .collect(Collectors.joining(" "));
  }

  private String controller() {
    return random.nextInt(30) == 0
        ? pick(List.of("perf_event", "nothing", ""))
        : pick(List.of("cpu", "cpu", "cpuset", "memory", "io", "pids"));
  }

  private String value(String file) {
    return switch (file) {
      case "cgroup.freeze", "cpu.idle", "memory.oom.group" ->
          pick(List.of("0", "0", "1", "2", "x"));
      case "cpu.weight" -> pick(List.of("0", "1", "77", "10000", "10001", "-1", ""));
      case "cpu.max" ->
          pick(List.of("max", "50000", "20000 50000", "999", "max 200000", "60000 x", "-1", ""));
      case "cpu.max.burst" -> pick(List.of("0", "0", "30000", "50000", "60001", "-1"));
      case "cpuset.cpus", "cpuset.mems" ->
          pick(List.of("", "0", "0", "1", "0-1", "0,1", "1-0", "0-7777"));
      case "io.max" ->
          pick(List.of(disk + " ", disk + " ", disk + " ", "999:0 ", ""))
              + pick(List.of("rbps=5000", "rbps=max", "wiops=4294967295", "wiops=9 wbps=7"))
              + pick(List.of("", " riops=max", " riops=0", " wbps=max", " foo=3", " riops"));
      case "io.weight", "io.bfq.weight" ->
          pick(List.of("0", "1", "500", "1001", "10001", "x", "default 7", disk + " 100", "5x"));
      // nothing small: it would kill
      case "memory.max", "memory.high" -> pick(List.of("max", "1G", "1073741825", "2G", "-1", "x"));
      case "memory.min", "memory.low", "memory.swap.max" ->
          pick(List.of("max", "0", "", "4097", "1G", "-1", "x"));
      // no 0, which would be the test itself
      default -> pick(List.of("threaded", "max", "", "x"));
    };
  }

  private Operation write(CgroupPath at, String file, String value) {
    return traced(
        "write " + at + "/" + file + " \"" + value + "\"",
        fs -> {
          fs.write(at, file, value);
          return shown(at, file).on(fs);
        });
  }

  /** What a file says of that which both file systems know. */
  private Operation shown(CgroupPath at, String file) {
    return fs -> {
      String text = fs.read(at, file).orElse("no such file");
      return switch (file) {
        case "cgroup.threads" ->
            text.lines()
                .filter(line -> threads.some().stream().anyMatch(t -> line.equals(t.toString())))
                .sorted()
                .toList();
        case "cgroup.procs" ->
            text.lines().filter(line -> line.equals(Long.toString(threads.pid()))).toList();
        default -> text;
      };
    };
  }

  private Operation traced(String what, Operation operation) {
    trail.add(what);
    if (trail.size() > 12) {
      trail.removeFirst();
    }
    return operation;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
