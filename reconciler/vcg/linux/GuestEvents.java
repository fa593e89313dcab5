package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
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
  private static final byte[] NOTHING = {};

  private final EventLoop loop;
  private final Consumer<Hint> hints;
  private final MemorySegment state = Arena.ofAuto().allocate(Libc.STATE);
  private final MemorySegment buffer = Arena.ofAuto().allocate(16 << 10);
  private final Map<ProcessId, Line> lines = new HashMap<>();
  private boolean said;

  GuestEvents(EventLoop loop, Consumer<Hint> hints) {
    this.loop = loop;
    this.hints = hints;
  }

  /** A connection, and the beginning of a line whose end has not come; mostly there is none. */
  private static final class Line {
    final int fd;
    byte[] begun = NOTHING;

    Line(int fd) {
      this.fd = fd;
    }
  }

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
    if (Descriptors.isTooManyBesides(fd)) {
      Libc.close(state, fd);
      tooMany(process);
      return;
    }
    lines.put(process, new Line(fd));
    try (Arena arena = Arena.ofConfined()) {
      byte[] questions = QUESTIONS.getBytes(StandardCharsets.UTF_8);
      SocketCalls.send(state, fd, arena.allocateFrom(ValueLayout.JAVA_BYTE, questions));
      loop.add(fd, EventLoop.READABLE, _ -> read(process));
    } catch (IOException e) {
      LOG.debug("cannot listen at {}: {}", socket, e.getMessage());
      leave(process);
    }
  }

  /** Says it once: it is so for all that follow. */
  private void tooMany(ProcessId process) {
    if (!said) {
      said = true;
      LOG.warn(
          "too few files may be open to listen to process {} and more: that they switch themselves"
              + " off is seen by the next look at everything",
          process.pid());
    }
  }

  private void read(ProcessId process) {
    Line line = lines.get(process);
    if (line == null) {
      return;
    }
    long count = Libc.read(state, line.fd, buffer, buffer.byteSize());
    if (count == -Errno.EAGAIN.number() || count == -Errno.EINTR.number()) {
      return;
    }
    boolean telling = count > 0 && tells(line, (int) count);
    if (count <= 0 || line.begun.length > LONGEST_LINE) {
      leave(process);
      telling = true;
    }
    if (telling) {
      hints.accept(new Hint.Told(process));
    }
  }

  /** Takes in what was read; whether a look is due. */
  private boolean tells(Line line, int count) {
    byte[] all = Arrays.copyOf(line.begun, line.begun.length + count);
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, all, line.begun.length, count);
    boolean telling = false;
    int start = 0;
    for (int i = line.begun.length; i < all.length; i++) {
      if (all[i] == '\n') {
        telling |= isTelling(new String(all, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    line.begun = start == all.length ? NOTHING : Arrays.copyOfRange(all, start, all.length);
    return telling;
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
      loop.remove(line.fd);
      Libc.close(state, line.fd);
    }
  }

  void leaveAll() {
    List.copyOf(lines.keySet()).forEach(this::leave);
  }
}
