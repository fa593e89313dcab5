package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The folders {@code edit-…}: each line of edit.txt, PATH=VALUE, is set in before.xml; after.xml
 * or, where one is refused, refused.txt is what comes of it. -Dgolden=write rewrites these.
 */
class DomainEditorTest {
  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(Cases.FOLDER)) {
      return folders
          .map(f -> f.getFileName().toString())
          .filter(name -> name.startsWith("edit-"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void set_goldenCase_isAsRecorded(String name) throws Exception {
    Path folder = Cases.FOLDER.resolve(name);
    boolean refused = name.startsWith("edit-refused-");
    Path expected = folder.resolve(refused ? "refused.txt" : "after.xml");

    byte[] result;
    try {
      result = edited(folder);
    } catch (EditRefused e) {
      result = (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
      assertThat(refused).as(e.getMessage()).isTrue();
    }

    if ("write".equals(System.getProperty("golden"))) {
      Files.write(expected, result);
    }
    assertThat(result).asString().isEqualTo(Files.readString(expected));
  }

  private static byte[] edited(Path folder) throws IOException, EditRefused {
    byte[] bytes = Files.readAllBytes(folder.resolve("before.xml"));
    assertThat(Cases.read(bytes).claims()).isPresent();
    for (String line : Files.readAllLines(folder.resolve("edit.txt"))) {
      int equals = line.indexOf('=');
      bytes =
          DomainEditor.set(
              "before.xml", bytes, line.substring(0, equals), line.substring(equals + 1));
    }
    return bytes;
  }

  @Test
  void set_characterThatNoDocumentHolds_isRefused() {
    byte[] document = "<domain type='qemu'/>".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> DomainEditor.set("x.xml", document, "title", "a\u001bb"))
        .isInstanceOf(EditRefused.class)
        .hasMessage("title: no XML document can hold the character U+001B");
  }

  @Test
  void set_lineBreaksInAValue_areReadBackAsTheyWere() throws Exception {
    byte[] document = "<domain type='qemu'/>".getBytes(StandardCharsets.UTF_8);
    String value = " two\nlines\r\tand a tab ]]> ";

    byte[] once = DomainEditor.set("x.xml", document, "os/cmdline", value);
    byte[] twice = DomainEditor.set("x.xml", once, "devices/disk/alias@name", value);

    Node root = Node.parse(new SourceText("x.xml", new String(twice, StandardCharsets.UTF_8)));
    assertThat(root.all().filter(n -> n.name().equals("cmdline")).map(n -> n.text().toString()))
        .containsExactly(value);
    assertThat(root.all().flatMap(n -> n.attribute("name").stream())).containsExactly(value);
  }
}
