package vcg.linux;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vcg.cgroup.Group;
import vcg.guest.Monitors.Monitor;
import vcg.model.Running;

/**
 * One conversation with QEMU: a JSON object a line.
 *
 * <pre>
 * ← {"QMP": {"version": …, "capabilities": …}}
 * → {"execute": "qmp_capabilities", "id": 1}
 * ← {"return": {}, "id": 1}
 * ← {"timestamp": …, "event": "RESUME"}
 * </pre>
 */
final class QmpMonitor implements Monitor {
  private final Path path;
  private final LineSocket socket;
  private final Duration patience;
  private int lastId;

  private QmpMonitor(Path path, LineSocket socket, Duration patience) {
    this.path = path;
    this.socket = socket;
    this.patience = patience;
  }

  static QmpMonitor connect(Path path, Duration patience) throws IOException {
    LineSocket socket;
    try {
      socket = LineSocket.connect(path);
    } catch (IOException e) {
      throw new IOException("cannot connect to monitor " + path + ": " + Errno.name(e), e);
    }
    QmpMonitor monitor = new QmpMonitor(path, socket, patience);
    try {
      monitor.greet();
      return monitor;
    } catch (IOException e) {
      monitor.close();
      throw e;
    }
  }

  private void greet() throws IOException {
    try {
      Map<String, Object> greeting = object(socket.receive(Deadline.in(patience)));
      if (!greeting.containsKey("QMP")) {
        throw new IOException("it is not QEMU that answers");
      }
    } catch (IOException e) {
      throw failed("greeting", e);
    }
    execute("qmp_capabilities");
  }

  @Override
  public Running.State state() throws IOException {
    Object answer = execute("query-status");
    if (answer instanceof Map<?, ?> map && map.get("status") instanceof String status) {
      return state(status);
    }
    throw new IOException("monitor " + path + ": query-status: no status in the answer");
  }

  /** QEMU's run states, as its schema names them. */
  static Running.State state(String status) {
    return switch (status) {
      // a guest in suspend to RAM sleeps of its own will
      case "running", "suspended" -> Running.State.RUNNING;
      case "shutdown" -> Running.State.POWERED_OFF;
      case "guest-panicked", "internal-error", "io-error" -> Running.State.CRASHED;
      default -> Running.State.PAUSED;
    };
  }

  @Override
  public SortedMap<Group, Long> threads() throws IOException {
    SortedMap<Group, Long> threads = new TreeMap<>();
    for (Map<?, ?> cpu : list("query-cpus-fast")) {
      threads.put(Group.vcpu((int) number(cpu, "cpu-index")), number(cpu, "thread-id"));
    }
    for (Map<?, ?> thread : list("query-iothreads")) {
      Optional<Group> group = Group.parse(String.valueOf(thread.get("id")));
      if (group.isPresent()) {
        threads.put(group.get(), number(thread, "thread-id"));
      }
    }
    return threads;
  }

  private List<Map<?, ?>> list(String command) throws IOException {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (execute(command) instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map) {
          maps.add(map);
        }
      }
    }
    return maps;
  }

  private long number(Map<?, ?> map, String name) throws IOException {
    if (map.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IOException("monitor " + path + ": an answer without " + name);
  }

  @Override
  public void powerDown() throws IOException {
    execute("system_powerdown");
  }

  @Override
  public boolean awaitPowerOff(Duration atMost) throws IOException {
    Deadline deadline = Deadline.in(atMost);
    try {
      // what was reported before is not reported again, but still to be seen
      boolean off = state() == Running.State.POWERED_OFF;
      while (!off) {
        off = "SHUTDOWN".equals(object(socket.receive(deadline)).get("event"));
      }
      return true;
    } catch (SocketTimeoutException _) { // the answer: not within that time
      return false;
    } catch (IOException e) {
      if (isBroken(e) || isBroken(e.getCause())) {
        return true;
      }
      throw e;
    }
  }

  @Override
  public void quit() throws IOException {
    try {
      execute("quit");
    } catch (IOException e) {
      if (!isBroken(e.getCause())) {
        throw e;
      }
    }
  }

  private static boolean isBroken(@Nullable Throwable cause) {
    // a reset or broken pipe is a SocketException in one place and a bare IOException in another
    return cause instanceof EOFException
        || cause instanceof SocketException
        || (cause instanceof IOException e
            && ("Connection reset by peer".equals(e.getMessage())
                || "Broken pipe".equals(e.getMessage())));
  }

  @Override
  public void resume() throws IOException {
    execute("cont");
  }

  @Override
  public void pause() throws IOException {
    execute("stop");
  }

  private Object execute(String name) throws IOException {
    int id = ++lastId;
    Deadline deadline = Deadline.in(patience);
    try {
      socket.send(Json.write(Map.of("execute", name, "id", id)), deadline);
      while (true) {
        Map<String, Object> message = object(socket.receive(deadline));
        // what is not an answer to this command is an event, or an answer that came too late
        if (message.get("id") instanceof Number number && number.intValue() == id) {
          return result(message);
        }
      }
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  private static Object result(Map<String, Object> message) throws IOException {
    Object value = message.get("return");
    if (value != null) {
      return value;
    }
    Object error = message.get("error");
    Object text = error instanceof Map<?, ?> map ? map.get("desc") : null;
    throw new IOException(text == null ? "an answer without result" : clean(text.toString()));
  }

  private static Map<String, Object> object(String line) throws IOException {
    try {
      return Json.object(line);
    } catch (IllegalArgumentException e) {
      throw new IOException("not a message of QEMU: " + clean(String.valueOf(e.getMessage())), e);
    }
  }

  private static String clean(String foreign) {
    return Terse.text(foreign.getBytes(StandardCharsets.UTF_8), 300);
  }

  private IOException failed(String what, IOException why) {
    return new IOException("monitor " + path + ": " + what + ": " + why.getMessage(), why);
  }

  @Override
  public void close() {
    socket.close();
  }
}
