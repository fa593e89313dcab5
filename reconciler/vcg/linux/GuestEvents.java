package vcg.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.model.Hint;
import vcg.model.ProcessId;

/**
 * What QEMU processes tell of their own accord, each at a monitor that is there for this alone. For
 * the thread of its loop.
 */
final class GuestEvents {
  private static final Logger LOG = LoggerFactory.getLogger(GuestEvents.class);

  /** QEMU sends {@code STOP} once a guest has switched itself off, crashed or was paused. */
  private static final Set<String> TELLING = Set.of("STOP", "RESUME");

  private static final String QUESTIONS =
      "{\"execute\": \"qmp_capabilities\"}\n{\"execute\": \"query-status\"}\n";

  private static final int LONGEST_LINE = 64 << 10;

  private final EventLoop loop;
  private final Consumer<Hint> hints;
  private final MemorySegment state = Arena.ofAuto().allocate(Libc.STATE);
  private final MemorySegment buffer = Arena.ofAuto().allocate(16 << 10);
  private final Map<ProcessId, Line> lines = new HashMap<>();

  GuestEvents(EventLoop loop, Consumer<Hint> hints) {
    this.loop = loop;
    this.hints = hints;
  }

  /** A connection, and the beginning of a line whose end has not come. */
  private record Line(int fd, ByteArrayOutputStream begun) {}

  void follow(ProcessId process, Path socket) {
    if (lines.containsKey(process)) {
      return;
    }
    int fd;
    try {
      fd = LibcSocket.connect(state, socket);
    } catch (IOException e) { // it has just ended, or was started before guests had this socket
      LOG.debug("cannot listen at {}: {}", socket, e.getMessage());
      return;
    }
    lines.put(process, new Line(fd, new ByteArrayOutputStream(0)));
    try (Arena arena = Arena.ofConfined()) {
      byte[] questions = QUESTIONS.getBytes(StandardCharsets.UTF_8);
      SocketCalls.send(state, fd, arena.allocateFrom(ValueLayout.JAVA_BYTE, questions));
      loop.add(fd, EventLoop.READABLE, _ -> read(process));
    } catch (IOException e) {
      LOG.debug("cannot listen at {}: {}", socket, e.getMessage());
      leave(process);
    }
  }

  private void read(ProcessId process) {
    Line line = lines.get(process);
    if (line == null) {
      return;
    }
    long count = Libc.read(state, line.fd(), buffer, buffer.byteSize());
    if (count == -Errno.EAGAIN.number() || count == -Errno.EINTR.number()) {
      return;
    }
    boolean telling = false;
    for (long i = 0; i < count; i++) {
      byte next = buffer.get(ValueLayout.JAVA_BYTE, i);
      if (next != '\n') {
        line.begun().write(next);
      } else {
        telling |= isTelling(line.begun().toString(StandardCharsets.UTF_8));
        line.begun().reset();
      }
    }
    if (count <= 0 || line.begun().size() > LONGEST_LINE) {
      leave(process);
      telling = true;
    }
    if (telling) {
      hints.accept(new Hint.Told(process));
    }
  }

  /**
   * Whether a look is due: after an event, or when the guest was stopped before this listened.
   *
   * <pre>
   * {"return": {"status": "shutdown", "singlestep": false, "running": false}}
   * {"timestamp": {"seconds": 1764416106, "microseconds": 5}, "event": "STOP"}
   * </pre>
   */
  private static boolean isTelling(String line) {
    try {
      Map<String, Object> message = Json.object(line);
      return message.get("event") instanceof String event
          ? TELLING.contains(event)
          : message.get("return") instanceof Map<?, ?> answer
              && Boolean.FALSE.equals(answer.get("running"));
    } catch (IllegalArgumentException _) { // whoever does not speak as QEMU is worth a look
      return true;
    }
  }

  private void leave(ProcessId process) {
    Line line = lines.remove(process);
    if (line != null) {
      loop.remove(line.fd());
      Libc.close(state, line.fd());
    }
  }

  void leaveAll() {
    List.copyOf(lines.keySet()).forEach(this::leave);
  }
}
