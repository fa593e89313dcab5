package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import vcg.model.Reading;

/**
 * Nothing that a document says is silently dropped: for every leaf of the schema there is a
 * document below src/test/resources or samples in which it matters. It matters when the document
 * means something else without it, or when something is said about it: a value that a device cannot
 * have is refused.
 */
class EveryLeafTest {
  private static final String NO_EFFECT = "No effect:";
  private static final String POLICY_PREFIX = "metadata/vcg:policy@";

  @Test
  void everyLeaf_takenOutOfADocument_changesWhatItMeans() throws Exception {
    Set<String> open = new TreeSet<>(leaves());
    int all = open.size();

    for (Path file : documents()) {
      String text = Files.readString(file).replace("\uFEFF", "");
      if (text.contains("<domain") && isWellFormed(text)) {
        open.removeAll(thatMatter(text, open));
      }
    }

    assertThat(all).isGreaterThan(150);
    assertThat(open).as("leaves that no document proves to matter").isEmpty();
  }

  @Test
  void everyLeaf_withNoEffect_isSaidToHaveNone() {
    assertThat(leaves())
        .doesNotContain("title", "devices/memballoon/alias@name")
        .contains("memory@unit");
  }

  /** The leaves that are not said to have no effect, and the elements that have no value at all. */
  private static List<String> leaves() {
    List<String> leaves = new ArrayList<>();
    collect(Grammar.shared().root("domain"), "", leaves);
    Leaves.all().stream().filter(l -> l.startsWith(POLICY_PREFIX)).forEach(leaves::add);
    return leaves;
  }

  private static void collect(Grammar.Type type, String path, List<String> leaves) {
    if (type.isFree()) {
      return;
    }
    if (type.isValue() || (type.children().isEmpty() && type.attributes().isEmpty())) {
      leaves.add(path);
    }
    type.attributes().stream()
        .filter(a -> !a.documentation().startsWith(NO_EFFECT))
        .forEach(a -> leaves.add(path + "@" + a.name()));
    for (Grammar.Particle child : type.children()) {
      boolean nested = ("/" + path).endsWith("/" + child.name());
      if (!nested && !child.documentation().startsWith(NO_EFFECT)) {
        collect(child.type(), path.isEmpty() ? child.name() : path + "/" + child.name(), leaves);
      }
    }
  }

  private static List<Path> documents() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("src/test/resources/vcg", "samples")) {
      try (Stream<Path> found = Files.walk(Path.of(folder))) {
        found.filter(f -> f.toString().endsWith(".xml")).sorted().forEach(files::add);
      }
    }
    return files;
  }

  private static boolean isWellFormed(String text) throws Exception {
    try {
      parsed(text);
      return true;
    } catch (SAXException _) { // of such a document nothing is read
      return false;
    }
  }

  /** Those of the leaves without which a document would mean something else, or be refused less. */
  private static Set<String> thatMatter(String text, Set<String> leaves) throws Exception {
    Set<String> matter = new TreeSet<>();
    String whole = meaning(text);
    SortedMap<String, List<Integer>> places = new TreeMap<>();
    List<Node> nodes = new ArrayList<>();
    walk(parsed(text).getDocumentElement(), "", nodes, places);
    for (String leaf : leaves) {
      for (int place : places.getOrDefault(leaf, List.of())) {
        if (!matter.contains(leaf) && !meaning(without(text, place)).equals(whole)) {
          matter.add(leaf);
        }
      }
    }
    return matter;
  }

  /** What a document means, and what is said about it, wherever that stands. */
  private static String meaning(String text) {
    Reading reading = Cases.read(text.getBytes(StandardCharsets.UTF_8));
    StringBuilder meaning = new StringBuilder();
    reading.guest().ifPresent(g -> meaning.append(g.toString().replace(g.digest(), "")));
    reading.problems().forEach(p -> meaning.append('\n').append(p.code()).append(p.message()));
    return meaning.toString().replaceAll("Location\\[[^]]*]", "");
  }

  private static String without(String text, int place) throws Exception {
    Document document = parsed(text);
    List<Node> nodes = new ArrayList<>();
    walk(document.getDocumentElement(), "", nodes, new TreeMap<>());
    Node node = nodes.get(place);
    if (node instanceof org.w3c.dom.Attr attribute) {
      attribute.getOwnerElement().removeAttributeNode(attribute);
    } else {
      node.getParentNode().removeChild(node);
    }
    Transformer transformer = TransformerFactory.newInstance().newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    StringWriter out = new StringWriter();
    transformer.transform(new DOMSource(document), new StreamResult(out));
    return out.toString();
  }

  /** Numbers every element and attribute below an element, and notes its path. */
  private static void walk(
      Element element, String path, List<Node> nodes, Map<String, List<Integer>> places) {
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      note(element.getAttributes().item(i), path + "@", nodes, places);
    }
    NodeList children = element.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i) instanceof Element child) {
        String prefix = path.isEmpty() ? "" : path + "/";
        note(child, prefix, nodes, places);
        walk(child, prefix + child.getNodeName(), nodes, places);
      }
    }
  }

  private static void note(
      Node node, String prefix, List<Node> nodes, Map<String, List<Integer>> places) {
    places.computeIfAbsent(prefix + node.getNodeName(), _ -> new ArrayList<>()).add(nodes.size());
    nodes.add(node);
  }

  private static Document parsed(String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setErrorHandler(new DefaultHandler()); // which prints nothing
    return builder.parse(new InputSource(new StringReader(text)));
  }
}
