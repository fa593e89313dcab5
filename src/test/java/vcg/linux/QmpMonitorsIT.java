package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import vcg.Requires;
import vcg.cgroup.Controller;
import vcg.cgroup.Group;
import vcg.cgroup.MountTable;
import vcg.guest.Monitors;
import vcg.guest.Monitors.Monitor;
import vcg.guest.Processes.Signal;
import vcg.model.Command;
import vcg.model.Command.Option;
import vcg.model.ProcessId;
import vcg.model.Running.State;

/** A real QEMU without disk: what its monitor says, and what it does when told. */
@Timeout(60)
@Tag("vm")
class QmpMonitorsIT {
  private static final int DISK_BYTES = 1 << 16;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension final TestCgroup cgroup = new TestCgroup();
  @TempDir Path directory = Path.of("/");
  private final QmpMonitors monitors = new QmpMonitors();
  private Optional<LinuxProcesses> processes = Optional.empty();
  private ProcessId guest = new ProcessId(0, 0);

  private Path socket() {
    return directory.resolve("qmp");
  }

  @BeforeEach
  void startQemu() throws IOException {
    Requires.qemu();
    start("-smp 2 -accel tcg,thread=multi");
  }

  private void start(String words) throws IOException {
    MountTable mounts = MountTable.parse(Files.readString(Path.of("/proc/self/mountinfo")));
    processes = Optional.of(new LinuxProcesses(mounts, CgroupFiles.open(cgroup.hierarchies())));
    Path disk = Files.write(directory.resolve("disk"), new byte[DISK_BYTES]);
    List<Option> options =
        Stream.of(
                words,
                "-S -no-shutdown -machine pc -m 16 -display none -nodefaults"
                    + " -no-user-config -chardev",
                "socket,id=mon,path=" + socket() + ",server=on,wait=off",
                "-mon chardev=mon,mode=control -device pvpanic -drive",
                "file=" + disk + ",format=raw,if=ide")
            .flatMap(line -> Stream.of(line.split(" ")))
            .map(w -> new Option(w, Optional.empty(), "", Optional.empty()))
            .toList();
    guest =
        processes()
            .start(
                new Command("/usr/bin/qemu-system-x86_64", options),
                List.of(cgroup.at(Controller.CPU, ""), cgroup.at(Controller.MEMORY, "")),
                directory.resolve("log"),
                Optional.empty());
  }

  /** From now on the disk boots into a system that tells the panic device it has given up. */
  private void panicAtBoot() throws IOException {
    byte[] disk = new byte[DISK_BYTES];
    // mov $0x505, %dx; mov $1, %al; out %al, %dx; 1: hlt; jmp 1b
    byte[] code = HexFormat.of().parseHex("ba0505b001eef4ebfd");
    System.arraycopy(code, 0, disk, 0, code.length);
    disk[510] = 0x55;
    disk[511] = (byte) 0xaa;
    Files.write(directory.resolve("disk"), disk);
  }

  /** As emulation is on hosts whose memory is ordered less strictly than that of the guest. */
  @Test
  void threads_emulatedInOne_areSharedAndExplained() throws Exception {
    try (Monitor each = await()) {
      assertThat(Group.shared(each.threads())).isEmpty();
    }
    processes().signal(guest, Signal.KILL);
    assertThat(processes().awaitExit(guest, PATIENCE)).isTrue();
    start("-smp 3 -accel tcg,thread=single");

    try (Monitor monitor = await()) {
      SortedMap<Group, Long> threads = monitor.threads();

      assertThat(threads).containsOnlyKeys(Group.vcpu(0), Group.vcpu(1), Group.vcpu(2));
      assertThat(Group.shared(threads).orElseThrow())
          .startsWith("vcpu0 and vcpu1 share thread " + threads.get(Group.vcpu(0)) + ": ")
          .contains("one thread", "global_quota");
    }
  }

  private LinuxProcesses processes() {
    return processes.orElseThrow();
  }

  private Monitor await() {
    List<Monitor> connected = new ArrayList<>();
    Eventually.holds(
        PATIENCE,
        () -> {
          try {
            return connected.add(monitors.connect(socket(), PATIENCE));
          } catch (IOException _) { // the socket is there a moment before QEMU listens
            return false;
          }
        });
    return connected.getFirst();
  }

  @Test
  void guest_startedStopped_goesResumesPausesAndQuits() throws Exception {
    try (Monitor monitor = await()) {
      assertThat(monitor.state()).isEqualTo(State.PAUSED);
      monitor.resume();
      assertThat(monitor.state()).isEqualTo(State.RUNNING);
      monitor.pause();
      assertThat(monitor.state()).isEqualTo(State.PAUSED);
      monitor.resume();
      monitor.powerDown();
      assertThat(monitor.awaitPowerOff(Duration.ofMillis(50))).isFalse();
      assertThat(monitor.state()).isEqualTo(State.RUNNING);
      monitor.quit();
    }

    assertThat(processes().awaitExit(guest, PATIENCE)).isTrue();
    assertThat(processes().find(guest.pid())).isEmpty();
  }

