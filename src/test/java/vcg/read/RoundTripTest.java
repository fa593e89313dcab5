package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.xml.bind.Marshaller;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Node;
import org.xmlunit.assertj3.XmlAssert;
import org.xmlunit.builder.Input;
import org.xmlunit.diff.DefaultNodeMatcher;
import org.xmlunit.diff.ElementSelectors;

/** What the bound classes hold is the whole document. */
class RoundTripTest {
  static List<String> cases() throws IOException {
    return Cases.valid();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void unmarshalThenMarshal_validDocument_isTheSameButForOrder(String name) throws Exception {
    String document = new String(Cases.document(name), StandardCharsets.UTF_8);

    String written = marshal(parse(document));

    XmlAssert.assertThat(Input.fromString(written))
        .and(Input.fromString(document))
        .ignoreComments()
        .ignoreWhitespace()
        .withNodeMatcher(
            new DefaultNodeMatcher(
                ElementSelectors.byNameAndAllAttributes, ElementSelectors.byName))
        .withNodeFilter(node -> !isForeign(node))
        .areSimilar();
  }

  @Test
  void validDocuments_together_useEveryElementAndAttribute() throws Exception {
    Set<String> declared = new TreeSet<>();
    Set<String> used = new TreeSet<>();

    Grammar.shared().roots().forEach(r -> declared(Grammar.shared().root(r), r, declared));
    for (String name : Cases.valid()) {
      String document = new String(Cases.document(name), StandardCharsets.UTF_8);
      vcg.read.Node root = vcg.read.Node.parse(new SourceText(name, document));
      used(root, root.name(), used);
    }

    declared.removeAll(used);
    assertThat(declared).allMatch(path -> isRepetition(path));
  }

  /**
   * Aliases, addresses and labels are the same type on every device, so that some have none. Of a
   * partition's numatune, vcg itself refuses what only a machine can have.
   */
  private static boolean isRepetition(String path) {
    return path.contains("/alias")
        || path.startsWith("partition/numatune/memnode")
        || path.contains("/address")
        || path.contains("backingStore/")
        || path.contains("mirror/")
        || path.contains("source/seclabel")
        || path.contains("console/")
        || path.contains("redirdev/source"); // that of all character devices
  }

  private static void declared(Grammar.Type type, String path, Set<String> names) {
    if (type.isFree()) {
      return;
    }
    type.attributes().forEach(a -> names.add(path + "@" + a.name()));
    for (Grammar.Particle child : type.children()) {
      names.add(path + "/" + child.name());
      if (!path.endsWith("/" + child.name())) {
        declared(child.type(), path + "/" + child.name(), names);
      }
    }
  }

  private static void used(vcg.read.Node node, String path, Set<String> names) {
    node.attributes().forEach(a -> names.add(path + "@" + a.name()));
    for (vcg.read.Node child : node.children()) {
      names.add(path + "/" + child.name());
      used(child, path + "/" + child.name(), names);
    }
  }

  private static boolean isForeign(Node node) {
    String space = node.getNamespaceURI();
    return node.getNodeType() == Node.ELEMENT_NODE
        && space != null
        && !space.startsWith("urn:vcg:");
  }

  private static Object parse(String document) {
    Parse.Result parsed = new Parse(XmlEngine.shared()).parse(new SourceText("x", document));
    return parsed.partition().isPresent()
        ? parsed.partition().get()
        : parsed.domain().orElseThrow();
  }

  private static String marshal(Object root) throws Exception {
    Marshaller marshaller = XmlEngine.shared().classes().createMarshaller();
    StringWriter out = new StringWriter();
    marshaller.marshal(root, out);
    return out.toString();
  }
}
