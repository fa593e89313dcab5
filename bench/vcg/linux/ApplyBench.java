package vcg.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.guest.Records;
import vcg.model.Actual;
import vcg.model.Plan;

/**
 * Guests of which nothing is there yet: C that makes all directories and then writes all values, C
 * that goes guest by guest, and vcg's stages one after the other. No process is started in any of
 * them. vcg also makes a directory in the v2 tree, sets up the device list, reads each value back
 * and remembers each guest.
 */
record ApplyBench(BenchHost bench) {
  /** Records on disk cost the same for each guest, so that more would tell nothing new. */
  private static final int MOST_ON_DISK = 1_000;

  /** The six directories of floors/cgapply.c, and its six values in its order. */
  private static final List<Controller> CONTROLLERS =
      List.of(
          Controller.CPU,
          Controller.CPUSET,
          Controller.MEMORY,
          Controller.DEVICES,
          Controller.FREEZER,
          Controller.BLKIO);

  private static final Map<Knob, String> VALUES = new LinkedHashMap<>();

  static {
    VALUES.put(Knob.CPU_SHARES, "2048");
    VALUES.put(Knob.CPU_QUOTA, "50000");
    VALUES.put(Knob.CPUSET_MEMS, "0");
    VALUES.put(Knob.CPUSET_CPUS, "0");
    VALUES.put(Knob.MEMORY_HARD_LIMIT, "536870912");
    VALUES.put(Knob.BLKIO_WEIGHT, "500");
  }

  void run(Path floors, int rounds) throws Exception {
    int guests = bench.desired().readings().size();
    System.out.printf("%d guests, nothing there%n", guests);
    Times times = new Times();
    for (int i = 0; i < rounds; i++) {
      floor(floors, times);
      vcg("vcg", new MemoryRecords(), times);
      if (guests <= MOST_ON_DISK) {
        vcg(
            "vcg with records on disk",
            new StateDirectory(bench.scratch().resolve("state" + i)),
            times);
      }
    }
    times.print("ms", 1e6);
  }

  private void floor(Path floors, Times times) throws Exception {
    for (Controller controller : CONTROLLERS) {
      make(new CgroupPath(controller.v1Name(), bench.partition()));
    }
    List<String> command =
        List.of(
            floors.resolve("cgfloor").toString(),
            Integer.toString(bench.desired().readings().size()),
            bench.partition());
    try (Floor floor = Floor.start(command, list())) {
      times.add("C: all directories, then all values", floor.ask("naive"));
      floor.ask("remove");
      bench.calm();
      times.add("C: guest by guest", floor.ask("apply"));
      floor.ask("remove");
      bench.calm();
    }
    for (Controller controller : CONTROLLERS) {
      bench.fs().remove(new CgroupPath(controller.v1Name(), bench.partition()));
    }
  }

  private void make(CgroupPath cgroup) throws Exception {
    CgroupFs fs = bench.fs();
    fs.create(cgroup);
    if (cgroup.hierarchy().equals(Controller.CPUSET.v1Name())) {
      CgroupPath above = cgroup.parent().orElseThrow();
      for (String file : List.of("cpuset.mems", "cpuset.cpus")) {
        fs.write(cgroup, file, fs.read(above, file).orElseThrow());
      }
    }
  }

  private String list() {
    StringBuilder list = new StringBuilder();
    CONTROLLERS.forEach(c -> list.append(hierarchy(c).mount()).append('\n'));
    VALUES.forEach((knob, value) ->
        list.append(hierarchy(knob.controller()).mount())
            .append(' ')
            .append(bench.host().files().get(knob))
            .append(' ')
            .append(value)
            .append('\n'));
    return list.append(".\n").toString();
  }

  private Hierarchy hierarchy(Controller controller) {
    Hierarchy hierarchy = bench.host().controllers().get(controller);
    if (hierarchy == null || !hierarchy.name().equals(controller.v1Name())) {
      throw new IllegalStateException(controller + " is not on a v1 hierarchy of its own");
    }
    return hierarchy;
  }

  private void vcg(String what, Records target, Times times) throws Exception {
    BenchRecords records = new BenchRecords(target);
    List<Actual> seen = new ArrayList<>();
    List<Plan> plans = new ArrayList<>();
    Times.Taken taken =
        times
            .time(what + ": observe", () -> seen.add(bench.observe(records)))
            .and(times.time(what + ": plan", () -> plans.add(bench.plan(seen.getFirst()))))
            .and(times.time(what + ": apply", () -> bench.apply(plans.getFirst(), records)));
    times.add(what + ": all three", taken);
    times.add(what + ": of which records", new Times.Taken(records.nanos(), 0));
    Actual there = bench.observe(records);
    if (!bench.plan(there).isEmpty()) {
      throw new IllegalStateException("not in sync");
    }
    bench.remove(there);
  }
}
