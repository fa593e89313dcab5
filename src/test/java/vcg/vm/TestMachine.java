package vcg.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The emulated machine, by its script. */
final class TestMachine {
  private static final int LIMIT_SECONDS = 1200;

  /** To make the disk of the machine, and for the script to give up. */
  private static final int HOPELESS_SECONDS = LIMIT_SECONDS + 180;

  private static final int LAST_LINES = 60;

  private TestMachine() {}

  /**
   * Runs the tests of one tag in a machine of its own.
   *
   * @throws IOException there is no whole report; with the last words of the machine
   */
  static List<Result> run(Cgroups cgroups, Collection<String> classes)
      throws IOException, InterruptedException {
    String name = cgroups.name().toLowerCase(Locale.ROOT);
    Path directory = Files.createDirectories(Path.of("target/vm", name));
    Path report = directory.resolve("report.txt");
    Files.deleteIfExists(report);
    Path output = directory.resolve("output.log");
    List<String> words = new ArrayList<>(List.of("src/test/vm/run-tests", "--cgroups", name));
    words.addAll(List.of("--tag", cgroups.tag(), "--out", directory.toString()));
    words.addAll(List.of("--timeout", Integer.toString(LIMIT_SECONDS)));
    words.addAll(classes);
    ProcessBuilder script = new ProcessBuilder(words).redirectErrorStream(true);
    script.environment().put("VCG_JAVA_HOME", System.getProperty("java.home"));
    Process process = script.redirectOutput(output.toFile()).start();
    if (!process.waitFor(HOPELESS_SECONDS, TimeUnit.SECONDS)) {
      process.destroy();
    }
    List<String> lines = Files.exists(report) ? Files.readAllLines(report) : List.of();
    return Result.parse(lines)
        .orElseThrow(() ->
            new IOException(
                "no whole report from the machine, exit code %d\n%s"
                    .formatted(process.onExit().join().exitValue(), end(output))));
  }

  private static String end(Path output) {
    try {
      List<String> lines = Files.readAllLines(output);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
