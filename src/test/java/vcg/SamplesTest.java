package vcg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vcg.guest.HostPath;
import vcg.model.GuestId;
import vcg.model.Reading;
import vcg.read.DomainReader;

class SamplesTest {
  private static final Path SAMPLES = Path.of("samples");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES.resolve("domains"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void samples_areAtLeastSix() throws IOException {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(6);
  }

  @ParameterizedTest
  @MethodSource("files")
  void sample_isValidWithoutRemark(Path file) {
    assertThat(read(file).problems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void sample_standsInTheReadme(Path file) throws IOException {
    String readme = Files.readString(SAMPLES.resolve("README.md"));

    assertThat(readme).contains("| `" + file.getFileName() + "` | `" + subject(read(file)) + "` |");
  }

  @ParameterizedTest
  @MethodSource("files")
  void sample_namesOnlyItsOwnImages(Path file) throws IOException {
    String maker = Files.readString(SAMPLES.resolve("make-images"));

    assertThat(read(file).guest().map(HostPath::of).orElse(List.of()))
        .filteredOn(p -> p.kind() != HostPath.Kind.EXECUTABLE)
        .allMatch(p -> p.path().startsWith("/var/lib/vcg/images"))
        .filteredOn(p -> p.kind() == HostPath.Kind.FILE)
        .map(p -> p.path().substring(p.path().lastIndexOf('/') + 1).replace(".img", ""))
        .allMatch(maker::contains);
  }

  private static String subject(Reading reading) {
    return reading
        .claims()
        .map(GuestId::toString)
        .orElseGet(() -> reading.claimed().orElseThrow().path());
  }

  private static Reading read(Path file) {
    return new DomainReader(_ -> List.of()).read(file, file.getFileName().toString());
  }
}
