package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vcg.read.DomainImport;
import vcg.read.DomainImport.Imported;
import vcg.read.DomainReader;
import vcg.validate.Rules;

/** What an import leaves out changes nothing of the command line that a document becomes. */
class ImportedDocumentsTest {
  static List<String> documents() throws IOException {
    return Documents.all();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void of_importedDocument_isTheCommandOfItsSource(String name) throws IOException {
    GuestFiles files = new GuestFiles(Path.of("/run/vcg"));
    Path source = Documents.FOLDER.resolve(name).resolve("domain.xml");

    Imported imported = new DomainImport(Rules::ofGuest).file(source, "domain.xml");

    var guest = new DomainReader(Rules::ofGuest).read("domain.xml", imported.document()).guest();
    assertThat(QemuCommand.of(guest.orElseThrow(), files))
        .isEqualTo(QemuCommand.of(Documents.guest(name), files));
  }
}
