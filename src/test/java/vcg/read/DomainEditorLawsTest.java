package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value of every document, and every value that the schema knows and it lacks. */
class DomainEditorLawsTest {
  /** Each document tries one of so many parts of the paths, all documents together try them all. */
  private static final int PARTS = 16;

  private static final String MARK = "\ufeff";
  private static final List<String> CANDIDATES =
      List.of(
          "7",
          "1000",
          "yes",
          "no",
          "/other & <path>",
          "other",
          "0x1f",
          "q35",
          "MiB",
          "52:54:00:00:00:02",
          "9b5f7d1e-3c64-4f0a-8a52-1c1a3c0d7e02",
          "sdb",
          "pc",
          "paused",
          "hold",
          "a 'quoted' \"word\" & <more>");

  /** What the schema says of a path, which takes a while and is asked thousands of times. */
  private static final Map<String, Optional<Leaves.Leaf>> LEAVES = new ConcurrentHashMap<>();

  /** A document and how it is spelled. */
  record Document(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Document> documents() throws IOException {
    List<Document> documents = new ArrayList<>();
    try (Stream<Path> samples = Files.list(Path.of("samples/domains"))) {
      for (Path sample : samples.sorted().toList()) {
        documents.add(new Document(sample.getFileName().toString(), Files.readString(sample)));
      }
    }
    for (String name : Cases.valid()) {
      documents.add(new Document(name, new String(Cases.document(name), StandardCharsets.UTF_8)));
    }
    documents.removeIf(d -> d.text().contains("<partition path"));
    String text = documents.getFirst().text();
    documents.add(new Document("CR LF", text.replace("\n", "\r\n")));
    documents.add(new Document("marked", MARK + text));
    documents.add(new Document("tabs", text.replace("  ", "\t")));
    documents.add(new Document("one line", text.replaceAll(">\\s+<", "><")));
    return documents;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void set_ownValue_changesNoByte(Document document) throws Exception {
    Map<String, String> values = values(document.text());

    assertThat(values).hasSizeGreaterThan(4);
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (!value.getValue().isEmpty()) {
        assertThat(set(document.text(), value.getKey(), value.getValue()))
            .as(value.getKey())
            .isEqualTo(document.text());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void set_otherValue_changesThatLeafAlone(Document document) throws Exception {
    Map<String, String> before = values(document.text());
    int changed = 0;

    for (String path : before.keySet()) {
      Optional<String> other = other(path, before.get(path));
      if (other.isEmpty()) {
        continue;
      }
      String after = set(document.text(), path, other.get());
      Map<String, String> expected = new TreeMap<>(before);
      expected.put(path, other.get());
      assertThat(values(after)).as(path).isEqualTo(expected);
      assertThat(outside(after, path)).as(path).isEqualTo(outside(document.text(), path));
      changed++;
    }

    assertThat(changed).isGreaterThan(before.size() / 2);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void set_missingValueThenNone_leavesTheOriginalBytes(Document document) throws Exception {
    Map<String, String> before = values(document.text());
    int inserted = 0;

    List<String> all = Leaves.all();
    for (int i = documents().indexOf(document) % PARTS; i < all.size(); i += PARTS) {
      String plain = all.get(i);
      String path = numbered(document.text(), plain);
      Optional<String> value = other(plain, "");
      if (before.containsKey(path) || value.isEmpty()) {
        continue;
      }
      String after = set(document.text(), path, value.get());
      Map<String, String> expected = new TreeMap<>(before);
      expected.put(path, value.get());
      assertThat(values(after)).as(path).containsAllEntriesOf(expected);
      assertThat(after.lines().filter(l -> !document.text().contains(l)).toList())
          .as(path)
          .hasSizeLessThan(2 * plain.split("/", -1).length + 2);
      Optional<String> removal = removal(document.text(), path);
      if (removal.isPresent()) {
        assertThat(set(after, removal.get(), "")).as(removal.get()).isEqualTo(document.text());
        inserted++;
      }
    }

    assertThat(inserted).isGreaterThan(20);
  }

  private static String set(String text, String path, String value) throws EditRefused {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(DomainEditor.set("x.xml", bytes, path, value), StandardCharsets.UTF_8);
  }

  private static Node tree(String text) {
    return Node.parse(source(text));
  }

  private static SourceText source(String text) {
    return new SourceText("x.xml", text.startsWith(MARK) ? text.substring(1) : text);
  }

  /** Everything that the document says, by path. */
  private static Map<String, String> values(String text) throws EditRefused {
    Map<String, String> values = new TreeMap<>();
    collect(tree(text), "", values);
    return values;
  }

  private static void collect(Node node, String path, Map<String, String> values)
      throws EditRefused {
    for (Node.Attribute attribute : node.attributes()) {
      take(path + "@" + attribute.name(), attribute.value(), values);
    }
    if (!path.isEmpty() && node.children().isEmpty()) {
      take(path, node.text().toString(), values);
    }
    for (Node child : node.children()) {
      List<Node> same = node.children(child.name()).toList();
      String number = same.size() > 1 ? "[" + (same.indexOf(child) + 1) + "]" : "";
      String name = child.name().equals("policy") ? Leaves.POLICY : child.name();
      if (!path.equals("metadata") || child.name().equals("policy")) {
        collect(child, (path.isEmpty() ? "" : path + "/") + name + number, values);
      }
    }
  }

  private static void take(String path, String value, Map<String, String> values)
      throws EditRefused {
    Optional<Leaves.Leaf> leaf = LEAVES.computeIfAbsent(path, DomainEditorLawsTest::leaf);
    if (leaf.isPresent()) {
      if (leaf.get().isScalar()) {
        values.put(path, leaf.get().isAsWritten() ? value : value.strip());
      }
      return;
    }
    boolean empty = value.isBlank() && !path.contains("@");
    if (!empty) { // otherwise an element that holds others, or none here
      Leaves.of(LeafPath.parse(path)); // says why not
    }
  }

  private static Optional<Leaves.Leaf> leaf(String path) {
    try {
      return Optional.of(Leaves.of(LeafPath.parse(path)));
    } catch (EditRefused _) { // who asked for it says whether that is right
      return Optional.empty();
    }
  }

  /** A value of the right kind that differs from a given one; empty: none comes to mind. */
  private static Optional<String> other(String path, String current) {
    Optional<Grammar.Value> value = value(path);
    if (value.isEmpty()) {
      return List.of("paused", "yes", "no").stream().filter(v -> !v.equals(current)).findFirst();
    }
    return Stream.concat(value.get().words().stream(), CANDIDATES.stream())
        .filter(v -> !v.equals(current.strip()) && value.get().accepts(v))
        .findFirst();
  }

  /** What a path's value must be; empty: it is of vcg's own policy. */
  private static Optional<Grammar.Value> value(String path) {
    if (path.startsWith("metadata/")) {
      return Optional.empty();
    }
    Grammar.Type type = Grammar.shared().root("domain");
    String plain = path.replaceAll("\\[\\d+]", "");
    String elements = plain.replaceFirst("@.*", "");
    for (String name : elements.isEmpty() ? new String[0] : elements.split("/")) {
      type =
          type.children().stream()
              .filter(c -> c.name().equals(name))
              .findFirst()
              .orElseThrow()
              .type();
    }
    if (!plain.contains("@")) {
      return Optional.of(type.value());
    }
    String attribute = plain.substring(plain.indexOf('@') + 1);
    return type.attributes().stream()
        .filter(a -> a.name().equals(attribute))
        .map(a -> a.type().value())
        .findFirst();
  }

  /** The path with the first of several elements, wherever there are several. */
  private static String numbered(String text, String plain) {
    Optional<Node> node = Optional.of(tree(text));
    int at = plain.indexOf('@');
    String elements = at < 0 ? plain : plain.substring(0, at);
    List<String> steps = new ArrayList<>();
    for (String name : elements.isEmpty() ? new String[0] : elements.split("/")) {
      String local = name.equals(Leaves.POLICY) ? "policy" : name;
      List<Node> same = node.map(n -> n.children(local).toList()).orElse(List.of());
      steps.add(name + (same.size() > 1 ? "[1]" : ""));
      node = same.stream().findFirst();
    }
    return String.join("/", steps) + (at < 0 ? "" : plain.substring(at));
  }

  /**
   * The path whose removal undoes an insertion; empty: nothing does, because an empty element was
   * opened up, or one with elements of its own was made for an attribute.
   */
  private static Optional<String> removal(String text, String path) throws EditRefused {
    LeafPath parsed = LeafPath.parse(path);
    Node node = tree(text);
    int found = 0;
    for (LeafPath.Step step : parsed.steps()) {
      String local = step.name().equals(Leaves.POLICY) ? "policy" : step.name();
      Optional<Node> child = node.children(local).findFirst();
      if (child.isEmpty()) {
        break;
      }
      node = child.get();
      found++;
    }
    if (found == parsed.steps().size()) {
      return parsed.attribute().isPresent() ? Optional.of(path) : Optional.empty();
    }
    if (node.children().isEmpty()) {
      return Optional.empty();
    }
    String element = parsed.upTo(parsed.steps().size());
    if (LEAVES.computeIfAbsent(element, DomainEditorLawsTest::leaf).isPresent()) {
      return Optional.of(element);
    } // else it holds elements: only its attribute can go
    return path.startsWith("metadata/") ? Optional.of(path) : Optional.empty();
  }

  /** All of a text but the element that a path leads to. */
  private static String outside(String text, String path) throws EditRefused {
    Node node = tree(text);
    for (LeafPath.Step step : LeafPath.parse(path).steps()) {
      String local = step.name().equals(Leaves.POLICY) ? "policy" : step.name();
      node = node.children(local).skip(step.index().orElse(1) - 1L).findFirst().orElseThrow();
    }
    String bare = source(text).text();
    Extents.Extent extent = Extents.of(bare).of(node);
    boolean attribute = path.contains("@");
    int end = attribute ? extent.inner() : extent.end();
    return bare.substring(0, extent.start()) + "…" + bare.substring(end);
  }
}
