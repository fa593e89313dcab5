package vcg.guest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A character device of a running virtual machine, or the terminal of a container.
 *
 * @param device its name, such as {@code serial0}
 * @param line what it is connected to
 */
public record ConsolePort(String device, Line line) {
  private static final Pattern CONSOLE = Pattern.compile("(serial|console)[0-9]+");

  /** What a device is connected to. */
  public sealed interface Line {
    /** A pseudo terminal of the host, {@code /dev/pts/3}. */
    record Terminal(String path) implements Line {}

    /** A Unix socket at which QEMU listens. */
    record Socket(String path) implements Line {}

    /** A pipe to the terminal of a container, whose output is in the log. */
    record Typed(String path) implements Line {}

    /**
     * Nothing that one could attach to.
     *
     * @param text what it is, in QEMU's words, such as {@code file}
     */
    record Other(String text) implements Line {}
  }

  /**
   * All devices of a guest, serial ports first.
   *
   * <pre>
   * [{"label": "serial0", "filename": "pty:/dev/pts/3", "frontend-open": true}, …]
   * </pre>
   *
   * @param answer to {@code query-chardev}
   */
  public static List<ConsolePort> all(Object answer) {
    List<ConsolePort> ports = new ArrayList<>();
    if (answer instanceof List<?> devices) {
      for (Object device : devices) {
        if (device instanceof Map<?, ?> members
            && members.get("label") instanceof String label
            && members.get("filename") instanceof String filename
            && !label.equals("monitor")
            && !label.equals(GuestFiles.EVENTS)) {
          ports.add(new ConsolePort(label, line(filename)));
        }
      }
    }
    ports.sort(
        Comparator.comparing((ConsolePort p) -> !p.device().startsWith("serial"))
            .thenComparingInt(p -> p.device().length())
            .thenComparing(ConsolePort::device));
    return ports;
  }

  private static Line line(String filename) {
    if (filename.startsWith("pty:")) {
      return new Line.Terminal(filename.substring("pty:".length()));
    }
    String address = filename.replaceFirst("^disconnected:", "");
    return address.startsWith("unix:") && address.contains(",server=on")
        ? new Line.Socket(address.substring("unix:".length()).replaceFirst(",server=on.*", ""))
        : new Line.Other(filename);
  }

  public boolean isAttachable() {
    return !(line instanceof Line.Other);
  }

  /** The first console that one can attach to. */
  public static Optional<ConsolePort> first(List<ConsolePort> ports) {
    return ports.stream()
        .filter(p -> CONSOLE.matcher(p.device()).matches() && p.isAttachable())
        .findFirst();
  }
}
