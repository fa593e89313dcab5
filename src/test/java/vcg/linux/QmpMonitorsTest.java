package vcg.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.guest.Monitors;
import vcg.guest.Monitors.Monitor;
import vcg.model.LiveSetting.Request;
import vcg.model.ProcessId;
import vcg.model.Running.State;

/** What no real QEMU does on demand. */
@Timeout(20)
class QmpMonitorsTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final String READY = "{\"return\": {}, \"id\": 1}\n";

  @TempDir Path directory = Path.of("/");
  private final QmpMonitors monitors = new QmpMonitors();

  private Path socket() {
    return directory.resolve("qmp");
  }

  private FakeQmp server(boolean closes, String... texts) throws IOException {
    return FakeQmp.at(socket(), closes, List.of(texts));
  }

  @Test
  void connect_nobodyListens_failsAtOnce() {
    assertTimeoutPreemptively(
        LONG,
        () ->
            assertThatIOException()
                .isThrownBy(() -> monitors.connect(socket(), Duration.ofMinutes(1)))
                .withMessageStartingWith("cannot connect to monitor " + socket()));
  }

  @Test
  void connect_noGreeting_givesUpInTime() throws IOException {
    try (FakeQmp _ = server(false, "")) {
      assertThatIOException()
          .isThrownBy(() -> monitors.connect(socket(), SHORT))
          .withMessage("monitor " + socket() + ": greeting: no answer within 150 ms");
    }
  }

  @Test
  void connect_greetingWithoutNewline_givesUpInTime() throws IOException {
    try (FakeQmp _ = server(false, "{\"QMP\":")) {
      assertThatIOException()
          .isThrownBy(() -> monitors.connect(socket(), SHORT))
          .withMessageContaining("no answer within");
    }
  }

  @Test
  void connect_endlessLine_isCutOff() throws IOException {
    try (FakeQmp _ = server(false, "x".repeat((1 << 20) + 5))) {
      assertThatIOException()
          .isThrownBy(() -> monitors.connect(socket(), LONG))
          .withMessageContaining("a line longer than 1048576 bytes");
    }
  }

  @Test
  void connect_somethingElseAnswers_saysSo() throws IOException {
    try (FakeQmp _ = server(false, "SSH-2.0\n")) {
      assertThatIOException()
          .isThrownBy(() -> monitors.connect(socket(), LONG))
          .withMessageContaining("greeting: not a message of QEMU");
    }
  }

  @Test
  void state_commandNeverAnswered_givesUpInTime() throws IOException {
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY);
        Monitor monitor = monitors.connect(socket(), SHORT)) {
      assertThatIOException()
          .isThrownBy(monitor::state)
          .withMessage("monitor " + socket() + ": query-status: no answer within 150 ms");
    }
  }

  @Test
  void state_eventsAndOldAnswersInBetween_areSkipped() throws IOException {
    String noise =
        "{\"event\": \"RESUME\", \"timestamp\": {\"seconds\": 1}}\n{\"return\": {}, \"id\": 1}\n";
    String answer = "{\"return\": {\"status\": \"paused\", \"running\": false}, \"id\": 2}\n";
    try (FakeQmp _ = server(false, FakeQmp.GREETING, noise.repeat(3) + READY, noise + answer);
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThat(monitor.state()).isEqualTo(State.PAUSED);
    }
  }

  @Test
  void powerDown_refused_tellsWhatQemuSays() throws IOException {
    String error =
        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no \\u001b way\"}, \"id\": 2}\n";
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY, error);
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThatIOException()
          .isThrownBy(monitor::powerDown)
          .withMessage("monitor " + socket() + ": system_powerdown: no ? way");
    }
  }

  @Test
  void quit_connectionEndsBeforeTheAnswer_isSuccess() throws IOException {
    try (FakeQmp _ = server(true, FakeQmp.GREETING, READY);
        Monitor monitor = monitors.connect(socket(), LONG)) {
      monitor.quit();
      assertThatIOException().isThrownBy(monitor::pause);
    }
  }

  @Test
  void quit_noAnswer_isFailure() throws IOException {
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY);
        Monitor monitor = monitors.connect(socket(), SHORT)) {
      assertThatIOException().isThrownBy(monitor::quit).withMessageContaining("no answer");
    }
  }

  @Test
  void awaitPowerOff_eventComes_isTrue() throws IOException {
    String running = "{\"return\": {\"status\": \"running\"}, \"id\": 2}\n";
    String events = "{\"event\": \"POWERDOWN\"}\n{\"event\": \"SHUTDOWN\", \"data\": {}}\n";
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY, running + events);
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThat(monitor.awaitPowerOff(LONG)).isTrue();
    }
  }

  @Test
  void awaitPowerOff_nothingComes_isFalseInTime() throws IOException {
    String running = "{\"return\": {\"status\": \"running\"}, \"id\": 2}\n";
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY, running);
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThat(monitor.awaitPowerOff(SHORT)).isFalse();
    }
  }

  @Test
  void awaitPowerOff_alreadyOffOrProcessEnds_isTrue() throws IOException {
    String off = "{\"return\": {\"status\": \"shutdown\"}, \"id\": 2}\n";
    try (FakeQmp _ = server(true, FakeQmp.GREETING, READY, off);
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThat(monitor.awaitPowerOff(LONG)).isTrue();
      assertThat(monitor.awaitPowerOff(LONG)).isTrue();
    }
  }

  private static String answer(int id, String status) {
    return "{\"return\": {\"status\": \"" + status + "\"}, \"id\": " + id + "}\n";
  }

  @Test
  void execute_floodOfEventsBeforeTheAnswer_answersAndKeepsTheNewestInOrder() throws IOException {
    StringBuilder flood = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      flood.append("{\"event\": \"NUMBER\", \"data\": {\"n\": ").append(i).append("}}\n");
    }
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY, flood + answer(2, "paused"));
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThat(monitor.state()).isEqualTo(State.PAUSED);

      List<Integer> kept = new ArrayList<>();
      for (var event = monitor.event(SHORT); event.isPresent(); event = monitor.event(SHORT)) {
        kept.add((Integer) event.get().data().get("n"));
      }
      assertThat(kept).hasSizeBetween(1, 1000).isSorted().endsWith(99_998, 99_999);
    }
  }

  @Test
  void execute_eventsWithoutEndAndNoAnswer_givesUpInTime() throws IOException {
    String event = "{\"event\": \"NOISE\"}\n".repeat(1000);
    try (FakeQmp _ = FakeQmp.talking(socket(), List.of(FakeQmp.GREETING, READY), event);
        Monitor monitor = monitors.connect(socket(), Duration.ofMillis(500))) {
      assertTimeoutPreemptively(
          LONG,
          () ->
              assertThatIOException()
                  .isThrownBy(monitor::state)
                  .withMessageContaining("no answer within 500 ms"));
    }
  }

  @Test
  void execute_argumentsAndNestedAnswer_goAndComeWhole() throws IOException {
    String list = "{\"return\": [{\"a\": 1, \"b\": null}, \"x\", true], \"id\": 2}\n";
    try (FakeQmp server = server(false, FakeQmp.GREETING, READY, list);
        Monitor monitor = monitors.connect(socket(), LONG)) {
      Object answer = monitor.execute("do-it", Map.of("node", Map.of("n", List.of(1, "\n\""))));

      assertThat(answer).isEqualTo(List.of(Map.of("a", 1), "x", true));
      assertThat(server.heard())
          .endsWith(
              "{\"execute\":\"do-it\",\"arguments\":{\"node\":{\"n\":[1,\"\\n\\\"\"]}},\"id\":2}");
    }
  }

  private static ProcessId me() throws IOException {
    return ProcFiles.find(ProcessHandle.current().pid()).orElseThrow();
  }

  @Test
  void ask_answersOfOtherQuestionsBetween_eachGetsItsOwn() throws IOException {
    Request status = Request.of("query-status", Map.of());
    Request list = Request.of("qom-list", Map.of("path", "/machine"));
    String answers = answer(2, "paused") + "{\"return\": [\"x\"], \"id\": 3}\n";
    String between = "{\"return\": 5, \"id\": 4}\n";
    try (FakeQmp server = server(false, FakeQmp.GREETING, READY, "", answers, between);
        Monitor monitor = monitors.ask(socket(), me(), LONG, List.of(status, list))) {
      assertThat(monitor.execute("qom-get", Map.of())).isEqualTo(5);
      assertThat(monitor.execute("qom-list", list.arguments())).isEqualTo(List.of("x"));
      assertThat(monitor.state()).isEqualTo(State.PAUSED);
      assertThat(server.heard().lines()).hasSize(4);
    }
  }

  @Test
  void ask_nobodyAnswers_isSaidByTheFirstCommand() throws IOException {
    try (FakeQmp _ = server(false, "");
        Monitor monitor = monitors.ask(socket(), me(), SHORT, List.of())) {
      assertThatIOException()
          .isThrownBy(monitor::state)
          .withMessageContaining("greeting: no answer within 150 ms");
    }
  }

  @Test
  void execute_errorWithoutNumber_isTheAnswer() throws IOException {
    String error = "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error\"}}\n";
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY, error, answer(3, "running"));
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThatThrownBy(() -> monitor.execute("x", Map.of()))
          .isInstanceOfSatisfying(
              Monitors.Refusal.class, e -> assertThat(e.kind()).isEqualTo("GenericError"))
          .hasMessageEndingWith("x: JSON parse error");
      assertThat(monitor.state()).as("the conversation goes on").isEqualTo(State.RUNNING);
    }
  }

  @Test
  void execute_answerTooLateAndInHalves_isSkippedByTheNext() throws IOException {
    String late = answer(2, "paused");
    String half = late.substring(0, 20);
    try (FakeQmp _ =
            server(
                false, FakeQmp.GREETING, READY, half, late.substring(20) + answer(3, "running"));
        Monitor monitor = monitors.connect(socket(), Duration.ofMillis(700))) {
      assertThatIOException().isThrownBy(monitor::state).withMessageContaining("no answer within");

      assertThat(monitor.state()).isEqualTo(State.RUNNING);
    }
  }

  @Test
  void event_letterCutInTwo_comesWhole() throws IOException {
    byte[] event = "{\"event\": \"SAID\", \"data\": {\"n\": \"5 €\"}}\n".getBytes(UTF_8);
    String bytes = new String(event, ISO_8859_1);
    int within = bytes.indexOf("\u00e2") + 1; // the first of three bytes
    String first = answer(2, "running") + bytes.substring(0, within);
    String second = bytes.substring(within) + answer(3, "paused");
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY, first, second);
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThat(monitor.state()).isEqualTo(State.RUNNING);
      assertThat(monitor.event(SHORT)).as("half of it").isEmpty();

      assertThat(monitor.state()).isEqualTo(State.PAUSED);

      assertThat(monitor.event(LONG).orElseThrow().data()).containsEntry("n", "5 €");
    }
  }

  /** 2 to the power of 64, plus 2, is 2 where a number has but 64 bits. */
  @Test
  void execute_hugeNumbers_areNotTakenForOthers() throws IOException {
    String other = "{\"return\": \"another's\", \"id\": 18446744073709551618}\n";
    String huge = "{\"return\": [18446744073709551618, 1e999999999], \"id\": 2}\n";
    String endless = "{\"return\": " + "9".repeat(100_000) + ", \"id\": 3}\n";
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY, other + huge, endless);
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThat(monitor.execute("x", Map.of()).toString()).startsWith("[18446744073709551618, ");
      assertThatIOException().isThrownBy(monitor::state).withMessageContaining("not a message");
    }
  }

  @Test
  void execute_lineTooLong_endsTheConversation() throws IOException {
    String endless = "{\"return\": \"" + "x".repeat(1 << 20) + "\", \"id\": 2}\n";
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY, endless + answer(3, "running"));
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThatIOException()
          .isThrownBy(monitor::state)
          .withMessageContaining("a line longer than 1048576 bytes");
      assertThatIOException()
          .as("nobody knows where the next message begins")
          .isThrownBy(monitor::state)
          .withMessageContaining("a line longer than");
    }
  }

  @Test
  void execute_longestLine_isRead() throws IOException {
    String text = "x".repeat((1 << 20) - 100);
    String whole = "{\"return\": \"" + text + "\", \"id\": 2}\n";
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY, whole);
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThat(monitor.execute("x", Map.of())).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no JSON at all\n", "[1]\n", "{\"return\": 1} {}\n", "{\"a\": 01}\n", "\n"})
  void execute_notAMessage_saysSo(String line) throws IOException {
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY, line);
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThatIOException()
          .isThrownBy(monitor::state)
          .withMessageContaining("query-status: not a message of QEMU");
    }
  }

  @Test
  void execute_deeplyNested_isNoMessage() throws IOException {
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY, "{\"a\":".repeat(100_000) + "1\n");
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThatIOException().isThrownBy(monitor::state).withMessageContaining("not a message");
    }
  }

  @Test
  void execute_connectionEndsInTheMiddle_saysSo() throws IOException {
    try (FakeQmp _ =
            FakeQmp.talking(socket(), List.of(FakeQmp.GREETING, READY, "{\"return\": {\"sta"), "");
        Monitor monitor = monitors.connect(socket(), LONG)) {
      assertThatIOException()
          .isThrownBy(() -> monitor.execute("query-status", Map.of()))
          .withMessage("monitor " + socket() + ": query-status: the connection was closed");
    }
  }

  @Test
  void connect_anotherProcessListens_isRefused() throws IOException {
    ProcessId me = me();
    ProcessId other = ProcFiles.find(1).orElseThrow();
    ProcessId before = new ProcessId(me.pid(), me.startTicks() - 1); // had the same number
    for (ProcessId wrong : List.of(other, before)) {
      Files.deleteIfExists(socket());
      try (FakeQmp _ = server(false, FakeQmp.GREETING, READY)) {
        assertThatIOException()
            .isThrownBy(() -> monitors.connect(socket(), wrong, LONG))
            .withMessageContaining("process " + me.pid() + " listens there, not the guest's");
      }
    }
    Files.deleteIfExists(socket());
    try (FakeQmp _ = server(false, FakeQmp.GREETING, READY);
        Monitor monitor = monitors.connect(socket(), me, LONG)) {
      assertThat(monitor).isNotNull();
    }
  }

  @Test
  void connect_queueOfClientsIsFull_failsAtOnce() throws IOException {
    try (ServerSocketChannel deaf = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      deaf.bind(UnixDomainSocketAddress.of(socket()), 1);
      List<SocketChannel> queue = new ArrayList<>();
      try {
        while (queue.size() < 64) { // until no more fit
          SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
          client.configureBlocking(false);
          queue.add(client);
          client.connect(UnixDomainSocketAddress.of(socket()));
        }
      } catch (IOException _) { // full, as it should be
        assertTimeoutPreemptively(
            LONG,
            () ->
                assertThatIOException()
                    .isThrownBy(() -> monitors.connect(socket(), Duration.ofMinutes(1)))
                    .withMessageEndingWith("EAGAIN"));
        return;
      } finally {
        for (SocketChannel client : queue) {
          client.close();
        }
      }
    }
    fail("the queue was never full");
  }

  @ParameterizedTest
  @CsvSource({
    "running, RUNNING",
    "suspended, RUNNING",
    "paused, PAUSED",
    "prelaunch, PAUSED",
    "inmigrate, PAUSED",
    "shutdown, POWERED_OFF",
    "guest-panicked, CRASHED",
    "internal-error, CRASHED",
    "io-error, PAUSED"
  })
  void state_word_isOneOfOurs(String status, State expected) {
    assertThat(QmpMonitor.state(status)).isEqualTo(expected);
  }
}
