package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.guest.ConsolePort;
import vcg.linux.Eventually;
import vcg.linux.QmpMonitors;
import vcg.linux.TestTerminal;

/**
 * Consoles of real guests, typed at under a real terminal. The guest answers each byte on its
 * serial port with the one that follows it, so that no echo can be taken for it.
 */
class ConsoleIT {
  /** in al from COM1, inc al, out; 29 bytes that need no BIOS. */
  private static final String NEXT_BYTE =
      "bafd03 ec a801 74fb b2f8 ec fec0 88c4 b2fd ec a820 74fb 88e0 b2f8 ee ebe3";

  private static final String ESCAPE = "\u001d";
  private static final String INTERRUPT = "\u0003";

  @RegisterExtension final TestHost host = new TestHost();

  @Test
  void console_pseudoTerminal_carriesKeysAndIsOnesOwnUntilTakenOver() throws Exception {
    start("<serial type='pty'/>");
    try (TestTerminal first = TestTerminal.open();
        TestTerminal second = TestTerminal.open()) {
      TestHost.Started attached = host.startAt(first.path(), "console", "web");
      first.awaitSeen(TestHost.SOON, "vcg: console of web, serial0; Ctrl-] ends it");
      Eventually.holds(TestHost.SOON, first::isRaw);
      first.type("abc" + INTERRUPT);
      first.awaitSeen(TestHost.SOON, "bcd\u0004");
      first.resize(40, 100);
      Path line = Path.of(((ConsolePort.Line.Terminal) port().line()).path());
      Eventually.holds(TestHost.SOON, () -> TestTerminal.size(line).equals("40x100"));

      TestHost.Run refused = host.vcg("console", "web");
      TestHost.Started taking = host.startAt(second.path(), "console", "web", "--force");
      int ended = attached.await().exit();
      second.awaitSeen(TestHost.SOON, "Ctrl-] ends it");
      Eventually.holds(TestHost.SOON, second::isRaw);
      second.type("xy" + ESCAPE + "z");
      int left = taking.await().exit();

      assertThat(refused.exit()).isEqualTo(ExitCode.FAILED.number());
      assertThat(refused.err())
          .contains("another vcg holds", "pid " + attached.process().pid(), "(vcg console web)");
      assertThat(ended).isEqualTo(128 + 15);
      assertThat(first.isRaw()).isFalse();
      assertThat(left).isZero();
      assertThat(second.isRaw()).isFalse();
      assertThat(second.seen()).endsWith("vcg: left web, serial0\r\n");
    }
  }

  @Test
  void console_socketAndPipe_endsWithTheInputOrTheGuest() throws Exception {
    start("<serial type='unix'><source mode='bind' path='" + host.home() + "/line'/></serial>");
    TestHost.Started piped = host.startPiped("console", "web");
    type(piped, "abc" + ESCAPE);
    Eventually.holds(TestHost.SOON, () -> Files.readString(piped.out()).equals("bcd\u001e"));
    piped.process().getOutputStream().close();
    TestHost.Run idle = piped.await();

    TestHost.Started attached = host.startPiped("console", "web", "--device", "serial0");
    type(attached, "1");
    Eventually.holds(TestHost.SOON, () -> Files.readString(attached.out()).equals("2"));
    host.edit("web", "run='running'", "run='shutoff'");
    host.vcg("apply");
    TestHost.Run closed = attached.await();
    TestHost.Run off = host.vcg("console", "web");

    assertThat(idle.exit()).as(idle.err()).isZero();
    assertThat(idle.err()).isEmpty();
    assertThat(closed.exit()).isZero();
    assertThat(closed.err()).contains("web, serial0 is closed: the guest has ended");
    assertThat(off.exit()).isEqualTo(ExitCode.FAILED.number());
    assertThat(off.err()).contains("web is not running");
  }

