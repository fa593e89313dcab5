package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager receives; this one only listens. */
class ServiceNoticesTest {
  @TempDir Path directory;

  @Test
  void notices_socketWithAPath_arrive() throws IOException {
    try (NoticeReceiver receiver = new NoticeReceiver(directory.resolve("notify").toString());
        ServiceNotices notices = open(receiver, Map.of())) {
      notices.ready();
      notices.status("web1 is held\nand more");
      notices.stopping();

      assertThat(receiver.next()).isEqualTo("READY=1");
      assertThat(receiver.next()).isEqualTo("STATUS=web1 is held");
      assertThat(receiver.next()).isEqualTo("STOPPING=1");
    }
  }

  @Test
  void notices_socketWithAnAbstractName_arrive() throws IOException {
    String name = "@vcgtest-" + ProcessHandle.current().pid();
    try (NoticeReceiver receiver = new NoticeReceiver(name);
        ServiceNotices notices = open(receiver, Map.of())) {
      notices.reloading();

      assertThat(receiver.next()).matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+");
    }
  }

  @Test
  void alive_watchdogIsMeantForThisProcess_isSent() throws IOException {
    String own = Long.toString(ProcessHandle.current().pid());
    Map<String, String> watched = Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", own);
    try (NoticeReceiver receiver = new NoticeReceiver(directory.resolve("notify").toString());
        ServiceNotices notices = open(receiver, watched)) {
      notices.alive();

      assertThat(receiver.next()).isEqualTo("WATCHDOG=1");
    }
  }

  @Test
  void alive_nobodyWatchesOrAnotherIsMeant_isNotSent() throws IOException {
    Map<String, String> other = Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1");
    try (NoticeReceiver receiver = new NoticeReceiver(directory.resolve("notify").toString());
        ServiceNotices unwatched = open(receiver, Map.of());
        ServiceNotices notMeant = open(receiver, other)) {
      unwatched.alive();
      notMeant.alive();
      notMeant.ready();

      assertThat(receiver.next()).isEqualTo("READY=1");
    }
  }

  @Test
  void open_environment_decides() throws IOException {
    assertThat(ServiceNotices.open(Map.of())).isEmpty();
    assertThatThrownBy(() -> ServiceNotices.open(Map.of("NOTIFY_SOCKET", "relative")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void ready_managerIsGone_saysWhy() throws IOException {
    String path = directory.resolve("notify").toString();
    ServiceNotices notices = ServiceNotices.open(Map.of("NOTIFY_SOCKET", path)).orElseThrow();

    assertThatThrownBy(notices::ready).hasMessage("cannot notify the service manager: ENOENT");
    notices.close();
  }

  private static ServiceNotices open(NoticeReceiver receiver, Map<String, String> more)
      throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("NOTIFY_SOCKET", receiver.name());
    return ServiceNotices.open(environment).orElseThrow();
  }
}
