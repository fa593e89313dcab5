package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vcg.cgroup.Group;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Spelling;

/**
 * The tables of docs/domains.md are those of the schema and of the knobs; -Dgolden=write rewrites
 * what stands behind its marker.
 */
class DomainsDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/domains.md");
  private static final String MARKER =
      "<!-- from here on made from schema/domain.xsd by a test -->\n";
  private static final String NO_EFFECT = "No effect:";

  private final StringBuilder out = new StringBuilder();
  private final List<String> seen = new ArrayList<>();

  @Test
  void domainsDocument_tables_areThoseOfTheSchema() throws IOException {
    String document = Files.readString(DOCUMENT);
    String head = document.substring(0, document.indexOf(MARKER) + MARKER.length());

    Grammar.shared().roots().forEach(root -> table(root, Grammar.shared().root(root)));
    String expected = head + out;

    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
  }

  @Test
  void schema_everyElementAndAttribute_isDocumented() {
    List<String> bare = new ArrayList<>();

    Grammar.shared().roots().forEach(r -> undocumented(r, Grammar.shared().root(r), bare));

    assertThat(bare).isEmpty();
  }

  @Test
  void knobs_thatDocumentsSet_areInTheSchema() {
    table("domain", Grammar.shared().root("domain"));

    List<String> missing =
        Arrays.stream(Knob.values())
            .flatMap(DomainsDocumentTest::elements)
            .filter(e -> !e.isEmpty() && !seen.contains(e))
            .toList();

    assertThat(missing).isEmpty();
  }

  private void table(String path, Grammar.Type type) {
    List<Grammar.Particle> children = type.isFree() ? List.of() : type.children();
    List<Grammar.Particle> attributes = type.isFree() ? List.of() : type.attributes();
    if (children.isEmpty() && attributes.isEmpty()) {
      return;
    }
    out.append("\n## `").append(path).append("`\n\n");
    out.append("| | takes | | |\n|---|---|---|---|\n");
    attributes.forEach(a -> row(path + "@" + a.name(), "`@" + a.name() + "`", a));
    children.forEach(c -> row(path + "/" + c.name(), "`<" + c.name() + ">`", c));
    for (Grammar.Particle child : children) {
      boolean shared =
          List.of("alias", "address").contains(child.name()) && !path.endsWith("/disk");
      if (!path.endsWith("/" + child.name()) && !shared) {
        table(path + "/" + child.name(), child.type());
      }
    }
  }

  private void row(String path, String name, Grammar.Particle particle) {
    String below = path.substring(path.indexOf('/') + 1);
    seen.add(below);
    String text = particle.documentation();
    boolean none = text.startsWith(NO_EFFECT);
    String takes = particle.type().isValue() ? takes(particle.type().value()) : "";
    out.append("| ").append(name).append(" | ").append(takes).append(" | ");
    out.append(none ? "no effect" : knob(below)).append(" | ");
    out.append(none ? capital(text.substring(NO_EFFECT.length()).strip()) : text);
    out.append(particle.isRequired() && particle.isAttribute() ? " Required." : "").append(" |\n");
  }

  private static String takes(Grammar.Value value) {
    String expected = value.expected();
    return expected.equals("something") ? "text" : expected;
  }

  private static String knob(String element) {
    return Arrays.stream(Knob.values())
        .filter(k -> elements(k).anyMatch(element::equals))
        .map(k ->
            "`"
                + k.controller()
                + "`: "
                + files(k, Hierarchy.Version.V1)
                + "; v2: "
                + files(k, Hierarchy.Version.V2))
        .collect(Collectors.joining());
  }

  /** Where documents set a knob, of the guest and of its groups of threads. */
  private static Stream<String> elements(Knob knob) {
    return Stream.concat(
        Stream.of(knob.element()), Arrays.stream(Group.Kind.values()).map(knob::element));
  }

  private static String files(Knob knob, Hierarchy.Version version) {
    return knob.spellings(version).stream()
        .map(Spelling::file)
        .distinct()
        .map(f -> "`" + f + "`")
        .collect(Collectors.joining(" or "));
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }

  private static void undocumented(String path, Grammar.Type type, List<String> bare) {
    type.attributes().stream()
        .filter(a -> a.documentation().isEmpty())
        .forEach(a -> bare.add(path + "@" + a.name()));
    for (Grammar.Particle child : type.isFree() ? List.<Grammar.Particle>of() : type.children()) {
      if (child.documentation().isEmpty()) {
        bare.add(path + "/" + child.name());
      }
      if (!path.endsWith("/" + child.name())) {
        undocumented(path + "/" + child.name(), child.type(), bare);
      }
    }
  }
}
