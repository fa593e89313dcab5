package vcg.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every package says what belongs there; without the page its classes escape NullAway. */
class PackageInfoTest {
  @Test
  void everyPackage_hasItsPage() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("reconciler"))) {
      Set<Path> packages =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(file -> file.resolveSibling("package-info.java"))
              .collect(Collectors.toSet());

      assertThat(packages).isNotEmpty().allSatisfy(page -> assertThat(page).exists());
    }
  }
}
