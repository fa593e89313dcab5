package vcg.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.model.Host;

/**
 * Observation and cold apply of many guests against the same loops in C, turn by turn in one run,
 * so that other load on the machine falls on all alike. Arguments: the C program, the cgroup
 * parent, the number of guests, the number of rounds.
 */
public final class CgroupBench {
  /** What a guest with every kind of tuning has; the order is the one in which vcg writes. */
  private static final Map<Knob, String> VALUES =
      new TreeMap<>(
          Map.of(
              Knob.CPU_SHARES, "2048",
              Knob.CPU_QUOTA, "50000",
              Knob.MEMORY_HARD_LIMIT, "536870912",
              Knob.MEMORY_SOFT_LIMIT, "268435456",
              Knob.MEMORY_SWAP_HARD_LIMIT, "1073741824",
              Knob.BLKIO_WEIGHT, "500",
              Knob.CPUSET_CPUS, "0",
              Knob.CPUSET_MEMS, "0"));

  private record File(CgroupPath directory, String name, String value) {}

  private final Host host;
  private final String parent;
  private final int guests;
  private final List<CgroupPath> directories = new ArrayList<>();
  private final List<List<File>> files = new ArrayList<>();
  private final Map<String, List<Long>> times = new TreeMap<>();

  private CgroupBench(Host host, String parent, int guests) {
    this.host = host;
    this.parent = parent;
    this.guests = guests;
    for (int g = 0; g < guests; g++) {
      String path = parent + "/g" + g + ".qemu.libvirt";
      host.hierarchies().forEach(h -> directories.add(new CgroupPath(h.name(), path)));
      files.add(
          host.files().entrySet().stream()
              .map(e ->
                  new File(
                      host.directory(e.getKey(), path),
                      e.getValue(),
                      VALUES.getOrDefault(e.getKey(), "")))
              .toList());
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Runs all rounds and prints medians. */
  public static void main(String[] arguments) throws Exception {
    LinuxHost linux = LinuxHost.read();
    Layout layout = new Layout(arguments[1]);
    CgroupFs fs = new ForeignCgroupFs(linux.hierarchies());
    Host host = HostProbe.probe(layout, linux, fs);
    CgroupBench bench = new CgroupBench(host, arguments[1], Integer.parseInt(arguments[2]));
    try (Floor floor = new Floor(Path.of(arguments[0]), bench)) {
      bench.run(floor, fs, new PlainCgroupFs(linux.hierarchies()), Integer.parseInt(arguments[3]));
    }
  }

  private void run(Floor floor, CgroupFs foreign, CgroupFs plain, int rounds) throws IOException {
    floor.ask("apply");
    long cold = timed(() -> read(foreign));
    floor.ask("remove");
    for (int i = 0; i < 3; i++) {
      add("apply 1 C", floor.ask("apply"));
      floor.ask("remove");
      add("apply 2 foreign", timed(() -> apply(foreign, false)));
      floor.ask("remove");
      add("apply 3 foreign, each value read back", timed(() -> apply(foreign, true)));
      if (i < 2) {
        floor.ask("remove");
      }
    }
    for (int i = 0; i < rounds; i++) {
      // the first half warms up
      String phase = i < rounds / 2 ? "warm-up " : "read ";
      add(phase + "1 C", floor.ask("read"));
      add(phase + "2 foreign", timed(() -> read(foreign)));
      add(phase + "3 plain Java", timed(() -> read(plain)));
    }
    floor.ask("remove");
    System.out.printf(
        Locale.ROOT,
        "%d guests, %d directories and %d files each%n",
        guests,
        host.hierarchies().size(),
        host.files().size());
    print("apply");
    print("read");
    System.out.printf(Locale.ROOT, "read, first pass of this Java: %.1f ms%n", cold / 1e6);
  }

  private void apply(CgroupFs fs, boolean readBack) throws IOException {
    int perGuest = directories.size() / guests;
    for (int g = 0; g < guests; g++) {
      for (CgroupPath directory : directories.subList(g * perGuest, (g + 1) * perGuest)) {
        fs.create(directory);
      }
      for (File file : files.get(g)) {
        if (!file.value.isEmpty()) {
          fs.write(file.directory, file.name, file.value);
          if (readBack && fs.read(file.directory, file.name).isEmpty()) {
            throw new IOException("nothing in " + file);
          }
        }
      }
    }
  }

  private void read(CgroupFs fs) throws IOException {
    for (List<File> guest : files) {
      for (File file : guest) {
        if (fs.read(file.directory, file.name).isEmpty()) {
          throw new IOException("nothing in " + file);
        }
      }
    }
  }

  private static long timed(Work work) throws IOException {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  private void add(String what, long nanos) {
    times.computeIfAbsent(what, _ -> new ArrayList<>()).add(nanos);
  }

  private void print(String phase) {
    double floor = 0;
    for (Map.Entry<String, List<Long>> entry : times.entrySet()) {
      if (entry.getKey().startsWith(phase + " ")) {
        long[] sorted = entry.getValue().stream().mapToLong(Long::longValue).sorted().toArray();
        double median = sorted[sorted.length / 2] / 1e6;
        floor = floor == 0 ? median : floor;
        System.out.printf(
            Locale.ROOT,
            "%-46s %8.1f ms  (least %8.1f)  %5.2f x C%n",
            entry.getKey(),
            median,
            Arrays.stream(sorted).min().orElse(0) / 1e6,
            median / floor);
      }
    }
  }

  /** The C program; one command at a time. */
  private static final class Floor implements AutoCloseable {
    private final Process process;

    Floor(Path program, CgroupBench bench) throws IOException {
      process =
          new ProcessBuilder(program.toString(), Integer.toString(bench.guests), bench.parent)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      StringBuilder list = new StringBuilder();
      for (Hierarchy hierarchy : bench.host.hierarchies()) {
        list.append(hierarchy.mount()).append('\n');
      }
      for (File file : bench.files.getFirst()) {
        Hierarchy hierarchy =
            bench.host.hierarchies().stream()
                .filter(h -> h.name().equals(file.directory.hierarchy()))
                .findFirst()
                .orElseThrow();
        list.append(hierarchy.mount())
            .append(' ')
            .append(file.name)
            .append(' ')
            .append(file.value)
            .append('\n');
      }
      send(list + ".");
    }

    long ask(String command) throws IOException {
      send(command);
      String answer = process.inputReader().readLine();
      if (answer == null) {
        throw new IOException("the C program ended");
      }
      return Long.parseLong(answer.substring(0, answer.indexOf(' ')));
    }

    private void send(String line) throws IOException {
      process.outputWriter().write(line + "\n");
      process.outputWriter().flush();
    }

    @Override
    public void close() throws IOException {
      process.outputWriter().close();
    }
  }
}