  @Test
  void console_noneToAttachTo_saysWhatThereIs() throws Exception {
    start("<serial type='null'/><serial type='file'><source path='/dev/null'/></serial>");

    TestHost.Run none = host.vcg("console", "web");
    TestHost.Run file = host.vcg("console", "web", "--device", "serial1");
    TestHost.Run unknown = host.vcg("console", "web", "--device", "serial7");

    assertThat(none.err())
        .contains("web has no console of type pty or unix", "serial0 (null), serial1 (file)");
    assertThat(file.err()).contains("serial1 of web is no terminal and no socket: file");
    assertThat(unknown.err()).contains("web has no serial7; it has serial0");
    assertThat(none.exit()).isEqualTo(ExitCode.FAILED.number());
  }

  @Test
  void console_container_carriesKeysAndSizeAndOutlivesEachVcg() throws Exception {
    TestContainers containers = new TestContainers(host);
    containers.domain(
        "box",
        "echo ready; trap 'exit 7' TERM; while read line; do"
            + " case $line in size) stty size;; end) exit 0;; *) echo heard $line;; esac; done",
        "run='running'",
        "",
        "<privnet/>",
        "<console type='pty'/>");
    Files.createSymbolicLink(containers.root().resolve("bin/stty"), Path.of("busybox"));
    assertThat(host.vcg("apply").out()).contains("box: started");
    containers.awaitLine("box", "ready");
    try (TestTerminal terminal = TestTerminal.open()) {
      terminal.resize(40, 100);
      TestHost.Started first = host.startAt(terminal.path(), "console", "box");
      terminal.awaitSeen(TestHost.SOON, "console of box, console0; Ctrl-] ends it");
      Eventually.holds(TestHost.SOON, terminal::isRaw);
      terminal.type("one\rsize\r");
      terminal.awaitSeen(TestHost.SOON, "heard one\r\n");
      terminal.awaitSeen(TestHost.SOON, "40 100\r\n");
      first.process().destroyForcibly().waitFor();
      TestHost.Run piped =
          host.vcgUnder(List.of("sh", "-c", "echo end | \"$@\"", "sh"), "console", "box");

      assertThat(piped.exit()).as(piped.err()).isZero();
      assertThat(piped.out()).contains("end\r\n").doesNotContain("heard one");
      assertThat(piped.err()).contains("box, console0 is closed: the guest has ended");
      assertThat(host.vcg("logs", "box").out()).contains("ready\r\n", "heard one\r\n");
      assertThat(host.vcg("console", "box").err()).contains("box is not running");
    }
  }

  @Test
  void console_containerWithoutOne_saysSo() throws Exception {
    new TestContainers(host).domain("box", TestContainers.FOR_EVER);
    host.vcg("apply");

    TestHost.Run none = host.vcg("console", "box");

    assertThat(none.err()).contains("box has no console of type pty or unix to attach to");
    assertThat(none.exit()).isEqualTo(ExitCode.FAILED.number());
  }

  private void start(String serial) throws IOException, InterruptedException {
    host.domain("web", 'I', "", "run='running' stop-timeout='0'");
    byte[] sector = new byte[512];
    byte[] code = HexFormat.of().parseHex(NEXT_BYTE.replace(" ", ""));
    System.arraycopy(code, 0, sector, 0, code.length);
    sector[510] = 0x55;
    sector[511] = (byte) 0xaa;
    Files.write(host.home().resolve("web.img"), Arrays.copyOf(sector, 1 << 20));
    host.edit(
        "web",
        "<serial type='file'><source path='" + host.home() + "/web.serial'/></serial>",
        serial);
    TestHost.Run applied = host.vcg("apply");
    assertThat(applied.exit()).as(applied.err()).isZero();
  }

  private ConsolePort port() throws IOException {
    try (var monitor =
        new QmpMonitors().connect(host.runDirectory("web").resolve("qmp"), TestHost.SOON)) {
      return ConsolePort.first(
              ConsolePort.all(monitor.execute("query-chardev", java.util.Map.of())))
          .orElseThrow();
    }
  }

  private static void type(TestHost.Started program, String keys) throws IOException {
    program.process().getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    program.process().getOutputStream().flush();
  }
}
