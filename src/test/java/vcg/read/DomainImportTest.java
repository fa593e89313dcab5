package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xmlunit.assertj3.XmlAssert;
import org.xmlunit.builder.Input;
import vcg.model.Dropped;
import vcg.model.Problem;
import vcg.read.DomainImport.Imported;
import vcg.report.ImportText;
import vcg.report.ProblemText;
import vcg.validate.Rules;

/** Documents of libvirt, and what becomes of them. */
class DomainImportTest {
  private static final Path FOLDER = Path.of("src/test/resources/vcg/import");

  static List<String> dumps() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  static List<String> valid() throws IOException {
    return Cases.valid();
  }

  /** {@code -Dgolden=write} rewrites what must come out. */
  @ParameterizedTest
  @MethodSource("dumps")
  void content_dump_documentAndRemarksAsReviewed(String name) throws IOException {
    Path document = FOLDER.resolve(name).resolve("domain.xml");
    Path remarks = FOLDER.resolve(name).resolve("said.txt");

    Imported imported = imported(dump(name));
    String said =
        ImportText.of("dump.xml", imported.dropped())
            + ProblemText.refused(imported.reading(), "nothing was written", false);

    if ("write".equals(System.getProperty("golden"))) {
      Files.write(document, imported.document());
      Files.writeString(remarks, said);
    }
    assertThat(said).isEqualTo(Files.readString(remarks));
    assertThat(imported.text()).isEqualTo(Files.readString(document));
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void content_resultOfAnImport_staysAsItIs(String name) throws IOException {
    Imported once = imported(dump(name));

    if (once.document().length > 0) {
      Imported twice = imported(once.document());
      assertThat(twice.text()).isEqualTo(once.text());
      assertThat(twice.dropped()).isEmpty();
      assertThat(twice.reading().isValid()).isEqualTo(once.reading().isValid());
      assertThat(messages(twice)).isEqualTo(messages(once));
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void content_validDocument_givesTheSameGuestWithoutWhatWasDropped(String name)
      throws IOException {
    byte[] source = Cases.document(name);

    Imported imported = imported(source);

    if (Cases.read(source).guest().isPresent()) {
      assertThat(imported.reading().isValid()).isTrue();
      assertThat(imported(imported.document()).text()).isEqualTo(imported.text());
      XmlAssert.assertThat(Input.fromString(imported.text()))
          .and(Input.fromByteArray(source))
          .withNodeFilter(node -> !isDropped(node, imported.dropped()))
          .withAttributeFilter(attribute -> !isDropped(attribute, imported.dropped()))
          .ignoreWhitespace()
          .areIdentical();
    }
  }

  @Test
  void stream_moreThanADocumentMayBe_isRefused() throws IOException {
    byte[] large = new byte[(1 << 20) + 1];

    Imported imported =
        new DomainImport(Rules::ofGuest).stream(new ByteArrayInputStream(large), "-");

    assertThat(messages(imported))
        .containsExactly("the file has 1048577 bytes, vcg reads at most 1048576");
  }

  @Test
  void content_problemBehindWhatWasDropped_hasItsPlaceInTheSource() {
    String dump =
        """
        <domain type='qemu' id='3'>
          <alias name='x'/>
          <name>a</name><memory>65536</memory>
          <os><type>hvm</type></os>
          <devices>
            <serial type='pty'><source path='/dev/pts/1'/><alias name='serial0'/></serial>
            <disk type='file'><alias name='d'/><source file='/a' index='1'/><nonsense/></disk>
          </devices>
        </domain>
        """;

    Imported imported = imported(dump.getBytes(StandardCharsets.UTF_8));

    assertThat(imported.reading().problems())
        .extracting(p -> p.at().toString())
        .contains("dump.xml:2:3", "dump.xml:7:69");
  }

  /** By name alone; what else of that name is left is compared by the golden cases. */
  private static boolean isDropped(Node node, List<Dropped> dropped) {
    boolean isAttribute = node.getNodeType() == Node.ATTRIBUTE_NODE;
    String end = (isAttribute ? "@" : "") + node.getNodeName();
    return (!isAttribute && hadNothingElse(node, dropped))
        || dropped.stream()
            .anyMatch(d -> d.path().replaceAll("\\[[0-9]+]", "").matches("(.*/)?.*" + end));
  }

  private static boolean hadNothingElse(Node element, List<Dropped> dropped) {
    NamedNodeMap attributes = element.getAttributes();
    return element.getNodeType() == Node.ELEMENT_NODE
        && !element.hasChildNodes()
        && attributes.getLength() > 0
        && IntStream.range(0, attributes.getLength())
            .allMatch(i -> isDropped(attributes.item(i), dropped));
  }

  private static List<String> messages(Imported imported) {
    return imported.reading().problems().stream().map(Problem::message).toList();
  }

  private static byte[] dump(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name).resolve("dump.xml"));
  }

  private static Imported imported(byte[] document) {
    return new DomainImport(Rules::ofGuest).content("dump.xml", document);
  }
}
