package vcg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import vcg.guest.ConsolePort;
import vcg.guest.ConsolePort.Line;
import vcg.guest.Monitors;
import vcg.linux.ConsoleLine;
import vcg.linux.StateLock;
import vcg.model.ActualGuest;
import vcg.model.Desired;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.Running;
import vcg.read.DomainFiles;
import vcg.report.Printable;

/** {@code vcg console GUEST}: keys to a guest's console, and what it prints to the terminal. */
final class ConsoleCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int IDLE_MILLIS = 3000;

  private final Arguments arguments;
  private final Console console;
  private final LiveHost host;
  private final GuestId id;

  private ConsoleCommand(Arguments arguments, Console console, LiveHost host, GuestId id) {
    this.arguments = arguments;
    this.console = console;
    this.host = host;
    this.id = id;
  }

  static ExitCode run(Arguments arguments, Console console)
      throws UsageException, IOException, InterruptedException {
    if (arguments.operands().size() != 1) {
      throw new UsageException("console takes one guest");
    }
    EscapeKey escape = EscapeKey.parse(arguments.get(Option.ESCAPE, "^]"));
    Desired desired =
        Stages.desired(arguments, List.of(arguments.domains()), DomainFiles.Trust.WARN);
    LiveHost host = LiveHost.open(arguments);
    GuestId id = GuestName.find(arguments.operands().getFirst(), desired, host.records().guests());
    Optional<Running> running =
        Optional.ofNullable(host.observe(desired).guests().get(id)).flatMap(ActualGuest::running);
    if (running.isEmpty()) {
      throw new IOException(id.name() + " is not running: it has no console");
    }
    return new ConsoleCommand(arguments, console, host, id).attach(running.get(), escape);
  }

  private ExitCode attach(Running running, EscapeKey escape)
      throws IOException, InterruptedException {
    ConsolePort port = port(id.driver() == Driver.LXC ? terminal() : ports(running));
    Path lock = host.files().consoleLock(id, port.device());
    String command = "vcg console " + id.name();
    try (StateLock _ =
            arguments.has(Option.FORCE)
                ? StateLock.takeOver(lock, command, PATIENCE)
                : StateLock.ofFile(lock, command);
        ConsoleLine line = line(port, running)) {
      return carry(line, port, escape);
    }
  }

  private ExitCode carry(ConsoleLine line, ConsolePort port, EscapeKey escape) throws IOException {
    String name = id.name() + ", " + port.device();
    if (line.isInteractive()) {
      note("console of " + name + "; " + escape + " ends it");
    }
    ConsoleLine.End end = line.run(this::heard, escape.code(), IDLE_MILLIS);
    if (line.isInteractive()) {
      console.note("\n");
    }
    return switch (end) {
      case ESCAPED -> {
        note("left " + name);
        yield ExitCode.OK;
      }
      case CLOSED -> {
        note(name + " is closed: the guest has ended");
        yield ExitCode.OK;
      }
      case IDLE, UNHEARD -> ExitCode.OK;
      case NOT_TAKEN -> {
        note(name + " does not take what was typed");
        yield ExitCode.FAILED;
      }
    };
  }

  private boolean heard(byte[] bytes) {
    console.data(bytes);
    return !console.isBroken();
  }

  private void note(String text) {
    console.note("vcg: " + Printable.line(text) + "\n");
  }

  /** What a container has. */
  private List<ConsolePort> terminal() {
    Path typed = host.files().typed(id);
    return Files.exists(typed)
        ? List.of(new ConsolePort("console0", new Line.Typed(typed.toString())))
        : List.of();
  }

  private List<ConsolePort> ports(Running running) throws IOException {
    try (Monitors.Monitor monitor =
        host.monitors().connect(host.files().monitor(id), running.process(), PATIENCE)) {
      return ConsolePort.all(monitor.execute("query-chardev", Map.of()));
    }
  }

  private ConsolePort port(List<ConsolePort> ports) throws IOException {
    String there =
        ports.stream()
            .map(p -> p.device() + (p.isAttachable() ? "" : " (" + text(p.line()) + ")"))
            .collect(Collectors.joining(", "));
    String has = there.isEmpty() ? "it has no lines" : "it has " + there;
    Optional<String> asked = arguments.get(Option.DEVICE);
    if (asked.isEmpty()) {
      return ConsolePort.first(ports)
          .orElseThrow(() ->
              new IOException(
                  id.name() + " has no console of type pty or unix to attach to; " + has));
    }
    ConsolePort port =
        ports.stream()
            .filter(p -> p.device().equals(asked.get()))
            .findFirst()
            .orElseThrow(() -> new IOException(id.name() + " has no " + asked.get() + "; " + has));
    if (!port.isAttachable()) {
      throw new IOException(
          asked.get() + " of " + id.name() + " is no terminal and no socket: " + text(port.line()));
    }
    return port;
  }

  private static String text(Line line) {
    return switch (line) {
      case Line.Terminal(var path) -> path;
      case Line.Socket(var path) -> path;
      case Line.Typed(var path) -> path;
      case Line.Other(var text) -> text;
    };
  }

  /** What QEMU says is checked: it runs what a guest may have taken over. */
  private ConsoleLine line(ConsolePort port, Running running) throws IOException {
    return switch (port.line()) {
      case Line.Terminal(var path) -> ConsoleLine.terminal(Path.of(path), running.process().pid());
      case Line.Socket(var path) -> {
        String option = "id=" + port.device() + ",path=" + path.replace(",", ",,");
        if (running.arguments().stream().noneMatch(a -> (a + ",").contains(option + ","))) {
          throw new IOException(port.device() + ": QEMU names a socket that it was not given");
        }
        yield ConsoleLine.socket(Path.of(path));
      }
      case Line.Typed(var path) ->
          ConsoleLine.container(running.process(), Path.of(path), host.files().log(id));
      case Line.Other(var text) -> throw new IllegalStateException("not attachable: " + text);
    };
  }
}
