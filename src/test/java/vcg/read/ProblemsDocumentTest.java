package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/problems.md explains the codes that the sources use, all of them and no others. */
class ProblemsDocumentTest {
  @Test
  void problemsDocument_codes_areThoseOfTheSources() throws IOException {
    Set<String> used = new TreeSet<>();
    for (String folder : new String[] {"read", "validate"}) {
      try (Stream<Path> files = Files.list(Path.of("reconciler/vcg", folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          collect("\"(VCG\\d{3})\"", Files.readString(file), used);
        }
      }
    }
    Set<String> explained = new TreeSet<>();

    collect("(?m)^## (VCG\\d{3}) ", Files.readString(Path.of("docs/problems.md")), explained);

    assertThat(explained).isEqualTo(used).isNotEmpty();
  }

  private static void collect(String pattern, String text, Set<String> found) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
  }
}
