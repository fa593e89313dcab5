package vcg.read;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The schema as data, for messages: which children, attributes and values are allowed where. It is
 * read from {@code domain.xsd} and what that imports, and only when something is wrong with a
 * document.
 *
 * <p>It knows what that file uses of XML Schema and no more: named types, {@code all} or {@code
 * choice} of elements, restrictions of {@code token}, {@code string} and {@code integer}.
 */
final class Grammar {
  private static final String LIBVIRT = "urn:vcg:libvirt";
  private static final String TAKES = "urn:vcg:takes";
  private static final String GUEST = "urn:vcg:guest";
  private static final String TEXT = "urn:vcg:text";
  private static final String WHY = "urn:vcg:why";
  private static final String REPEATS = "urn:vcg:repeats";

  private final Map<String, Declared> types = new LinkedHashMap<>();
  private final Map<String, String> roots = new LinkedHashMap<>();
  private final Map<String, String> imported = new LinkedHashMap<>();

  /**
   * A type.
   *
   * @param namespace of the elements in it
   */
  private record Declared(Node node, String namespace) {}

  private Grammar(List<Node> schemas) {
    for (Node schema : schemas) {
      String namespace = schema.attribute("targetNamespace").orElse("");
      schema.children().stream()
          .filter(n -> n.name().endsWith("Type"))
          .forEach(n -> types.put(n.attribute("name").orElseThrow(), new Declared(n, namespace)));
      Map<String, String> elements = namespace.isEmpty() ? roots : imported;
      schema
          .children("element")
          .forEach(e ->
              elements.put(e.attribute("name").orElseThrow(), e.attribute("type").orElseThrow()));
    }
  }

  /** The grammar of this process; read at the first call. */
  static Grammar shared() {
    return Holder.GRAMMAR;
  }

  static Grammar of(Node schema) {
    return new Grammar(List.of(schema));
  }

  /** The names of the elements that a document may be, in the order of the schema. */
  List<String> roots() {
    return List.copyOf(roots.keySet());
  }

  /** The type of a root element. */
  Type root(String name) {
    return new Type(roots.getOrDefault(name, ""));
  }

  /** A named type. */
  final class Type {
    private final Node node;
    private final String namespace;

    private Type(String name) {
      Declared found = types.get(name);
      if (found == null) {
        throw new IllegalStateException("the schema has no type " + name);
      }
      node = found.node();
      namespace = found.namespace();
    }

    /** Whether anything may stand in it. */
    boolean isFree() {
      return node.all().anyMatch(n -> n.name().equals("any"));
    }

    /** Whether it holds a value rather than elements. */
    boolean isValue() {
      return node.name().equals("simpleType")
          || node.children("simpleContent").findAny().isPresent()
          || isMixed();
    }

    /** Whether its children may stand in the place of its value. */
    boolean isMixed() {
      return !words(node, TEXT).isEmpty();
    }

    /** What its text must be; only where {@link #isValue()}. */
    Value value() {
      if (isMixed()) {
        return new Value(new Type(words(node, TEXT).getFirst()).node);
      }
      return node.name().equals("simpleType")
          ? new Value(node)
          : new Value(new Type(extension().flatMap(e -> e.attribute("base")).orElseThrow()).node);
    }

    List<Particle> children() {
      return particles()
          .flatMap(p -> p.children("element"))
          .map(n -> new Particle(n, namespace))
          .toList();
    }

    /** Whether each child stands at most once, but for those of {@link #repeats}. */
    boolean isSet() {
      return particles().anyMatch(p -> p.name().equals("all")) || !words(node, REPEATS).isEmpty();
    }

    /** Whether a child may stand several times. */
    boolean repeats(String child) {
      return !isSet() || words(node, REPEATS).contains(child);
    }

    /** Whether one child at least must be there, whichever. */
    boolean needsChild() {
      return particles()
          .anyMatch(p -> p.name().equals("choice") && !p.attribute("minOccurs").equals(zero()));
    }

    List<Particle> attributes() {
      return Stream.concat(Stream.of(node), extension().stream())
          .flatMap(n -> n.children("attribute"))
          .map(n -> new Particle(n, ""))
          .toList();
    }

    /** Names that libvirt knows here and vcg refuses; those of attributes start with {@code @}. */
    List<String> refused() {
      return words(node, LIBVIRT);
    }

    /** Why a name is refused, where that is not plain; as notes of a problem. */
    List<String> why(String name) {
      return Grammar.why(node, name);
    }

    /** Names that guests have here, in their documents, and a partition has not. */
    List<String> ofGuests() {
      return words(node, GUEST);
    }

    private Stream<Node> particles() {
      return node.children().stream()
          .filter(n -> List.of("all", "choice", "sequence").contains(n.name()));
    }

    private Optional<Node> extension() {
      return node.children("simpleContent").flatMap(n -> n.children("extension")).findFirst();
    }
  }

