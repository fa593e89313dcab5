package vcg.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import vcg.Requires;
import vcg.cgroup.Controller;
import vcg.cgroup.Group;
import vcg.guest.GuestFiles;
import vcg.guest.Monitors;
import vcg.linux.QmpMonitors;
import vcg.linux.TestCgroup;
import vcg.model.Driver;
import vcg.model.GuestId;

/**
 * A corner of the real host for one test: a cgroup parent, directories and guests' images of its
 * own, and the real program run in processes of its own. Afterwards every guest is ended and
 * everything removed. Use as {@code @RegisterExtension final TestHost host = new TestHost();}
 */
final class TestHost implements BeforeEachCallback, AfterEachCallback {
  /** How long what should happen may take on a busy machine. */
  static final Duration SOON = Duration.ofSeconds(Requires.inTestMachine() ? 120 : 30);

  /** Each has a directory for every guest. */
  static final List<String> CONTROLLERS =
      List.of("cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio");

  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
  private static final Path BOOT_SECTOR = Path.of("samples/tinyguest/tinyguest.bin");
  private static final int MODE_OFFSET = 0x1f0;
  private static final int TICKS_OFFSET = 0x1f2;
  private static final int IMAGE_BYTES = 1 << 20;

  private final boolean together;
  private final List<String> under;
  private final TestCgroup cgroup = new TestCgroup();
  private Path home = Path.of("not yet made");

  TestHost() {
    this(Requires.inTestMachine(), List.of());
  }

  private TestHost(boolean together, List<String> under) {
    this.together = together;
    this.under = under;
  }

  /** One whose commands mostly run in this process: a Java of its own takes each a second. */
  static TestHost together() {
    return new TestHost(true, List.of());
  }

