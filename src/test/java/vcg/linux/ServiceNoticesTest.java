package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
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
    try (Receiver receiver = new Receiver(directory.resolve("notify").toString());
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
    try (Receiver receiver = new Receiver(name);
        ServiceNotices notices = open(receiver, Map.of())) {
      notices.reloading();

      assertThat(receiver.next()).matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+");
    }
  }

  @Test
  void alive_watchdogIsMeantForThisProcess_isSent() throws IOException {
    String own = Long.toString(ProcessHandle.current().pid());
    Map<String, String> watched = Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", own);
    try (Receiver receiver = new Receiver(directory.resolve("notify").toString());
        ServiceNotices notices = open(receiver, watched)) {
      notices.alive();

      assertThat(receiver.next()).isEqualTo("WATCHDOG=1");
    }
  }

  @Test
  void alive_nobodyWatchesOrAnotherIsMeant_isNotSent() throws IOException {
    Map<String, String> other = Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1");
    try (Receiver receiver = new Receiver(directory.resolve("notify").toString());
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

  private static ServiceNotices open(Receiver receiver, Map<String, String> more)
      throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("NOTIFY_SOCKET", receiver.name);
    return ServiceNotices.open(environment).orElseThrow();
  }

  private static final class Receiver implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = arena.allocate(Libc.STATE);
    private final MemorySegment buffer = arena.allocate(4096);
    private final String name;
    private final int descriptor;

    private Receiver(String name) throws IOException {
      this.name = name;
      descriptor = SocketCalls.socket(state, SocketCalls.DATAGRAM_CLOEXEC);
      int bound = SocketCalls.bind(state, descriptor, LibcSocket.address(arena, name));
      assertThat(bound).isZero();
    }

    private String next() {
      long length = Libc.read(state, descriptor, buffer, buffer.byteSize());
      return StandardCharsets.UTF_8.decode(buffer.asSlice(0, length).asByteBuffer()).toString();
    }

    @Override
    public void close() {
      Libc.close(state, descriptor);
      arena.close();
    }
  }
}
