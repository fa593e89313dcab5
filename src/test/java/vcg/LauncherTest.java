package vcg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a Maven and Javas that only say how they were called. */
final class LauncherTest {
  @TempDir Path temp;
  private Path home;

  @BeforeEach
  void tree() throws Exception {
    home = Files.createDirectory(temp.resolve("home"));
    Files.copy(Path.of("vcg"), home.resolve("vcg"));
    script(home.resolve("vcg"), Files.readString(home.resolve("vcg")));
    for (String directory : List.of("reconciler", "schema", "samples", "target")) {
      Files.createDirectory(home.resolve(directory));
    }
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.writeString(home.resolve("reconciler/A.java"), "class A {}");
    script(
        temp.resolve("bin/mvn"),
        """
        #!/bin/sh
        echo build >>%1$s/log
        [ ! -f %1$s/broken ] || { echo "it does not compile"; exit 1; }
        : >%1$s/home/target/vcg.jar
        """
            .formatted(temp));
    java("25.0.1");
  }

  @Test
  void run_nothingChanged_buildsOnceAndTakesTheArchive() throws Exception {
    run();

    Run second = run("validate", "a b");

    assertThat(second.out())
        .contains("-XX:SharedArchiveFile=" + home + "/target/vcg-25.0.1.jsa")
        .endsWith("vcg.jar validate a b\n");
    assertThat(log()).containsExactly("build", "dump");
  }

  @Test
  void run_sourceChanged_buildsAndTrainsAgain() throws Exception {
    run();
    touchLater(home.resolve("reconciler/A.java"));

    run();

    assertThat(log()).containsExactly("build", "dump", "build", "dump");
  }

  @Test
  void run_sourceRemoved_builds() throws Exception {
    run();
    Files.delete(home.resolve("reconciler/A.java"));
    touchLater(home.resolve("reconciler"));

    run();

    assertThat(log()).containsExactly("build", "dump", "build", "dump");
  }

  @Test
  void run_buildFails_runsNothingOld() throws Exception {
    run();
    touchLater(home.resolve("reconciler/A.java"));
    Files.createFile(temp.resolve("broken"));

    Run run = run("validate");

    assertThat(run.exit()).isEqualTo(69);
    assertThat(run.out()).contains("it does not compile").doesNotContain("vcg.jar");
  }

  @Test
  void run_javaUpdated_makesAnotherArchive() throws Exception {
    run();
    java("25.0.2");

    assertThat(run().out()).contains("target/vcg-25.0.2.jsa");
  }

  @Test
  void run_daemon_takesAnArchiveOfItsOwn() throws Exception {
    run();

    assertThat(run("run").out()).contains("target/vcg-run-25.0.1.jsa");
    assertThat(run("run").out()).contains("target/vcg-run-25.0.1.jsa");
    assertThat(log()).containsExactly("build", "dump", "dump");
  }

  @Test
  void run_archiveOlderThanJar_isNotUsed() throws Exception {
    run();
    touchLater(home.resolve("target/vcg.jar"));
    script(temp.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$@\"\n"); // makes no archive

    assertThat(run().out()).contains("-Xshare:auto").doesNotContain("SharedArchiveFile");
  }

  @Test
  void run_namedJavaTooOld_takesAnother() throws Exception {
    java("17.0.9");
    script(temp.resolve("jdk/bin/java"), "#!/bin/sh\necho too old\n");

    assertThat(run().out()).doesNotContain("too old");
  }

  private void java(String version) throws IOException {
    script(
        temp.resolve("jdk/bin/java"),
        """
        #!/bin/sh
        for word; do
          case $word in -XX:SharedArchiveFile=*) file=${word#*=} ;; -Xshare:dump) dump=yes ;; esac
        done
        [ -z "${dump:-}" ] || { echo dump >>%s/log; echo archive >"$file"; }
        echo "$@"
        """
            .formatted(temp));
    Files.writeString(
        temp.resolve("jdk/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The clock of files ticks a few times in a hundredth of a second: be sure that it has. */
  private static void touchLater(Path file) throws IOException {
    long now = System.currentTimeMillis();
    Files.setLastModifiedTime(file, FileTime.fromMillis(now + Duration.ofMinutes(1).toMillis()));
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(temp.resolve("log"));
  }

  private record Run(int exit, String out) {}

  private Run run(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("vcg").toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("VCG_JAVA_HOME", temp.resolve("jdk").toString());
    builder.environment().put("PATH", temp.resolve("bin") + ":/usr/bin:/bin");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out);
  }
}