  /** An element or attribute as a type declares it. */
  final class Particle {
    private final Node node;
    private final Optional<String> reference; // its name in the schema that is imported
    private final String around;

    private Particle(Node node, String around) {
      this.node = node;
      this.reference = node.attribute("ref").map(r -> r.substring(r.indexOf(':') + 1));
      this.around = around;
    }

    /** Its local name. */
    String name() {
      return reference.or(() -> node.attribute("name")).orElseThrow();
    }

    /** The name space that it is in; mostly empty. */
    String namespace() {
      return reference.map(_ -> type().namespace).orElse(around);
    }

    /** Whether this is what it declares. */
    boolean declares(Node element) {
      return name().equals(element.name()) && namespace().equals(element.namespace());
    }

    Type type() {
      return new Type(
          reference
              .map(r -> imported.getOrDefault(r, ""))
              .or(() -> node.attribute("type"))
              .orElseThrow());
    }

    boolean isAttribute() {
      return node.name().equals("attribute");
    }

    boolean isRequired() {
      return isAttribute()
          ? node.attribute("use").equals(Optional.of("required"))
          : !node.attribute("minOccurs").equals(zero());
    }

    String documentation() {
      return node.children("annotation")
          .flatMap(a -> a.children("documentation"))
          .map(d -> d.text().toString().strip())
          .findFirst()
          .orElse("");
    }
  }

  /** What a text must be. */
  static final class Value {
    private final Node node;
    private final Node restriction;

    private Value(Node node) {
      this.node = node;
      this.restriction = node.children("restriction").findFirst().orElseThrow();
    }

    boolean isNumber() {
      return restriction.attribute("base").equals(Optional.of("xs:integer"));
    }

    List<String> words() {
      return facets("enumeration").toList();
    }

    /** Whether every blank of the text counts; otherwise those around and between words do not. */
    boolean isAsWritten() {
      return restriction.attribute("base").equals(Optional.of("xs:string"));
    }

    /** Words that libvirt knows and vcg refuses. */
    List<String> refused() {
      return Grammar.words(node, LIBVIRT);
    }

    /** As {@link Type#why}. */
    List<String> why(String word) {
      return Grammar.why(node, word);
    }

    /** What is right, for a sentence that ends in "must be". */
    String expected() {
      Optional<String> inWords = appinfo(node, TAKES).findFirst();
      if (inWords.isPresent()) {
        return inWords.get();
      }
      if (isNumber()) {
        return facets("minInclusive").findFirst().orElse("")
            + " to "
            + facets("maxInclusive").findFirst().orElse("");
      }
      return words().isEmpty() ? "something" : Printed.oneOf(words());
    }

    boolean accepts(String text) {
      String value = isAsWritten() ? text : String.join(" ", text.strip().split("[ \t\r\n]+"));
      return isNumber()
          ? number(value).filter(this::isInRange).isPresent()
          : (words().isEmpty() || words().contains(value))
              && facets("pattern").allMatch(value::matches)
              && facets("minLength").allMatch(n -> value.length() >= Integer.parseInt(n));
    }

    private boolean isInRange(BigInteger number) {
      return facets("minInclusive").allMatch(n -> number.compareTo(new BigInteger(n)) >= 0)
          && facets("maxInclusive").allMatch(n -> number.compareTo(new BigInteger(n)) <= 0);
    }

    static Optional<BigInteger> number(String text) {
      return text.matches("[+-]?[0-9]{1,40}")
          ? Optional.of(new BigInteger(text))
          : Optional.empty();
    }

    private Stream<String> facets(String name) {
      return restriction.children(name).flatMap(f -> f.attribute("value").stream());
    }
  }

  private static Optional<String> zero() {
    return Optional.of("0");
  }

  /** Entries such as {@code @sgio: what it needs}; a list of names may stand before the colon. */
  private static List<String> why(Node type, String name) {
    return appinfo(type, WHY)
        .map(entry -> entry.split(": ", 2))
        .filter(entry -> List.of(entry[0].split(" ", -1)).contains(name))
        .map(entry -> entry[1])
        .toList();
  }

  private static List<String> words(Node type, String kind) {
    return appinfo(type, kind).flatMap(t -> Arrays.stream(t.split(" ", -1))).toList();
  }

  private static Stream<String> appinfo(Node type, String kind) {
    return type.children("annotation")
        .flatMap(a -> a.children("appinfo"))
        .filter(a -> a.attribute("source").equals(Optional.of(kind)))
        .map(a -> String.join(" ", a.text().toString().strip().split("\\s+")));
  }

  private static final class Holder {
    static final Grammar GRAMMAR =
        new Grammar(
            XmlEngine.schemaTexts().entrySet().stream()
                .map(schema -> Node.parse(new SourceText(schema.getKey(), schema.getValue())))
                .toList());
  }
}
