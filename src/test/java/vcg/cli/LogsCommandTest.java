package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.linux.StateDirectory;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.GuestRecord;

/** What is printed of the logs that are there. */
class LogsCommandTest {
  @TempDir private Path home;

  @BeforeEach
  void makeGuest() throws IOException {
    Files.createDirectories(home.resolve("state/log"));
    Path domains = Files.createDirectories(home.resolve("domains"));
    Files.writeString(
        domains.resolve("web.xml"),
        "<domain type='qemu'><name>web</name><memory>65536</memory>"
            + "<os><type>hvm</type></os></domain>");
  }

  @Test
  void run_twoLogs_printsTheOlderOneFirst() throws IOException {
    log("web.qemu.log.1", "one\ntwo\n");
    log("web.qemu.log", "three\nfo\u001bur");

    TestHost.Run run = vcg("logs", "web");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEqualTo("one\ntwo\nthree\nfo\u001bur");
  }

  @Test
  void run_lines_printsTheLastOnesOfBoth() throws IOException {
    log("web.qemu.log.1", "one\ntwo\n");
    log("web.qemu.log", "three\nfour");

    assertThat(vcg("logs", "web", "-n", "3").out()).isEqualTo("two\nthree\nfour");
    assertThat(vcg("logs", "web", "-n", "0").out()).isEmpty();
    assertThat(vcg("logs", "web", "-n", "99").out()).isEqualTo("one\ntwo\nthree\nfour");
  }

  @Test
  void run_noLogYet_saysSo() {
    TestHost.Run run = vcg("logs", "web");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("vcg: web has printed nothing yet\n");
  }

  @Test
  void run_guestIsOnlyRemembered_printsItsLog() throws IOException {
    remember(new GuestId(Driver.LXC, "gone"));
    log("gone.lxc.log", "last words\n");

    TestHost.Run run = vcg("logs", "gone");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("last words\n");
  }

  @Test
  void run_unknownGuest_saysSo() {
    TestHost.Run run = vcg("logs", "wbe");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED.number());
    assertThat(run.err()).contains("no guest wbe", "did you mean web?");
  }

  @Test
  void of_bytesForATerminal_showsWhatTheyWouldDoToIt() {
    LogText text = new LogText();
    byte[] umlaut = "ü".getBytes(StandardCharsets.UTF_8);

    String shown =
        Stream.of(
                "a\u001b[2J\tb\r".getBytes(StandardCharsets.UTF_8),
                "\nc".getBytes(StandardCharsets.UTF_8),
                new byte[] {umlaut[0]},
                new byte[] {umlaut[1]},
                new byte[] {(byte) 0xff, '\r', 'x', '\n'})
            .map(text::of)
            .reduce("", String::concat);

    assertThat(shown).isEqualTo("a\\u001b[2J\tb\ncü\ufffd\\u000dx\n");
  }

  private void log(String name, String text) throws IOException {
    Files.writeString(home.resolve("state/log").resolve(name), text);
  }

  private void remember(GuestId guest) throws IOException {
    new StateDirectory(home.resolve("state"))
        .put(
            new GuestRecord(
                guest,
                new UUID(1, 2),
                "/vm",
                "/",
                "gone.xml",
                "abc",
                "boot",
                Optional.empty(),
                60,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  private TestHost.Run vcg(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all =
        Stream.concat(
                Stream.of(
                    "--domains",
                    home.resolve("domains").toString(),
                    "--state-dir",
                    home.resolve("state").toString()),
                Stream.of(words))
            .toList();
    ExitCode exit =
        Vcg.run(
            all,
            Map.of(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new TestHost.Run(
        exit.number(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
