package vcg.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vcg.Requires;

/**
 * The program's classes as Java maps them into memory, which the launcher keeps, too: they are half
 * of the time that a start takes, and the tests start hundreds. Java goes without where it cannot
 * use it.
 */
final class TestArchive {
  static final Path JAR = Path.of("target/vcg.jar").toAbsolutePath();

  private static final Path FILE = JAR.resolveSibling("test-archive.jsa");
  private static boolean isMade;

  private TestArchive() {}

  /**
   * The option of Java that uses it; none in the test machine, which starts few and takes minutes
   * to make it. Made anew by the first who asks: of the jar that is there now, before any test
   * measures.
   */
  static synchronized List<String> option() throws IOException {
    if (Requires.inTestMachine()) {
      return List.of();
    }
    if (!isMade) {
      Files.deleteIfExists(FILE);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:-UseContainerSupport",
                  "-Xlog:disable",
                  "-XX:ArchiveClassesAtExit=" + FILE,
                  "-jar",
                  JAR.toString(),
                  "plan",
                  "samples/domains")
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      isMade = process.onExit().orTimeout(1, TimeUnit.MINUTES).join() != null;
    }
    return List.of("-XX:SharedArchiveFile=" + FILE);
  }
}
