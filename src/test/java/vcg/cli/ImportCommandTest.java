package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where documents come from and go to; what becomes of them is in vcg.read. */
class ImportCommandTest {
  @TempDir private Path home;
  private Path out = Path.of("not yet made");

  @BeforeEach
  void makeDirectory() throws IOException {
    out = Files.createDirectory(home.resolve("domains"));
  }

  @Test
  void run_file_printsTheDocumentAndNothingElseToStandardOutput() throws IOException {
    Path dump = dump("web", "<seclabel type='none'/>");

    TestHost.Run run = vcg("import", dump.toString());

    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("<domain type='qemu'>").endsWith("</domain>\n");
    assertThat(run.err()).contains("1 part left out");
  }

  @Test
  void run_quiet_printsTheDocumentAlone() throws IOException {
    TestHost.Run run = vcg("-q", "import", dump("web", "").toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("<name>web</name>");
  }

  @Test
  void run_refusedDocument_printsNoDocumentAndExitsWith3() throws IOException {
    TestHost.Run run = vcg("import", dump("web", "<perf/>").toString());

    assertThat(run.exit()).isEqualTo(ExitCode.INVALID.number());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("<perf> is not supported by vcg", "web.dump:4:1");
  }

  @Test
  void run_severalFilesOneRefused_writesTheOthers() throws IOException {
    TestHost.Run run =
        vcg(
            "import",
            "--out",
            out.toString(),
            dump("bad", "<perf/>").toString(),
            dump("web", "").toString());

    assertThat(run.exit()).isEqualTo(ExitCode.INVALID.number());
    assertThat(run.out()).isEqualTo("web: wrote " + out.resolve("web.xml") + "\n");
    assertThat(names()).containsExactly("web.xml");
  }

  @Test
  void run_fileIsThere_isNotOverwrittenWithoutForce() throws IOException {
    Path there = Files.writeString(out.resolve("web.xml"), document("web", "<title>mine</title>"));
    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rw-r-----"));
    String dump = dump("web", "").toString();

    TestHost.Run refused = vcg("import", "--out", out.toString(), dump);
    String kept = Files.readString(there);
    TestHost.Run forced = vcg("import", "--out", out.toString(), "--force", dump);
    TestHost.Run again = vcg("import", "--out", out.toString(), dump);

    assertThat(refused.exit()).isEqualTo(ExitCode.FAILED.number());
    assertThat(refused.err()).contains("web.xml is there already; --force overwrites it");
    assertThat(kept).contains("mine");
    assertThat(forced.exit()).as(forced.err()).isZero();
    assertThat(Files.readString(there)).isEqualTo(document("web", ""));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
        .isEqualTo("rw-r-----");
    assertThat(again.out()).contains("says so already");
    assertThat(names()).containsExactly("web.xml");
  }

  @Test
  void run_guestIsInAnotherFile_isNotWritten() throws IOException {
    Files.writeString(out.resolve("02-web.xml"), document("web", ""));

    TestHost.Run run = vcg("import", "--out", out.toString(), dump("web", "").toString());

    assertThat(run.exit()).isEqualTo(ExitCode.INVALID.number());
    assertThat(run.err()).contains("02-web.xml", "nothing was written");
    assertThat(names()).containsExactly("02-web.xml");
  }

  @Test
  void run_nameThatIsNoFileName_getsAnUnderscore() throws IOException {
    TestHost.Run run = vcg("import", "--out", out.toString(), dump("-é", "").toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(names()).containsExactly("_-é.xml");
  }

  @Test
  void run_outIsNoDirectory_saysSo() throws IOException {
    TestHost.Run run =
        vcg("import", "--out", home.resolve("none").toString(), dump("web", "").toString());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED.number());
    assertThat(run.err()).contains("none: no such directory");
  }

  @Test
  void run_networkWithoutABridge_isSaidWhereItStands() throws IOException {
    String card =
        "<devices><interface type='network'><source network='default'/></interface></devices>";

    TestHost.Run run = vcg("import", dump("web", card).toString());
    TestHost.Run told = vcg("--network", "default=br0", "import", dump("web", card).toString());

    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("web.dump:4:", "no bridge stands for network \"default\"");
    assertThat(told.err()).isEmpty();
  }

  @Test
  void run_wrongUse_isAUsageError() {
    for (List<String> words :
        List.of(
            List.of("import"),
            List.of("import", "--all", "a.xml"),
            List.of("import", "a.xml", "b.xml"),
            List.of("import", "--force", "a.xml"))) {
      assertThat(vcg(words.toArray(String[]::new)).exit())
          .as(words.toString())
          .isEqualTo(ExitCode.USAGE.number());
    }
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(out)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  /** A document in the fourth line of which something more stands. */
  private Path dump(String name, String more) throws IOException {
    return Files.writeString(home.resolve(name + ".dump"), document(name, more));
  }

  private static String document(String name, String more) {
    return """
    <domain type='qemu'>
      <name>%s</name><memory>65536</memory>
      <os><type>hvm</type></os>
    %s
    </domain>
    """
        .formatted(name, more);
  }

  private static TestHost.Run vcg(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ExitCode exit =
        Vcg.run(
            List.of(words),
            Map.of(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new TestHost.Run(
        exit.number(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
