package vcg.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import vcg.cgroup.Group;
import vcg.guest.Monitors.Event;
import vcg.guest.Monitors.Monitor;
import vcg.model.LiveSetting.Request;
import vcg.model.ProcessId;
import vcg.model.Running;

/** What vcg says to QEMU, and what it makes of the answers. */
final class QmpMonitor implements Monitor {
  /** A longer line is no answer of QEMU's. */
  private static final int LONGEST_LINE = 1 << 20;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

  private static final Request BEGIN = Request.of("qmp_capabilities", Map.of());

  private final Path path;
  private final QmpWire wire;
  private final Duration patience;
  private boolean begun;

  private QmpMonitor(Path path, QmpWire wire, Duration patience) {
    this.path = path;
    this.wire = wire;
    this.patience = patience;
  }

  static QmpMonitor connect(Path path, Optional<ProcessId> peer, Duration patience)
      throws IOException {
    QmpMonitor monitor = ask(path, peer, patience, List.of());
    try {
      monitor.begin();
      return monitor;
    } catch (IOException e) {
      monitor.close();
      throw e;
    }
  }

  /** QEMU listens from its greeting on: what was sent before that waits for it. */
  static QmpMonitor ask(
      Path path, Optional<ProcessId> peer, Duration patience, List<Request> questions)
      throws IOException {
    LineSocket socket;
    try {
      socket = LineSocket.connect(path, LONGEST_LINE);
    } catch (IOException e) {
      throw new IOException("cannot connect to monitor " + path + ": " + Errno.name(e), e);
    }
    QmpWire wire = new QmpWire(path, socket);
    try {
      if (peer.isPresent()) {
        wire.requirePeer(peer.get());
      }
      List<Request> all = new ArrayList<>(List.of(BEGIN));
      all.addAll(questions);
      wire.ahead(all, Deadline.in(patience));
      return new QmpMonitor(path, wire, patience);
    } catch (IOException e) {
      wire.close();
      throw e;
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      wire.greet(Deadline.in(patience));
      wire.execute(BEGIN.command(), BEGIN.arguments(), Deadline.in(patience));
      begun = true;
    }
  }

  @Override
  public Object execute(String command, Map<String, ?> arguments) throws IOException {
    begin();
    return wire.execute(command, arguments, Deadline.in(patience));
  }

  private Object execute(String command) throws IOException {
    return execute(command, Map.of());
  }

  @Override
  public Optional<Event> event(Duration atMost) throws IOException {
    return wire.event(Deadline.in(atMost));
  }

  @Override
  public Running.State state() throws IOException {
    if (execute("query-status") instanceof Map<?, ?> map
        && map.get("status") instanceof String status) {
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
      case "guest-panicked", "internal-error" -> Running.State.CRASHED;
      // also "io-error": to go on means to try again
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
      boolean off = isOff();
      while (!off) {
        Optional<Event> event = wire.event(deadline);
        if (event.isEmpty()) {
          return false;
        }
        off =
            switch (event.get().name()) {
              case "SHUTDOWN", "GUEST_PANICKED" -> true;
              default -> false;
            };
      }
      return true;
    } catch (IOException e) {
      if (QmpWire.isEnd(e)) {
        return true;
      }
      throw e;
    }
  }

  /** What came before the answer is part of it. */
  private boolean isOff() throws IOException {
    Running.State state = state();
    wire.forgetEvents();
    return hasEnded(state);
  }

  private static boolean hasEnded(Running.State state) {
    return state == Running.State.POWERED_OFF || state == Running.State.CRASHED;
  }

  @Override
  public void quit() throws IOException {
    try {
      execute("quit");
    } catch (IOException e) {
      if (!QmpWire.isEnd(e)) {
        throw e;
      }
    }
  }

  @Override
  public void resume() throws IOException {
    execute("cont");
  }

  @Override
  public void reset() throws IOException {
    Deadline deadline = Deadline.in(patience);
    execute("system_reset");
    // QEMU answers before it does so, and refuses to let a guest run that has still to be reset
    while (hasEnded(state())) {
      deadline.check();
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  @Override
  public void pause() throws IOException {
    execute("stop");
  }

  @Override
  public void close() {
    wire.close();
  }
}
