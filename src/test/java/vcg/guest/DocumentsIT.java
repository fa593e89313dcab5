package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import vcg.Requires;
import vcg.linux.Eventually;
import vcg.model.Command;
import vcg.model.Difference;
import vcg.model.Guest;
import vcg.model.LiveSetting;
import vcg.model.Preparation;

/** Starts QEMU as each document asks, and compares what QEMU reports with the document. */
class DocumentsIT {
  private static final String PKI = "/etc/pki/";
  @TempDir private Path directory;
  private final List<Process> processes = new ArrayList<>();

  static List<String> documents() throws IOException {
    return Documents.emulated();
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
  @MethodSource("documents")
  void of_document_qemuReportsWhatItSays(String name) throws Exception {
    Guest guest = Documents.guest(name);
    GuestFiles files = new GuestFiles(directory, directory.resolve("state"));
    Files.createDirectories(files.directory(guest.id()));
    Process process = start(guest, files);

    try (TestMonitor monitor = connect(process, files, guest)) {
      prepare(monitor, QemuCommand.of(guest, files).settings());
      List<String> wrong = new ArrayList<>();
      for (String line : Files.readAllLines(Documents.FOLDER.resolve(name).resolve("qmp.txt"))) {
        if (!line.isBlank() && !line.startsWith("#")) {
          Expectation expectation = Expectation.parse(line);
          String answer = there(expectation.answer(monitor));
          if (!answer.equals(expectation.canonical())) {
            wrong.add(line + ", but is " + answer);
          }
        }
      }
      assertThat(wrong).isEmpty();
      checkCommandLine(process, guest, files);
      monitor.ask("quit");
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ends after quit").isTrue();
  }

  @Test
  void of_timeZone_guestsClockShowsItsTime() throws Exception {
    Guest guest = Documents.guest("clock-timezone");
    GuestFiles files = new GuestFiles(directory, directory.resolve("state"));
    Files.createDirectories(files.directory(guest.id()));
    Process process = start(guest, files);

    try (TestMonitor monitor = connect(process, files, guest)) {
      JsonNode time = monitor.ask("qom-get", Map.of("path", "/machine", "property", "rtc-time"));

      LocalDateTime shown =
          LocalDateTime.of(
              time.path("tm_year").asInt() + 1900,
              time.path("tm_mon").asInt() + 1,
              time.path("tm_mday").asInt(),
              time.path("tm_hour").asInt(),
              time.path("tm_min").asInt());
      assertThat(shown)
          .isCloseTo(LocalDateTime.now(ZoneId.of("Europe/Paris")), within(10, ChronoUnit.MINUTES));
    }
  }

  @Test
  void of_encryptedConnections_clientWithCertificateGetsThrough() throws Exception {
    Guest guest = Documents.guest("encrypted");
    GuestFiles files = new GuestFiles(directory, directory.resolve("state"));
    Files.createDirectories(files.directory(guest.id()));
    Process process = start(guest, files);

    try (TestMonitor monitor = connect(process, files, guest)) {
      int spice = monitor.ask("query-spice").path("tls-port").asInt();
      String serial =
          Expectation.parse("query-chardev [label=serial0] filename = x").answer(monitor);
      int port = Integer.parseInt(serial.replaceAll(".*:(\\d+),.*", "$1"));

      assertThat(peer("libvirt-spice", spice)).isEqualTo("CN=host");
      assertThat(peer("libvirt-chardev", port)).isEqualTo("CN=host");
      assertThatThrownBy(() -> peer("libvirt-chardev", spice)).isInstanceOf(SSLException.class);
    }
  }

  /** Whose certificate a server shows to a client that has those of a directory. */
  private String peer(String certificates, int port) throws Exception {
    SSLContext context = Certificates.context(Path.of(directory + PKI + certificates));
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return socket.getSession().getPeerPrincipal().getName();
    }
  }

  /** QEMU takes every request. */
  private static void prepare(TestMonitor monitor, List<LiveSetting> settings) throws IOException {
    for (LiveSetting setting : settings) {
      for (LiveSetting.Request request : setting.requests()) {
        monitor.ask(request.command(), request.arguments());
      }
    }
  }

  /** What the planner will read from /proc later must count as the same command. */
  private void checkCommandLine(Process process, Guest guest, GuestFiles files) throws IOException {
    String text = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    List<String> words = List.of(there(text.substring(0, text.length() - 1)).split("\0", -1));
    Command desired = QemuCommand.of(guest, files);
    assertThat(
            CommandDifferences.of(
                desired, words.subList(1, words.size()), Difference.Cause.DOCUMENT))
        .isEmpty();
  }

  private Process start(Guest guest, GuestFiles files) throws IOException {
    Files.createDirectories(directory.resolve("images"));
    for (HostPath path : HostPath.of(guest)) {
      boolean isHere = !here(path.path()).equals(path.path());
      if (isHere && path.kind() == HostPath.Kind.DIRECTORY) {
        Files.createDirectories(Path.of(here(path.path())));
      } else if (isHere) {
        Images.make(Path.of(here(path.path())));
      }
    }
    Command command = QemuCommand.of(guest, files);
    for (Preparation preparation : command.preparations()) {
      prepare(preparation);
    }
    Path log = files.log(guest.id());
    Files.createDirectories(log.getParent());
    for (Command.Helper helper : command.helpers()) {
      Requires.program(Path.of(helper.command().program()).getFileName().toString());
      Process process = start(helper.command(), log);
      Eventually.holds(
          Duration.ofSeconds(20),
          () -> Files.exists(Path.of(helper.socket())) || !process.isAlive());
    }
    return start(command, log);
  }

  private Process start(Command command, Path log) throws IOException {
    List<String> words = new ArrayList<>(List.of(command.program()));
    command.arguments().forEach(a -> words.add(here(a)));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(command.environment());
    Process process =
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    processes.add(process);
    return process;
  }

  private void prepare(Preparation preparation) throws IOException {
    switch (preparation) {
      case Preparation.Directory(String path) -> Files.createDirectories(Path.of(here(path)));
      case Preparation.Copy(String from, String path) ->
          Files.copy(Path.of(here(from)), Path.of(here(path)));
    }
  }

  private TestMonitor connect(Process process, GuestFiles files, Guest guest) throws IOException {
    try {
      return TestMonitor.connect(process, files.monitor(guest.id()));
    } catch (IOException e) {
      throw new IOException(Files.readString(files.log(guest.id())), e);
    }
  }

  private String here(String text) {
    return text.replace("/images/", directory + "/images/").replace(PKI, directory + PKI);
  }

  private String there(String text) {
    return text.replace(directory + "/images/", "/images/").replace(directory + PKI, PKI);
  }
}
