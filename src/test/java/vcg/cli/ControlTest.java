package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vcg.linux.ControlSocket;
import vcg.linux.Eventually;

/** The control socket, from both ends, with a daemon that only remembers what it was asked. */
@Timeout(300)
class ControlTest {
  private static final ControlSocket.Access OWN =
      new ControlSocket.Access(OptionalInt.empty(), false);

  @TempDir Path directory;

  private final FakeControl control = new FakeControl();
  private ControlSocket socket;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void open() throws IOException {
    socket = ControlSocket.open(path(), OWN, new ControlRequests(control));
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    assertThat(path()).doesNotExist();
  }

  private Path path() {
    return directory.resolve("control");
  }

  @Test
  void open_socketOfAnEarlierDaemon_isReplacedAndBelongsToItsUserAlone() throws IOException {
    try (ControlSocket _ = ControlSocket.open(path(), OWN, new ControlRequests(control))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
          .isEqualTo("rw-------");
      assertThat(vcg("pause")).isEqualTo(ExitCode.OK);
    }
    socket = ControlSocket.open(path(), OWN, new ControlRequests(control));
  }

  @Test
  void commands_askTheDaemon() {
    assertThat(vcg("pause")).isEqualTo(ExitCode.OK);
    assertThat(vcg("resume")).isEqualTo(ExitCode.OK);
    assertThat(vcg("reload")).isEqualTo(ExitCode.OK);
    assertThat(vcg("approve", "web0")).isEqualTo(ExitCode.OK);
    assertThat(vcg("approve", "--all")).isEqualTo(ExitCode.OK);

    assertThat(control.asked)
        .containsExactly("pause", "resume", "reload", "approve web0", "approve all");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("web0: stops now", "nothing waits for approval");
  }

  @Test
  void approve_daemonRefuses_saysWhy() {
    assertThat(vcg("approve", "nobody")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("vcg: no guest nobody\n");
  }

  @Test
  void pause_ofAGuest_saysWhatDoesThat() {
    assertThat(vcg("pause", "web0")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("run=\"paused\" in its file");
    assertThat(control.asked).isEmpty();
  }

  @Test
  void commands_noDaemon_exitCodeSaysSo() throws IOException {
    socket.close();

    assertThat(vcg("reload")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no daemon listens at " + path());
    socket = ControlSocket.open(path(), OWN, new ControlRequests(control));
  }

  @Test
  void watch_statusChanges_tellsAnew() throws Exception {
    try (DaemonLink daemon = link()) {
      assertThat(daemon.ask("watch", Optional.empty()).toString()).contains("paused=false");
      control.pause();

      assertThat(daemon.next().toString()).contains("paused=true");
    }
    Eventually.holds(Duration.ofSeconds(60), control.listeners::isEmpty);
  }

  @Test
  void status_thousandsOfGuests_fits() throws Exception {
    control.guests = 10_000;

    try (DaemonLink daemon = link()) {
      String status = daemon.ask("status", Optional.empty()).toString();

      assertThat(status.split("name=web", -1)).hasSize(10_001);
    }
  }

  /** It asks for megabytes and reads nothing. */
  @Test
  void clientsThatAreSlow_othersDoNotNotice() throws Exception {
    control.guests = 10_000;
    List<SocketChannel> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SocketChannel client = raw();
      write(client, "{\"formatVersion\":1,\"request\":\"status\"}\n".repeat(20));
      slow.add(client);
    }
    SocketChannel half = raw();
    write(half, "{\"formatVersion\":1,");

    assertThat(vcg("pause")).isEqualTo(ExitCode.OK);
    for (SocketChannel client : slow) {
      client.close();
    }
    half.close();
  }

  @Test
  void clientsTooMany_areToldAndOthersServed() throws Exception {
    List<SocketChannel> clients = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      clients.add(raw());
    }

    assertThat(readAll(clients.getLast())).contains("too many are connected");
    for (SocketChannel client : clients) {
      client.close();
    }
    Eventually.holds(Duration.ofSeconds(60), () -> vcg("pause") == ExitCode.OK);
  }

  @Test
  void line_tooLong_endsTheConnection() throws Exception {
    SocketChannel client = raw();
    client.configureBlocking(false);
    ByteBuffer text = ByteBuffer.wrap(new byte[70_000]);
    Eventually.holds(
        Duration.ofSeconds(60),
        () -> {
          try {
            client.write(text);
          } catch (IOException _) { // closed already: what is wanted
            return true;
          }
          return !text.hasRemaining();
        });
    client.configureBlocking(true);

    assertThat(readAll(client)).contains("longer than 65536 bytes");
    assertThat(vcg("pause")).isEqualTo(ExitCode.OK);
  }

  @Test
  void requests_notForTheDaemon_sayWhy() throws Exception {
    assertThat(answer("{}")).contains("formatVersion must be 1");
    assertThat(answer("[1]")).contains("not a request");
    assertThat(answer("\0\1")).contains("not a request");
    assertThat(answer("{\"formatVersion\":2,\"request\":\"status\"}")).contains("formatVersion");
    assertThat(answer("{\"formatVersion\":1,\"request\":\"halt\"}"))
        .contains("there is no request");
    assertThat(answer("{\"formatVersion\":1,\"request\":[]}")).contains("must be a word");
    assertThat(answer("{\"formatVersion\":1,\"request\":\"restart\"}")).contains("needs a guest");
    assertThat(answer("{\"a\":".repeat(9000) + "1" + "}".repeat(9000))).contains("not a request");
  }

  /** Fixed seed; what is printed is enough to repeat it. */
  @Test
  void requests_random_neverHarmTheDaemon() throws Exception {
    Random random = new Random(20260102);
    List<String> words =
        List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\"formatVersion\":1",
            "\"request\":\"status\"",
            "\"request\":\"restart\"",
            "\"guest\":\"web0\"",
            "1e999",
            "-",
            "\\u0000",
            "null",
            "\t");
    SocketChannel client = raw();
    for (int i = 0; i < 100_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        line.append(
            random.nextInt(4) == 0
                ? String.valueOf((char) (32 + random.nextInt(900)))
                : words.get(random.nextInt(words.size())));
      }
      write(client, line + "\n");
      if (!read(client).startsWith("{\"formatVersion\":1,\"ok\":")) {
        throw new AssertionError("message " + i + " broke the connection: " + line);
      }
    }
    client.close();

    assertThat(vcg("pause")).isEqualTo(ExitCode.OK);
  }

  private String answer(String line) throws IOException {
    try (SocketChannel client = raw()) {
      write(client, line + "\n");
      return read(client);
    }
  }

  private SocketChannel raw() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(path()));
    return channel;
  }

  private static void write(SocketChannel client, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }

  /** One line; the beginning of a long one. */
  private static String read(SocketChannel client) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    while (client.read(bytes) > 0 && bytes.get(bytes.position() - 1) != '\n') {
      // not all of it yet
    }
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  private static String readAll(SocketChannel client) {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    try {
      while (client.read(bytes) > 0) {
        // until the daemon ends the connection
      }
    } catch (IOException _) { // it did so while more was on its way
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  private DaemonLink link() throws Exception {
    return DaemonLink.open(
        Arguments.parse(List.of("reload", "--run-dir", directory.toString()), Map.of()));
  }

  private ExitCode vcg(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--run-dir=" + directory);
    return Vcg.run(
        all,
        Map.of(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
