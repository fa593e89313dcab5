package vcg.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every Java file is laid out by google-java-format; -Dformat=write rewrites those that are not.
 */
class FormatTest {
  @Test
  void everySourceFile_isFormatted() throws Exception {
    boolean write = "write".equals(System.getProperty("format"));
    List<Path> unformatted = new ArrayList<>();
    List<Path> roots = Stream.of("reconciler", "src/test/java", "bench").map(Path::of).toList();
    for (Path root : roots.stream().filter(Files::isDirectory).toList()) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          String source = Files.readString(file);
          String formatted = new Formatter().formatSourceAndFixImports(source);
          if (!source.equals(formatted)) {
            unformatted.add(file);
            if (write) {
              Files.writeString(file, formatted);
            }
          }
        }
      }
    }
    assertThat(write ? List.<Path>of() : unformatted)
        .as("run: mvn -q test -Dtest=FormatTest -Dformat=write")
        .isEmpty();
  }
}
