package vcg.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Plan;

/**
 * Guests that are as their files say, looked at again: the files alone, the whole observation, and
 * the plan that finds nothing to do.
 */
record ObserveBench(BenchHost bench) {
  private record File(Hierarchy hierarchy, String name) {}

  void run(Path floors, int rounds) throws Exception {
    BenchRecords records = new BenchRecords(new MemoryRecords());
    bench.apply(bench.plan(bench.observe(records)), records);
    Actual there = bench.observe(records);
    Plan plan = bench.plan(there);
    if (!plan.isEmpty()) {
      throw new IllegalStateException("not in sync");
    }
    try {
      rounds(floors, rounds, there, records);
    } finally {
      bench.remove(there);
    }
  }

  private void rounds(Path floors, int rounds, Actual there, BenchRecords records)
      throws Exception {
    Set<File> files = files();
    int guests = there.guests().size();
    String list =
        files.stream()
            .map(f -> f.hierarchy.mount() + " " + f.name + "\n")
            .collect(Collectors.joining("", "", ".\n"));
    List<String> command =
        List.of(floors.resolve("cgfloor").toString(), Integer.toString(guests), bench.partition());
    System.out.printf("%d guests in sync, %d files each%n", guests, files.size());
    List<String> paths =
        there.guests().values().stream().map(ActualGuest::cgroup).map(c -> c.path()).toList();
    Times times = new Times();
    try (Floor floor = Floor.start(command, list)) {
      for (int i = 0; i < 2 * rounds; i++) {
        if (i == rounds) {
          times.clear(); // Java is warm
        }
        times.add("C: openat, read, close", floor.ask("read"));
        times.time("the same files by system calls", () -> read(bench.fs(), paths, files));
        times.time("the same files by plain Java", () -> read(bench.plain(), paths, files));
        List<Actual> seen = new ArrayList<>();
        times.time(
            "Observer: all that vcg looks at but processes",
            () -> seen.add(bench.observe(records)));
        times.time("Planner: nothing to do", () -> bench.plan(seen.getFirst()));
      }
    }
    times.print("ms", 1e6);
  }

  /** What vcg reads of a running guest. */
  private Set<File> files() {
    Set<File> files = new LinkedHashSet<>();
    bench
        .host()
        .files()
        .forEach(
            (knob, file) -> files.add(new File(bench.host().hierarchy(knob).orElseThrow(), file)));
    Hierarchy devices = bench.host().controllers().get(Controller.DEVICES);
    if (devices != null && devices.version() == Hierarchy.Version.V1) {
      files.add(new File(devices, "devices.list"));
    }
    return files;
  }

  private static void read(CgroupFs fs, List<String> paths, Set<File> files) throws IOException {
    for (String path : paths) {
      for (File file : files) {
        if (fs.read(new CgroupPath(file.hierarchy.name(), path), file.name).isEmpty()) {
          throw new IOException("nothing in " + file);
        }
      }
    }
  }
}
