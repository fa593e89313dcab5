package vcg.linux;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vcg.guest.Monitors.Event;
import vcg.guest.Monitors.Refusal;
import vcg.model.LiveSetting.Request;
import vcg.model.ProcessId;

/**
 * The messages of one conversation with QEMU: a JSON object a line.
 *
 * <pre>
 * ← {"QMP": {"version": …, "capabilities": …}}
 * → {"execute": "qmp_capabilities", "id": 1}
 * ← {"return": {}, "id": 1}
 * ← {"timestamp": …, "event": "RESUME"}
 * </pre>
 *
 * <p>An answer that comes too late is known by its number and skipped. After anything that is not a
 * message nobody knows where the next one begins: the conversation is over.
 */
final class QmpWire implements AutoCloseable {
  private static final int MOST_EVENTS = 256;

  private final Path path;
  private final LineSocket socket;
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private Optional<IOException> broken = Optional.empty();
  private int lastId;

  /** The numbers of questions that were sent and not executed yet, and answers to such. */
  private final Map<Request, Integer> ahead = new HashMap<>();

  private final Map<Integer, Map<String, Object>> early = new HashMap<>();

  QmpWire(Path path, LineSocket socket) {
    this.path = path;
    this.socket = socket;
  }

  /** The number alone may belong to another process by now: its start time is compared too. */
  void requirePeer(ProcessId expected) throws IOException {
    OptionalLong peer = socket.peer();
    if (peer.isPresent() && (peer.getAsLong() != expected.pid() || !ProcFiles.isStill(expected))) {
      throw new IOException(
          "monitor "
              + path
              + ": process "
              + peer.getAsLong()
              + " listens there, not the guest's process "
              + expected.pid());
    }
  }

  void greet(Deadline deadline) throws IOException {
    try {
      if (!message(deadline).containsKey("QMP")) {
        throw new IOException("it is not QEMU that answers");
      }
    } catch (IOException e) {
      throw failed("greeting", e);
    }
  }

  Object execute(String command, Map<String, ?> arguments, Deadline deadline) throws IOException {
    try {
      Integer sent = ahead.remove(new Request(command, new TreeMap<>(arguments)));
      int id = sent == null ? ask(command, arguments, deadline) : sent;
      while (true) {
        Map<String, Object> known = early.remove(id);
        Map<String, Object> answer = known == null ? message(deadline) : known;
        if (isAnswer(answer, id)) {
          return result(answer);
        }
        if (answer.get("id") instanceof Number other && ahead.containsValue(other.intValue())) {
          early.put(other.intValue(), answer);
        } else {
          keepEvent(answer);
        }
      }
    } catch (IOException e) {
      throw failed(command, e);
    }
  }

  /** Sends what is executed later, in one piece. */
  void ahead(List<Request> questions, Deadline deadline) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Request question : questions) {
      text.append(message(++lastId, question.command(), question.arguments()));
      ahead.put(question, lastId);
    }
    send(text.toString(), deadline);
  }

  private int ask(String command, Map<String, ?> arguments, Deadline deadline) throws IOException {
    int id = ++lastId;
    send(message(id, command, arguments), deadline);
    return id;
  }

  private static String message(int id, String command, Map<String, ?> arguments) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("execute", command);
    if (!arguments.isEmpty()) {
      message.put("arguments", arguments);
    }
    message.put("id", id);
    return Json.write(message);
  }

  /** QEMU leaves the number out of the one answer to what it could not even parse. */
  private static boolean isAnswer(Map<String, Object> message, int id) {
    Object answered = message.get("id");
    return answered == null ? message.containsKey("error") : answered.equals(id);
  }

  /** The next event; empty: none in time. */
  Optional<Event> event(Deadline deadline) throws IOException {
    while (events.isEmpty()) {
      try {
        keepEvent(message(deadline));
      } catch (SocketTimeoutException _) { // the answer: not within that time
        return Optional.empty();
      } catch (IOException e) {
        throw failed("waiting for an event", e);
      }
    }
    return Optional.of(events.removeFirst());
  }

  /** Forgets the events so far. */
  void forgetEvents() {
    events.clear();
  }

  private void keepEvent(Map<String, Object> message) {
    if (!(message.get("event") instanceof String name)) {
      return; // an answer that came too late
    }
    if (events.size() == MOST_EVENTS) {
      events.removeFirst();
    }
    Map<String, Object> data = new LinkedHashMap<>();
    if (message.get("data") instanceof Map<?, ?> map) {
      map.forEach((key, value) -> data.put(String.valueOf(key), value));
    }
    events.addLast(new Event(name, data));
  }

  private void send(String text, Deadline deadline) throws IOException {
    requireWhole();
    try {
      socket.send(text, deadline);
    } catch (IOException e) {
      broken = Optional.of(e);
      throw e;
    }
  }

  private Map<String, Object> message(Deadline deadline) throws IOException {
    requireWhole();
    try {
      return Json.object(socket.receive(deadline));
    } catch (SocketTimeoutException e) { // what is late may still come
      throw e;
    } catch (IOException e) {
      broken = Optional.of(e);
      throw e;
    } catch (IllegalArgumentException e) {
      String why = clean(String.valueOf(e.getMessage()));
      IOException garbled = new IOException("not a message of QEMU: " + why, e);
      broken = Optional.of(garbled);
      throw garbled;
    }
  }

  private void requireWhole() throws IOException {
    if (broken.isPresent()) {
      throw broken.get();
    }
  }

  private static Object result(Map<String, Object> message) throws IOException {
    Object value = message.get("return");
    if (value != null) {
      return value;
    }
    if (message.get("error") instanceof Map<?, ?> error
        && error.get("desc") instanceof String why) {
      throw new Refusal(clean(String.valueOf(error.get("class"))), clean(why));
    }
    throw new IOException("an answer without result");
  }

  private static String clean(String foreign) {
    return Terse.text(foreign.getBytes(StandardCharsets.UTF_8), 300);
  }

  private IOException failed(String what, IOException why) {
    String message = "monitor " + path + ": " + what + ": " + why.getMessage();
    return why instanceof Refusal refusal
        ? new Refusal(refusal.kind(), message)
        : new IOException(message, why);
  }

  /** Whether it was the end of the connection that made something fail. */
  static boolean isEnd(IOException failure) {
    return ended(failure) || ended(failure.getCause());
  }

  private static boolean ended(@Nullable Throwable cause) {
    // a reset or broken pipe is a SocketException in one place and a bare IOException in another
    return cause instanceof EOFException
        || cause instanceof SocketException
        || (cause instanceof IOException e
            && ("Connection reset by peer".equals(e.getMessage())
                || "Broken pipe".equals(e.getMessage())));
  }

  @Override
  public void close() {
    socket.close();
  }
}
