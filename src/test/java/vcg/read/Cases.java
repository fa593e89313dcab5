package vcg.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import vcg.model.Reading;
import vcg.validate.Rules;

/** The golden cases: folders with a document and what is said about it. */
final class Cases {
  static final Path FOLDER = Path.of("src/test/resources/vcg/read");

  private Cases() {}

  static List<String> all() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders
          .filter(f -> Files.exists(f.resolve("domain.xml")))
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** The cases whose documents are valid. */
  static List<String> valid() throws IOException {
    return all().stream().filter(c -> c.startsWith("valid-")).toList();
  }

  static byte[] document(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name).resolve("domain.xml"));
  }

  static Reading read(byte[] document) {
    return new DomainReader(Rules::ofGuest, Rules::ofPartition).read("domain.xml", document);
  }
}
