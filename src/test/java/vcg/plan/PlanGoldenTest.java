package vcg.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vcg.FakeMachine;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.FakeCgroupFs;
import vcg.cgroup.Group;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.GuestRecord;
import vcg.model.Plan;
import vcg.model.ProcessId;
import vcg.model.Scheduling;
import vcg.read.DomainFiles;
import vcg.report.PlanJson;
import vcg.report.PlanText;
import vcg.report.SnapshotJson;
import vcg.report.SnapshotReader;
import vcg.report.StatusText;
import vcg.validate.Rules;

/**
 * Cases as folders: {@code host.txt} names the kernel if it is not v1 with separate mounts, {@code
 * before/} is applied first, then {@code since.txt} happens, then {@code desired/} is planned. What
 * comes out is in plan.txt, plan.json and status.txt, rewritten by -Dgolden=write.
 */
class PlanGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/vcg/plan");

  @TempDir Path run;

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void plan_case_isAsRecorded(String name) throws Exception {
    Path folder = CASES.resolve(name);
    FakeMachine machine = new FakeMachine(kernel(folder.resolve("host.txt")), run);
    if (Files.isDirectory(folder.resolve("before"))) {
      machine.apply(machine.plan(read(folder.resolve("before"))));
    }
    happen(folder.resolve("since.txt"), machine);

    Desired desired = read(folder.resolve("desired"));
    Plan plan = machine.plan(desired, 0);
    Actual actual = machine.observe(desired);

    golden(folder.resolve("plan.txt"), PlanText.of(plan, false));
    golden(folder.resolve("plan.json"), PlanJson.of(plan));
    golden(folder.resolve("status.txt"), StatusText.of(plan, actual));
    assertThat(SnapshotReader.parse(SnapshotJson.of(actual))).isEqualTo(actual);
  }

  private static FakeCgroupFs kernel(Path file) throws IOException {
    FakeCgroupFs fs =
        switch (Files.exists(file) ? Files.readString(file).strip() : "separate") {
          case "separate" -> FakeCgroupFs.separate();
          case "unified" -> FakeCgroupFs.unified();
          case "hybrid" -> FakeCgroupFs.hybrid();
          case "without memory" ->
              new FakeCgroupFs(
                  List.of("cpu", "cpuacct", "cpuset", "devices", "freezer", "blkio"), "0-3", "0");
          case "two nodes" ->
              new FakeCgroupFs(
                  List.of("cpu", "cpuacct", "cpuset", "devices", "freezer", "blkio"), "0-3", "0-1");
          case "without cgroups" -> new FakeCgroupFs(List.of(), "0-3", "0");
          default -> throw new IOException("no such kernel: " + file);
        };
    return fs.withDisk("8:0").withBfqDisk("8:16");
  }

  private static Desired read(Path directory) throws IOException {
    Desired checked =
        Rules.across(
            DomainFiles.read(
                List.of(directory.toString()), DomainFiles.Trust.WARN, Rules::ofGuest));
    return new Desired( // who may write a checkout is not the matter here
        checked.source(), checked.present(), checked.readings(), List.of());
  }

  /** Lines such as {@code cpu:/t/system/web.qemu.libvirt/cpu.shares = 555} or {@code kill web}. */
  private static void happen(Path since, FakeMachine machine) throws IOException {
    if (!Files.exists(since)) {
      return;
    }
    for (String line : Files.readAllLines(since)) {
      List<String> words = List.of(line.split(" "));
      switch (words.getFirst()) {
        case "kill" -> machine.processes().crash(find(machine, words.get(1)));
        case "stop" -> { // vcg begins to, and is killed
          for (GuestRecord r : List.copyOf(machine.records().guests())) {
            Optional<Instant> now = Optional.of(machine.now());
            machine.records().put(r.withAttempt(r.attempt().map(a -> a.withStop(now))));
          }
        }
        case "panic" -> machine.processes().panic(find(machine, words.get(1)));
        case "schedule" -> {
          ProcessId process = find(machine, words.get(1));
          machine
              .processes()
              .schedule(
                  process,
                  machine.processes().thread(process, Group.parse(words.get(2)).orElseThrow()),
                  Scheduling.parse(String.join(" ", words.subList(3, words.size()))).orElseThrow());
        }
        case "seconds" -> machine.records().age(Duration.ofSeconds(Long.parseLong(words.get(1))));
        case "poweroff" -> machine.processes().powerOff(find(machine, words.get(1)));
        case "layout" ->
            machine.configure(Layout.Kind.parse(words.get(1)).orElseThrow(), Mappings.DEFAULT);
        case "use" ->
            machine.fs().setUsage(CgroupPath.parse(words.get(1)), Long.parseLong(words.get(2)));
        case "forget" -> machine.records().guests().forEach(r -> machine.records().remove(r.id()));
        default -> {
          String file = words.getFirst();
          int slash = file.lastIndexOf('/');
          machine
              .fs()
              .drift(
                  CgroupPath.parse(file.substring(0, slash)),
                  file.substring(slash + 1),
                  line.substring(line.indexOf(" = ") + 3));
        }
      }
    }
  }

  private static ProcessId find(FakeMachine machine, String name) {
    Predicate<ProcessId> named =
        p ->
            machine.processes().words(p).stream()
                .anyMatch(word -> word.startsWith("guest=" + name + ","));
    return machine.processes().all().stream().filter(named).findFirst().orElseThrow();
  }

  private void golden(Path file, String text) throws IOException {
    String stable =
        text.replace(run.toString(), "/run/vcg")
            .replaceAll("(\"actual\" : )\"[0-9a-f]{64}\"", "$1\"" + "0".repeat(64) + "\"");
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(file, stable);
    }
    assertThat(stable).isEqualTo(Files.readString(file));
  }
}
