package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import vcg.Requires;
import vcg.model.Command;
import vcg.model.Difference;
import vcg.model.DiskDrive;
import vcg.model.Guest;
import vcg.model.Machine;

/** Starts the golden commands and asks QEMU what it has understood. */
class QemuCommandIT {
  @TempDir private Path directory;
  private final List<Process> processes = new ArrayList<>();

  static Set<String> cases() {
    return QemuCommands.cases().keySet();
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
  @MethodSource("cases")
  void of_goldenCase_qemuReportsWhatTheDocumentSays(String name) throws Exception {
    Guest guest = Objects.requireNonNull(QemuCommands.cases().get(name));
    GuestFiles files = new GuestFiles(directory);
    List<String> command = command(guest, files);

    Process process = start(guest, files, command);

    try (TestMonitor monitor = connect(process, files.monitor(guest.id()))) {
      checkGuest(monitor, guest);
      checkDisks(monitor, (Machine.Qemu) guest.machine());
      checkDevices(monitor, (Machine.Qemu) guest.machine());
      checkCommandLine(process, guest, files);
      monitor.ask("quit");
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ends after quit").isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static void checkGuest(TestMonitor monitor, Guest guest) throws IOException {
    Machine.Qemu machine = (Machine.Qemu) guest.machine();
    assertThat(monitor.ask("query-status").get("status").asString()).isEqualTo("prelaunch");
    assertThat(monitor.ask("query-name").get("name").asString()).isEqualTo(guest.id().name());
    assertThat(monitor.ask("query-uuid").get("UUID").asString()).isEqualTo(guest.uuid().toString());
    assertThat(monitor.ask("query-kvm").get("enabled").asBoolean()).isEqualTo(machine.kvm());
    assertThat(monitor.ask("query-memory-size-summary").get("base-memory").asLong())
        .isEqualTo(machine.memory().size().value().number());
    assertThat(monitor.ask("query-cpus-fast")).hasSize(machine.processors().vcpus().value());
    assertThat(monitor.ask("query-hotpluggable-cpus")).hasSize(machine.processors().maxVcpus());
    assertThat(monitor.ask("query-iothreads"))
        .extracting(thread -> thread.get("id").asString())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, machine.processors().ioThreads().size())
                .mapToObj(i -> "iothread" + i)
                .toList());
    assertThat(monitor.property("/machine", "type"))
        .startsWith(machine.board().type().value().equals("pc") ? "pc-i440fx-" : "pc-q35-");
    assertThat(monitor.property("/machine", "acpi"))
        .isEqualTo(machine.board().features().acpi() ? "on" : "off");
    assertThat(monitor.property("/machine", "hpet"))
        .isEqualTo(Boolean.toString(machine.board().clock().value().hpet()));
    if (machine.board().kernel().isPresent()) {
      assertThat(monitor.property("/machine", "append"))
          .isEqualTo(machine.board().kernel().get().commandLine().orElseThrow().value());
    }
  }

  private void checkDisks(TestMonitor monitor, Machine.Qemu machine) throws IOException {
    JsonNode block = monitor.ask("query-block");
    for (DiskDrive disk : machine.hardware().disks()) {
      String id = "disk-" + disk.target();
      JsonNode drive =
          StreamSupport.stream(block.spliterator(), false)
              .filter(d -> d.path("qdev").asString("").contains(id))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no " + id + " in " + block));
      assertThat(drive.has("inserted")).isEqualTo(disk.source().isPresent());
      if (disk.source().isPresent()) {
        JsonNode inserted = drive.get("inserted");
        assertThat(inserted.get("file").asString()).isEqualTo(here(disk.source().get().value()));
        assertThat(inserted.get("drv").asString()).isEqualTo(disk.format());
        assertThat(inserted.get("ro").asBoolean()).isEqualTo(disk.readOnly());
        checkCache(inserted.get("cache"), disk.access().cache().orElse("writeback"));
      }
      if (disk.looks().serial().isPresent()) {
        assertThat(monitor.property("/machine/peripheral/" + id, "serial"))
            .isEqualTo(disk.looks().serial().get());
      }
      if (disk.bootOrder().isPresent()) {
        assertThat(monitor.property("/machine/peripheral/" + id, "bootindex"))
            .isEqualTo(disk.bootOrder().get().toString());
      }
    }
  }

  private static void checkCache(JsonNode cache, String mode) {
    assertThat(cache.get("direct").asBoolean())
        .isEqualTo(mode.equals("none") || mode.equals("directsync"));
    assertThat(cache.get("no-flush").asBoolean()).isEqualTo(mode.equals("unsafe"));
    assertThat(cache.get("writeback").asBoolean())
        .isEqualTo(!mode.equals("writethrough") && !mode.equals("directsync"));
  }

  private void checkDevices(TestMonitor monitor, Machine.Qemu machine) throws IOException {
    List<String> macs = new ArrayList<>();
    for (JsonNode device : monitor.ask("qom-list", Map.of("path", "/machine/peripheral"))) {
      String name = device.get("name").asString();
      if (name.startsWith("nic-")) {
        macs.add(monitor.property("/machine/peripheral/" + name, "mac"));
      }
    }
    assertThat(macs).hasSameSizeAs(machine.hardware().cards());
    assertThat(macs)
        .containsAll(machine.hardware().cards().stream().flatMap(n -> n.mac().stream()).toList());
    String chardevs = monitor.ask("query-chardev").toString();
    for (int port = 0; port < machine.hardware().serials().size(); port++) {
      assertThat(chardevs).contains("\"serial" + port + "\"");
      machine
          .hardware()
          .serials()
          .get(port)
          .device()
          .backend()
          .file()
          .ifPresent(path -> assertThat(Path.of(here(path))).exists());
    }
  }

  /** What the planner will read from /proc later must count as the same command. */
  private void checkCommandLine(Process process, Guest guest, GuestFiles files) throws IOException {
    String text = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    List<String> actual = List.of(text.substring(0, text.length() - 1).split("\0", -1));
    List<String> arguments =
        actual.subList(1, actual.size()).stream()
            .map(a -> a.replace(directory.toString() + "/images/", "/images/"))
            .toList();
    Command desired = QemuCommand.of(guest, files);
    assertThat(CommandDifferences.of(desired, arguments, Difference.Cause.DOCUMENT)).isEmpty();
  }

  private List<String> command(Guest guest, GuestFiles files) throws IOException {
    for (HostPath path : HostPath.of(guest)) {
      if (path.kind() == HostPath.Kind.FILE) {
        Images.make(Path.of(here(path.path())));
      }
    }
    Files.createDirectories(directory.resolve("images"));
    Files.createDirectories(files.directory(guest.id()));
    Command command = QemuCommand.of(guest, files);
    List<String> words = new ArrayList<>(List.of(command.program()));
    command.arguments().forEach(a -> words.add(here(a)));
    return words;
  }

  private Process start(Guest guest, GuestFiles files, List<String> command) throws IOException {
    Path log = files.log(guest.id());
    Files.createDirectories(log.getParent());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process = builder.redirectOutput(log.toFile()).start();
    processes.add(process);
    return process;
  }

  private TestMonitor connect(Process process, Path socket) throws IOException {
    try {
      return TestMonitor.connect(process, socket);
    } catch (IOException e) {
      throw new IOException(Files.readString(socket.resolveSibling("log")), e);
    }
  }

  private String here(String text) {
    return text.replace("/images/", directory + "/images/");
  }
}