  @Test
  void connect_afterAnotherClientLeft_isGreetedAgain() throws IOException {
    try (Monitor first = await()) {
      assertThat(first.state()).isEqualTo(State.PAUSED);
      // one client at a time: the second one is not greeted
      assertThatIOException()
          .isThrownBy(() -> monitors.connect(socket(), Duration.ofMillis(200)))
          .withMessageContaining("greeting: no answer within 200 ms");
    }
    try (Monitor second = monitors.connect(socket(), PATIENCE)) {
      assertThat(second.state()).isEqualTo(State.PAUSED);
    }
  }

  @Test
  void state_processStopped_doesNotHang() throws Exception {
    try (Monitor monitor = await()) {
      assertThat(monitor.state()).isEqualTo(State.PAUSED);
    }
    signal("STOP");
    Eventually.holds(
        PATIENCE,
        () -> Files.readString(Path.of("/proc/" + guest.pid() + "/stat")).contains(") T "));

    assertThatIOException()
        .isThrownBy(() -> monitors.connect(socket(), Duration.ofMillis(300)))
        .withMessageContaining("no answer within 300 ms");
    assertThat(processes().signal(guest, Signal.KILL)).isTrue();
    assertThat(processes().awaitExit(guest, PATIENCE)).isTrue();
  }

  private void signal(String name) throws Exception {
    String pid = Long.toString(guest.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  @Test
  void quit_processKilledMeanwhile_isSuccess() throws Exception {
    try (Monitor monitor = await()) {
      processes().signal(guest, Signal.KILL);
      processes().awaitExit(guest, PATIENCE);

      assertThat(monitor.awaitPowerOff(PATIENCE)).isTrue();
      monitor.quit();
    }
  }

  @Test
  void execute_argumentsAndRefusals_asQemuHasThem() throws Exception {
    try (Monitor monitor = await()) {
      Object path = monitor.execute("qom-get", Map.of("path", "/machine", "property", "type"));

      assertThat(path.toString()).startsWith("pc-i440fx").endsWith("-machine");
      assertThatThrownBy(() -> monitor.execute("device_del", Map.of("id", "none")))
          .isInstanceOfSatisfying(
              Monitors.Refusal.class, e -> assertThat(e.kind()).isEqualTo("DeviceNotFound"));
      assertThat(monitor.execute("query-qmp-schema", Map.of())).as("a long line").isNotNull();
      assertThat(monitor.state()).isEqualTo(State.PAUSED);
    }
  }

  @Test
  void event_guestResumedAndStopped_comesInOrder() throws Exception {
    try (Monitor monitor = await()) {
      monitor.resume();
      monitor.pause();

      assertThat(monitor.event(PATIENCE).orElseThrow().name()).isEqualTo("RESUME");
      assertThat(monitor.event(PATIENCE).orElseThrow().name()).isEqualTo("STOP");
      assertThat(monitor.event(Duration.ofMillis(50))).isEmpty();
    }
  }

  @Test
  void connect_expectedProcess_isCompared() throws Exception {
    await().close();

    try (Monitor monitor = monitors.connect(socket(), guest, PATIENCE)) {
      assertThat(monitor.state()).isEqualTo(State.PAUSED);
    }
    ProcessId me = processes().find(ProcessHandle.current().pid()).orElseThrow();
    assertThatIOException()
        .isThrownBy(() -> monitors.connect(socket(), me, PATIENCE))
        .withMessageContaining("process " + guest.pid() + " listens there");
  }

  @Test
  void reset_guestPanicked_itBootsAndPanicsAgain() throws Exception {
    panicAtBoot();
    try (Monitor monitor = await()) {
      monitor.resume();
      assertThat(monitor.awaitPowerOff(PATIENCE)).isTrue();
      assertThat(monitor.state()).isEqualTo(State.CRASHED);

      monitor.reset();
      assertThat(monitor.state()).isEqualTo(State.PAUSED);
      monitor.resume();

      assertThat(monitor.awaitPowerOff(PATIENCE)).isTrue();
      assertThat(monitor.state()).isEqualTo(State.CRASHED);
      assertThat(processes().exitStatus(guest)).isEmpty();
      monitor.quit();
    }
    assertThat(processes().awaitExit(guest, PATIENCE)).isTrue();
    Eventually.holds(PATIENCE, () -> processes().exitStatus(guest).equals(Optional.of(0)));
  }
}
