package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vcg.guest.ConsolePort.Line;

/** What QEMU 7.2 says of its character devices. */
class ConsolePortTest {
  @Test
  void all_everyKindOfDevice_isNamedInOrder() {
    List<ConsolePort> ports =
        ConsolePort.all(
            List.of(
                device("console0", "pty:/dev/pts/9"),
                device("serial10", "null"),
                device("monitor", "unix:/run/vcg/web.qemu/qmp,server=on"),
                device("events", "unix:/run/vcg/web.qemu/events,server=on"),
                device("serial2", "disconnected:unix:/run/a b,server=on"),
                device("serial1", "unix:/run/c,server=on <-> /run/c"),
                device("serial0", "file"),
                device("channel0", "disconnected:unix:/run/d")));

    assertThat(ports)
        .containsExactly(
            new ConsolePort("serial0", new Line.Other("file")),
            new ConsolePort("serial1", new Line.Socket("/run/c")),
            new ConsolePort("serial2", new Line.Socket("/run/a b")),
            new ConsolePort("serial10", new Line.Other("null")),
            new ConsolePort("channel0", new Line.Other("disconnected:unix:/run/d")),
            new ConsolePort("console0", new Line.Terminal("/dev/pts/9")));
  }

  @Test
  void first_nothingButChannels_isNone() {
    List<ConsolePort> ports =
        ConsolePort.all(
            List.of(device("serial0", "null"), device("channel0", "unix:/run/d,server=on")));

    assertThat(ConsolePort.first(ports)).isEmpty();
  }

  @Test
  void first_fileBeforeATerminal_isTheTerminal() {
    List<ConsolePort> ports =
        ConsolePort.all(List.of(device("serial0", "file"), device("console0", "pty:/dev/pts/9")));

    assertThat(ConsolePort.first(ports)).map(ConsolePort::device).contains("console0");
  }

  private static Map<String, Object> device(String label, String filename) {
    return Map.of("label", label, "filename", filename, "frontend-open", true);
  }
}