  /**
   * One that to its commands has no v2 tree: for each that is unmounted, and for what it starts.
   */
  static TestHost ofVersion1() {
    String script =
        "for at in $(while read _ at type _; do [ $type != cgroup2 ] || echo $at; done"
            + " </proc/self/mounts); do umount $at || exit 99; done; exec \"$@\"";
    return new TestHost(
        false, List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh"));
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    cgroup.beforeEach(context);
    Requires.qemu();
    home = Files.createTempDirectory("vcgtest").toRealPath();
    Files.createDirectories(domains());
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    cgroup.afterEach(context);
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** What a command printed and how it ended. */
  record Run(int exit, String out, String err) {}

  /** The directory of this test, for what else it needs. */
  Path home() {
    return home;
  }

  Path domains() {
    return home.resolve("domains");
  }

  Path state() {
    return home.resolve("state");
  }

  Path run() {
    return home.resolve("run");
  }

  String parent() {
    return cgroup.path();
  }

  /** The directory of a guest in one hierarchy. */
  Path cgroup(String controller, String name) {
    String mount = cgroup.hierarchy(Controller.ofV1Name(controller).orElseThrow()).mount();
    return Path.of(mount + parent() + "/system/" + name + ".qemu.libvirt");
  }

  /** The directory of a partition in one hierarchy, in the flat layout. */
  Path partition(String controller, String name) {
    return cgroup(controller, "any").resolve("../..").resolve(name).normalize();
  }

  /** Starts a process that does nothing and ends with the test. */
  long sleeper() throws IOException {
    return cgroup.sleeper().pid();
  }

  /** The path of a guest's cgroup, the same in every hierarchy. */
  String path(String name) {
    return parent() + "/system/" + name + ".qemu.libvirt";
  }

  /** The names of the directories inside that of a guest. */
  List<String> directories(String controller, String name) throws IOException {
    try (Stream<Path> inside = Files.list(cgroup(controller, name))) {
      return inside.filter(Files::isDirectory).map(f -> f.getFileName().toString()).toList();
    }
  }

  /** The cgroup of a process or thread in the hierarchy of one controller. */
  static String placement(long thread, String controller) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + thread + "/cgroup")).stream()
        .map(line -> line.split(":", 3))
        .filter(fields -> List.of(fields[1].split(",")).contains(controller))
        .map(fields -> fields[2])
        .findFirst()
        .orElseThrow();
  }

  /** The threads of a guest that run virtual CPUs and I/O, as QEMU itself names them. */
  SortedMap<Group, Long> threads(String name) throws IOException {
    Path socket = new GuestFiles(home.resolve("run")).monitor(new GuestId(Driver.QEMU, name));
    try (Monitors.Monitor monitor = new QmpMonitors().connect(socket, SOON)) {
      return monitor.threads();
    }
  }

  /**
   * What the monitor of a guest answers to a command, which may be one that vcg knows nothing of.
   */
  String ask(String name, String command, Map<String, ?> arguments) throws IOException {
    Path socket = new GuestFiles(home.resolve("run")).monitor(new GuestId(Driver.QEMU, name));
    try (Monitors.Monitor monitor = new QmpMonitors().connect(socket, SOON)) {
      return monitor.execute(command, arguments).toString();
    }
  }

  /** In how many trees a guest has a directory. */
  int trees() {
    return cgroup.trees().size();
  }

  /** The number of one of them. */
  long thread(String name, Group group) throws IOException {
    return Optional.ofNullable(threads(name).get(group)).orElseThrow();
  }

  String read(String controller, String name, String file) throws IOException {
    return Files.readString(cgroup(controller, name).resolve(file)).strip();
  }

  /** Somebody else writes a knob. */
  void drift(String controller, String name, String file, String value) throws IOException {
    Files.write(
        cgroup(controller, name).resolve(file),
        value.getBytes(StandardCharsets.UTF_8),
        java.nio.file.StandardOpenOption.WRITE);
  }

  /**
   * A disk that boots the tiny guest.
   *
   * @param mode N obeys the power button, I ignores it; after {@code ticks} eighteenths of a second
   *     X powers off by itself, C faults so that its machine resets, P says that it crashed
   */
  Path image(String name, char mode, int ticks) throws IOException {
    byte[] bytes = java.util.Arrays.copyOf(Files.readAllBytes(BOOT_SECTOR), IMAGE_BYTES);
    bytes[MODE_OFFSET] = (byte) mode;
    bytes[TICKS_OFFSET] = (byte) ticks;
    bytes[TICKS_OFFSET + 1] = (byte) (ticks >> 8);
    return Files.write(home.resolve(name + ".img"), bytes);
  }

  /** What the guest printed on its serial port. */
  String serial(String name) throws IOException {
    Path file = home.resolve(name + ".serial");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** A domain file of a guest that boots the tiny guest from a disk. */
  void domain(String name, char mode, String tuning, String policy) throws IOException {
    Path image = image(name, mode, 36);
    write(
        name,
        """
        <domain type='qemu'>
          <name>%s</name>
          <metadata><vcg:policy xmlns:vcg='urn:vcg:policy:1' %s/></metadata>
          <memory unit='MiB'>32</memory>
          <vcpu>1</vcpu>
          %s
          <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
          <features><acpi/></features>
          <devices>
            <disk type='file'>
              <driver type='raw'/><source file='%s'/><target dev='hda' bus='ide'/>
            </disk>
            <serial type='file'><source path='%s'/></serial>
            <memballoon model='none'/>
          </devices>
        </domain>
        """
            .formatted(name, policy, tuning, image, home.resolve(name + ".serial")));
  }

  /** Puts a file into the directory as a careful writer does: beside, then renamed. */
  void write(String name, String text) throws IOException {
    Path beside = home.resolve(name + ".tmp");
    Files.writeString(beside, text);
    Files.move(
        beside, domains().resolve(name + ".xml"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  void edit(String name, String from, String to) throws IOException {
    String text = Files.readString(domains().resolve(name + ".xml"));
    if (!text.contains(from)) {
      throw new IllegalArgumentException(from + " is not in " + name + ".xml");
    }
    write(name, text.replace(from, to));
  }

  void delete(String name) throws IOException {
    Files.delete(domains().resolve(name + ".xml"));
  }

  /**
   * Runs the program with this host's directories. In the emulated machine, where Java needs ten
   * seconds to start, it runs in this process.
   */
  Run vcg(String... words) throws IOException, InterruptedException {
    return together ? call(words) : start(under, words).await();
  }

  private Run call(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ExitCode exit =
        Vcg.run(
            arguments(words),
            Map.of(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Run(
        exit.number(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private List<String> arguments(String... words) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--domains",
                domains().toString(),
                "--cgroup-parent",
                parent(),
                "--state-dir",
                state().toString(),
                "--run-dir",
                home.resolve("run").toString()));
    arguments.addAll(List.of(words));
    return arguments;
  }

  /** The same under another program, such as strace. */
  Run vcgUnder(List<String> wrapper, String... words) throws IOException, InterruptedException {
    return start(wrapper, words).await();
  }

  /** A program that was started. */
  record Started(Process process, Path out, Path err) {
    Run await() throws IOException, InterruptedException {
      if (!process.waitFor(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("still running after " + LONG_ENOUGH);
      }
      return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }

  Started start(List<String> wrapper, String... words) throws IOException {
    return start(builder -> builder.redirectInput(Path.of("/dev/null").toFile()), wrapper, words);
  }

  /** The same at a terminal, which it controls. */
  Started startAt(Path terminal, String... words) throws IOException {
    String script = "exec setsid --ctty \"$@\" <>\"$0\" >&0 2>&0";
    return start(List.of("sh", "-c", script, terminal.toString()), words);
  }

  /** The same with a pipe to type into. */
  Started startPiped(String... words) throws IOException {
    return start(builder -> builder, List.of(), words);
  }

  private Started start(UnaryOperator<ProcessBuilder> input, List<String> wrapper, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:-UseContainerSupport", // Java itself would look at cgroups
            "-Xlog:disable")); // remarks on an archive, as in the launcher
    command.addAll(TestArchive.option());
    command.addAll(List.of("-jar", TestArchive.JAR.toString()));
    command.addAll(arguments(words));
    Path out = Files.createTempFile(home, "out", "");
    Path err = Files.createTempFile(home, "err", "");
    Process process =
        input
            .apply(new ProcessBuilder(command))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Started(process, out, err);
  }

  /** What vcg remembers of a guest. */
  Path record(String name) {
    return state().resolve("guests").resolve(name + ".qemu.json");
  }

  /** What the process of a guest printed. */
  Path log(String name) {
    return state().resolve("log").resolve(name + ".qemu.log");
  }

  /** The directory with a guest's socket. */
  Path runDirectory(String name) {
    return home.resolve("run").resolve(name + ".qemu");
  }

  /** From now on a guest was started an hour earlier. */
  void startedLongAgo(String name) throws IOException {
    startedAgo(name, 3600);
  }

  /** From now on a guest was started so much earlier. */
  void startedAgo(String name, int seconds) throws IOException {
    String text = Files.readString(record(name));
    Matcher at = Pattern.compile("\"atSeconds\":([0-9]+)").matcher(text);
    if (!at.find()) {
      throw new IllegalArgumentException("no attempt in " + text);
    }
    long earlier = Long.parseLong(at.group(1)) - seconds;
    Files.writeString(record(name), at.replaceFirst("\"atSeconds\":" + earlier));
  }

  /** The process of a guest, by the one hierarchy that always has it. */
  Optional<Long> pid(String name) throws IOException {
    Path procs = cgroup("cpu", name).resolve("cgroup.procs");
    return Files.exists(procs)
        ? Files.readAllLines(procs).stream().map(Long::valueOf).findFirst()
        : Optional.empty();
  }

  /** The process that runs a guest, wherever it has been put. */
  long onlyProcess(String name) {
    List<Long> processes = processes(name);
    if (processes.size() != 1) {
      throw new IllegalStateException(name + " runs as " + processes);
    }
    return processes.getFirst();
  }

  /** All processes on this machine that run a guest of this name from this host's directory. */
  List<Long> processes(String name) {
    String disk = home.resolve(name + ".img").toString();
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(disk))
        .map(ProcessHandle::pid)
        .toList();
  }

  /** Whether a process is gone, or waits only to be collected by its parent. */
  static boolean hasEnded(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    return !Files.exists(stat) || Files.readString(stat).contains(") Z ");
  }
}
