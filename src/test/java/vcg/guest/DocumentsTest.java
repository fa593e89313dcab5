package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What documents become; {@code -Dgolden=write} rewrites it. */
class DocumentsTest {
  static List<String> documents() throws IOException {
    return Documents.all();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void of_document_commandAsReviewed(String name) throws IOException {
    Path golden = Documents.FOLDER.resolve(name).resolve("command.txt");

    String text =
        Documents.text(QemuCommand.of(Documents.guest(name), new GuestFiles(Path.of("/run/vcg"))));

    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(golden, text);
    }
    assertThat(text).as("run with -Dgolden=write").isEqualTo(Files.readString(golden));
  }
}
