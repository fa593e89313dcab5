package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import vcg.Requires;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.MountTable;
import vcg.guest.Processes.Signal;
import vcg.model.Command;
import vcg.model.Command.Option;
import vcg.model.ProcessId;

/** Real processes in real cgroups. */
class LinuxProcessesIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  @RegisterExtension final TestCgroup cgroup = new TestCgroup();
  @TempDir Path directory = Path.of("/");
  private Optional<LinuxProcesses> made = Optional.empty();
  private Optional<CgroupFs> opened = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    CgroupFs fs = CgroupFiles.open(cgroup.hierarchies());
    opened = Optional.of(fs);
    made =
        Optional.of(
            new LinuxProcesses(
                MountTable.parse(Files.readString(Path.of("/proc/self/mountinfo"))), fs));
  }

  private LinuxProcesses processes() {
    return made.orElseThrow();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private static Command command(String program, String... arguments) {
    return new Command(
        program,
        Arrays.stream(arguments)
            .map(a -> new Option(a, Optional.empty(), "", Optional.empty()))
            .toList());
  }

  private List<CgroupPath> guest() throws IOException {
    List<CgroupPath> cgroups =
        cgroup.hierarchies().stream()
            .map(h -> new CgroupPath(h.name(), cgroup.path() + "/guest"))
            .toList();
    for (CgroupPath path : cgroups) {
      opened.orElseThrow().create(path);
    }
    return cgroups;
  }

  private void set(Controller controller, String file, String value) throws IOException {
    opened.orElseThrow().write(cgroup.at(controller, "/guest"), file, value);
  }

  private List<CgroupPath> tunedGuest() throws IOException {
    List<CgroupPath> guest = guest();
    set(Controller.CPUSET, "cpuset.cpus", "0");
    set(Controller.CPUSET, "cpuset.mems", "0");
    set(Controller.CPU, "cpu.shares", "77");
    set(Controller.MEMORY, "memory.limit_in_bytes", "67108864");
    return guest;
  }

  @Test
  void announce_always_leavesVcgWhereItIs() throws Exception {
    ProcessId self = processes().find(ProcessHandle.current().pid()).orElseThrow();
    Optional<SortedMap<String, String>> before = processes().placement(self);

    processes().announce();

    Eventually.holds(LONG, () -> !isAnnouncing());
    assertThat(processes().placement(self)).isEqualTo(before).isPresent();
  }

  private static boolean isAnnouncing() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(t -> t.getName().equals("vcg-announce"));
  }

  @Test
  void start_program_isInEveryCgroupWithLimitsFromItsFirstInstruction() throws Exception {
    List<CgroupPath> guest = tunedGuest();

    // the program prints where it is as the first thing it does
    ProcessId process =
        processes()
            .start(
                command(
                    "/bin/sh",
                    "-c",
                    "cat /proc/$$/cgroup; grep Cpus_allowed_list /proc/$$/status; ulimit -c; umask;"
                        + " pwd; env; cat /proc/$$/stat; echo end; kill -STOP $$"),
                guest,
                log(),
                Optional.empty());

    Eventually.holds(LONG, () -> Files.readString(log()).contains("end"));
    String said = Files.readString(log());
    for (CgroupPath path : guest) {
      assertThat(said).contains(":" + path.hierarchy() + ":" + path.path() + "\n");
    }
    assertThat(said).containsPattern("Cpus_allowed_list:\\s0\n0\n0077\n/\n");
    assertThat(said.lines().filter(l -> l.matches("[A-Z_]+=.*")).map(l -> l.split("=", 2)[0]))
        .containsOnly("PATH", "PWD");
    // session and process group are its own number: fields 5 and 6
    long pid = process.pid();
    assertThat(said).containsPattern("\n" + pid + " \\(sh\\) [RS] [0-9]+ " + pid + " " + pid + " ");
    assertThat(processes().placement(process).orElseThrow())
        .containsEntry(guest.getFirst().hierarchy(), cgroup.path() + "/guest");
    assertThat(Files.getPosixFilePermissions(log()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    for (CgroupPath path : guest) {
      assertThat(opened.orElseThrow().processes(path)).containsExactly(pid);
    }
  }

  @Test
  void hook_underStrace_entersEveryCgroupBeforeExecAndNeverForks() throws Exception {
    Requires.program("strace");
    List<String> files =
        tunedGuest().stream()
            .map(p -> "/sys/fs/cgroup/" + p.hierarchy() + p.path() + "/cgroup.procs")
            .toList();
    Path trace = directory.resolve("trace");
    List<String> words =
        Stream.concat(
                Stream.of(
                    "strace",
                    "-f",
                    "-y",
                    "-qq",
                    "-o",
                    trace.toString(),
                    "-e",
                    "trace=execve,write,clone,clone3,fork,vfork"),
                ExecHook.commandLine(command("/bin/true", "a b", "$(x)"), files, Optional.empty())
                    .stream())
            .toList();

    Process strace = new ProcessBuilder(words).inheritIO().start();
    assertThat(strace.waitFor(20, TimeUnit.SECONDS)).isTrue();

    List<String> calls = Files.readAllLines(trace);
    int exec = indexOf(calls, "execve(\"/bin/true\", [\"/bin/true\", \"a b\", \"$(x)\"]");
    for (String file : files) {
      assertThat(indexOf(calls, "write(1<" + file + ">, \"0\\n\"")).isBetween(0, exec - 1);
    }
    assertThat(calls).noneMatch(c -> c.contains("clone") || c.contains("fork("));
    assertThat(calls.stream().map(c -> c.split(" ", 2)[0]).distinct()).hasSize(1);
  }

  private static int indexOf(List<String> calls, String text) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).contains(text)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void start_environment_programHasItAndNothingElse() throws Exception {
    Command plain = command("/bin/sleep", "600");
    Command command =
        new Command(
            plain.program(),
            plain.options(),
            plain.preparations(),
            plain.settings(),
            new TreeMap<>(Map.of("TZ", "Europe/Paris, $x")),
            List.of(),
            new TreeMap<>(),
            Optional.empty());

    ProcessId process = processes().start(command, tunedGuest(), log(), Optional.empty());

    String environment = Files.readString(Path.of("/proc/" + process.pid() + "/environ"));
    assertThat(environment.split("\0", 0))
        .containsExactlyInAnyOrder("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "TZ=Europe/Paris, $x");
    processes().signal(process, Signal.KILL);
    assertThat(processes().awaitExit(process, LONG)).isTrue();
  }

  @Test
  void start_cpusetEmpty_namesCgroupAndReasonAndLeavesNoProcess() throws Exception {
    List<CgroupPath> guest = guest();

    assertThatIOException()
        .isThrownBy(
            () -> processes().start(command("/bin/sleep", "600"), guest, log(), Optional.empty()))
        .withMessage(
            "cannot start /bin/sleep: cannot enter "
                + cgroup.at(Controller.CPUSET, "/guest")
                + ": ENOSPC, its cpuset.cpus or cpuset.mems is empty");

    for (CgroupPath path : guest) {
      assertThat(opened.orElseThrow().processes(path)).isEmpty();
      assertThat(opened.orElseThrow().remove(path)).isTrue();
    }
  }

  @Test
  void start_cgroupMissing_makesNoFileAndSaysSo() {
    CgroupPath missing = cgroup.at(Controller.CPU, "/missing");

    assertThatIOException()
        .isThrownBy(() ->
            processes()
                .start(command("/bin/sleep", "600"), List.of(missing), log(), Optional.empty()))
        .withMessage("cannot start /bin/sleep: cannot enter " + missing + ": ENOENT");
  }

  @Test
  void start_directoryIsNoCgroup_makesNoFileInIt() throws IOException {
    MountTable mounts = MountTable.parse("1 1 0:1 / " + directory + " rw - cgroup cgroup rw,cpu\n");
    Path plain = Files.createDirectory(directory.resolve("plain"));
    List<CgroupPath> cgroups = List.of(new CgroupPath("cpu", "/plain"));
    LinuxProcesses astray =
        new LinuxProcesses(
            mounts, new PlainCgroupFs(List.of(mounts.v1().values().iterator().next().hierarchy())));

    assertThatIOException()
        .isThrownBy(
            () -> astray.start(command("/bin/sleep", "600"), cgroups, log(), Optional.empty()))
        .withMessage("cannot start /bin/sleep: cannot enter cpu:/plain: ENOENT");
    assertThat(plain).isEmptyDirectory();
  }

  /** Starts a guest and ends, as a command does. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws Exception {
      LinuxHost host = LinuxHost.read();
      CgroupFs fs = CgroupFiles.open(host.hierarchies());
      List<CgroupPath> cgroups = List.of(CgroupPath.parse(arguments[0]));
      System.out.println(
          new LinuxProcesses(host.mounts(), fs)
              .start(command("/bin/sleep", "600"), cgroups, Path.of(arguments[1]), Optional.empty())
              .pid());
    }
  }

  @Test
  void start_vcgEnds_guestLivesOn() throws Exception {
    CgroupPath own = cgroup.at(Controller.CPU, "");
    Process starter =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.real.class.path", System.getProperty("java.class.path")),
                Starter.class.getName(),
                own.toString(),
                log().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long pid = Long.parseLong(starter.inputReader().readLine());
    assertThat(starter.waitFor()).isZero();

    ProcessId guest = processes().find(pid).orElseThrow();

    assertThat(processes().commandLine(guest)).hasValue(List.of("/bin/sleep", "600"));
    assertThat(opened.orElseThrow().processes(own)).containsExactly(pid);
    assertThat(processes().awaitExit(guest, Duration.ofMillis(1))).isFalse();
    assertThat(processes().signal(guest, Signal.KILL)).isTrue();
    assertThat(processes().awaitExit(guest, LONG)).isTrue();
  }

  @Test
  void start_noSuchProgram_saysSo() {
    assertThatIOException()
        .isThrownBy(() ->
            processes()
                .start(
                    command("/usr/bin/nothing"),
                    List.of(cgroup.at(Controller.CPU, "")),
                    log(),
                    Optional.empty()))
        .withMessage("cannot start /usr/bin/nothing: there is no such program");
  }

  @Test
  void start_programCannotBeExecuted_tellsWhatWasSaid() throws IOException {
    Path script = Files.writeString(directory.resolve("script"), "#!/no/interpreter\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    List<CgroupPath> cgroups = List.of(cgroup.at(Controller.CPU, ""));

    assertThatIOException()
        .isThrownBy(
            () -> processes().start(command(script.toString()), cgroups, log(), Optional.empty()))
        .withMessageStartingWith("cannot start " + script + ": it ended at once with exit code 127")
        .withMessageContaining("No such file or directory");
    assertThat(opened.orElseThrow().processes(cgroups.getFirst())).isEmpty();
  }

  @Test
  void signal_itself_endsAndIsGoneAlsoWhileItWaitsToBeCollected() throws Exception {
    ProcessId process =
        processes()
            .start(
                command("/bin/sleep", "600"),
                List.of(cgroup.at(Controller.CPU, "")),
                log(),
                Optional.empty());

    assertThat(processes().find(process.pid())).hasValue(process);
    assertThat(processes().commandLine(process)).hasValue(List.of("/bin/sleep", "600"));
    assertThat(processes().awaitExit(process, Duration.ofMillis(20))).isFalse();
    assertThat(processes().signal(process, Signal.TERM)).isTrue();
    assertThat(processes().awaitExit(process, LONG)).isTrue();
    assertThat(processes().find(process.pid())).isEmpty();
    assertThat(processes().signal(process, Signal.KILL)).isFalse();
    assertThat(processes().commandLine(process)).isEmpty();
    assertThat(processes().placement(process)).isEmpty();
  }

  @Test
  void signal_numberNowBelongsToAnother_isNotSent() throws Exception {
    Process stranger = cgroup.sleeper();
    ProcessId now = processes().find(stranger.pid()).orElseThrow();
    ProcessId before = new ProcessId(now.pid(), now.startTicks() - 1);

    assertThat(processes().signal(before, Signal.KILL)).isFalse();
    assertThat(processes().awaitExit(before, LONG)).isTrue();
    assertThat(processes().commandLine(before)).isEmpty();
    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void find_zombie_isGone() throws Exception {
    // a shell that has become sleep never collects the child it started before
    Process parent =
        new ProcessBuilder("/bin/sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
    try {
      long child = Long.parseLong(parent.inputReader().readLine());
      Eventually.holds(LONG, () -> parent.info().command().orElse("").endsWith("sleep"));
      ProcessId process = processes().find(child).orElseThrow();

      assertThat(processes().signal(process, Signal.KILL)).isTrue();
      assertThat(processes().awaitExit(process, LONG)).isTrue();

      assertThat(Files.readString(Path.of("/proc/" + child + "/stat"))).contains(") Z ");
      assertThat(processes().find(child)).isEmpty();
      assertThat(processes().signal(process, Signal.KILL)).isFalse();
      assertThat(processes().awaitExit(process, LONG)).isTrue();
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  @Test
  void placement_ofThisProcess_namesEveryHierarchyButNamedOnes() throws Exception {
    ProcessId self = processes().find(ProcessHandle.current().pid()).orElseThrow();

    assertThat(processes().placement(self).orElseThrow())
        .containsKeys(cgroup.hierarchies().stream().map(h -> h.name()).toArray(String[]::new))
        .doesNotContainKey("name=systemd");
  }
}
