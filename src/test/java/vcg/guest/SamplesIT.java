package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vcg.Requires;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.Machine;
import vcg.read.DomainReader;

/** Runs every sample that is a virtual machine from its disk, and presses its power button. */
class SamplesIT {
  private static final Path SAMPLES = Path.of("samples");
  private static final String IMAGES = "/var/lib/vcg/images";

  @TempDir private Path directory;
  private final List<Process> processes = new ArrayList<>();

  static List<Guest> machines() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES.resolve("domains"))) {
      return files
          .sorted()
          .map(f -> new DomainReader(_ -> List.of()).read(f, f.getFileName().toString()))
          .flatMap(r -> r.guest().stream())
          .filter(g -> g.id().driver() == Driver.QEMU)
          .filter(g -> QemuCommand.of(g, new GuestFiles(SAMPLES)).arguments().contains("-blockdev"))
          .toList();
    }
  }

  @BeforeEach
  void needsQemu() {
    Requires.qemu();
  }

  @AfterEach
  void endsEveryProcess() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void sample_started_runsAndObeysThePowerButton(Guest guest) throws Exception {
    GuestFiles files = new GuestFiles(directory);
    start(SAMPLES.resolve("make-images").toString(), directory.toString(), "tiny").waitFor();
    Files.createDirectories(files.directory(guest.id()));
    List<String> command = new ArrayList<>(List.of(Emulator.of(machine(guest)).value()));
    QemuCommand.of(guest, files)
        .arguments()
        .forEach(a -> command.add(a.replace(IMAGES, directory.toString())));

    Process qemu = start(command.toArray(String[]::new));

    try (TestMonitor monitor = TestMonitor.connect(qemu, files.monitor(guest.id()))) {
      monitor.ask("cont");
      await(monitor, "running"::equals);
      awaitPowerOff(monitor);
      monitor.ask("quit");
    }
    assertThat(qemu.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Firmware takes no notice of the button, so it is pressed until the guest has taken over. */
  private static void awaitPowerOff(TestMonitor monitor) throws IOException {
    await(
        monitor,
        status -> {
          try {
            monitor.ask("system_powerdown");
            return status.equals("shutdown");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void await(TestMonitor monitor, Predicate<String> condition) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.test(monitor.ask("query-status").get("status").asString())) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static Machine.Qemu machine(Guest guest) {
    return (Machine.Qemu) guest.machine();
  }

  private Process start(String... command) throws IOException {
    Path log = directory.resolve("log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process = builder.redirectOutput(log.toFile()).start();
    processes.add(process);
    return process;
  }
}
