package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vcg.model.Hint;
import vcg.model.ProcessId;

@Timeout(30)
class GuestEventsTest {
  private static final ProcessId GUEST = new ProcessId(4711, 1);
  private static final String RUNS =
      "{\"return\": {}}\r\n{\"return\": {\"status\": \"running\", \"running\": true}}\r\n";
  private static final String STOPPED =
      "{\"return\": {}}\r\n{\"return\": {\"status\": \"shutdown\", \"running\": false}}\r\n";

  @TempDir Path directory = Path.of("/");
  private final Queue<Hint> hints = new ConcurrentLinkedQueue<>();
  private EventLoop loop;
  private GuestEvents events;

  @BeforeEach
  void open() throws IOException {
    loop = EventLoop.start("test");
    events = new GuestEvents(loop, hints::add);
  }

  @AfterEach
  void close() {
    loop.post(events::leaveAll);
    loop.close();
  }

  private Path socket() {
    return directory.resolve("events");
  }

  private FakeQmp talks(boolean closes, String... texts) throws IOException {
    FakeQmp qmp = FakeQmp.at(socket(), closes, List.of(texts));
    loop.post(() -> events.follow(GUEST, socket()));
    return qmp;
  }

  private void awaitHints(int count) {
    Eventually.holds(Duration.ofSeconds(10), () -> hints.size() == count);
    assertThat(hints).containsOnly(new Hint.Told(GUEST));
  }

  @Test
  void follow_guestStops_tellsOnceAndNotOfOtherEvents() throws Exception {
    String news = "{\"event\": \"RTC_CHANGE\", \"data\": {\"offset\": 1}}\r\n{\"eve";
    try (FakeQmp qmp =
        talks(false, FakeQmp.GREETING, RUNS + news + "nt\": \"STOP\"}\r\n{\"event\": \"X\"}\r\n")) {
      awaitHints(1);
      assertThat(qmp.heard()).contains("qmp_capabilities", "query-status");
    }
  }

  @Test
  void follow_guestHasStoppedBefore_tells() throws Exception {
    try (FakeQmp _ = talks(false, FakeQmp.GREETING, STOPPED)) {
      awaitHints(1);
    }
  }

  @Test
  void follow_connectionEndsOrGarbageComes_tells() throws Exception {
    try (FakeQmp _ = talks(true, FakeQmp.GREETING, RUNS, "%$§\n")) {
      awaitHints(1);
    }
  }

  /** As for a guest that an earlier vcg has started. */
  @Test
  void follow_nobodyListens_saysNothing() throws Exception {
    CountDownLatch done = new CountDownLatch(1);

    loop.post(() -> events.follow(GUEST, socket()));
    loop.post(done::countDown);

    done.await();
    assertThat(hints).isEmpty();
  }
}
