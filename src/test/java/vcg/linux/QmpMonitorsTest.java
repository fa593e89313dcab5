package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vcg.guest.Monitors.Monitor;
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
