package vcg.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.XMLFilterImpl;
import vcg.cgroup.PartitionPath;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.read.xml.Metadata;

/**
 * Stands between parser and validator: passes on nothing that is too large, and notes where tags
 * begin and which guest the document is about.
 *
 * <p>The caps are here because a validator's patterns take time that grows with the square of a
 * value, whatever length the schema allows.
 */
final class Front extends XMLFilterImpl {
  private static final int MAX_DEPTH = 60;
  private static final int MAX_ATTRIBUTES = 100;
  private static final int MAX_VALUE = 4096;
  private static final int MAX_LONG_TEXT = 65_536;
  private static final Set<String> LONG_TEXTS =
      Set.of("cmdline", "description", "initarg", "initenv", "title");

  private static final Set<String> ROOTS = Set.of("domain", "partition");
  private static final String OURS = "urn:vcg:";

  private static final Grammar.Type DOMAIN = Grammar.shared().root("domain");
  private static final Set<String> REQUIRED =
      DOMAIN.children().stream()
          .filter(Grammar.Particle::isRequired)
          .map(Grammar.Particle::name)
          .collect(Collectors.toUnmodifiableSet());

  private final List<Integer> strays = new ArrayList<>();
  private final Deque<String> open = new ArrayDeque<>();
  private SourceText source = new SourceText("", "");
  private TagScanner tags = new TagScanner("");
  private int tag;
  private boolean leaf;
  private String root = "";
  private boolean foreign;
  private final Set<String> children = new HashSet<>();
  private boolean misshapen;
  private int length;
  private Optional<Driver> driver = Optional.empty();
  private Optional<String> name = Optional.empty();
  private Optional<PartitionPath> claimed = Optional.empty();
  private final StringBuilder nameText = new StringBuilder();

  /** A document that is refused before the validator sees it. */
  static final class Refused extends SAXException {
    private static final long serialVersionUID = 1;
    final String code;
    final int offset;

    Refused(String code, String message, int offset) {
      super(message);
      this.code = code;
      this.offset = offset;
    }
  }

  void start(SourceText document) {
    source = document;
    tags = new TagScanner(document.text());
    open.clear();
    strays.clear();
    tag = 0;
    leaf = false;
    root = "";
    foreign = false;
    children.clear();
    misshapen = false;
    driver = Optional.empty();
    name = Optional.empty();
    claimed = Optional.empty();
    nameText.setLength(0);
  }

  /** Where the start tag of the element that is being reported begins. */
  int tag() {
    return tag;
  }

  /** The name of the root element; empty: it has not begun. */
  String root() {
    return root;
  }

  /** The names of the elements that are open, the innermost first. */
  Deque<String> open() {
    return open;
  }

  /** Where elements of vcg's own name space begin that it would not notice. */
  List<Integer> strays() {
    return strays;
  }

  /**
   * Whether a child of a domain is missing, or there twice that stands once: XML Schema cannot say
   * both that children come in any order and that some may repeat.
   */
  boolean misshapen() {
    return misshapen;
  }

  /** The guest that the document is about, as far as it has been read. */
  Optional<GuestId> claims() {
    return driver.flatMap(d -> name.map(n -> new GuestId(d, n)));
  }

  /** The partition that the document is about. */
  Optional<PartitionPath> claimed() {
    return claimed;
  }

  @Override
  public void startElement(String uri, String local, String qualified, Attributes attributes)
      throws SAXException {
    tag = tags.next();
    open.push(local);
    leaf = true;
    length = 0;
    if (open.size() == 2) {
      foreign = local.equals("metadata");
      misshapen |= root.equals("domain") && !children.add(local) && !DOMAIN.repeats(local);
    } else if (open.size() == 1) {
      root = local;
      driver = local.equals("domain") ? driver(attributes.getValue("type")) : Optional.empty();
      claimed = local.equals("partition") ? path(attributes.getValue("path")) : Optional.empty();
    }
    checkRoot(uri, local);
    checkSize(attributes);
    if (uri.startsWith(OURS) && !isPolicy(uri, local)) {
      strays.add(tag);
    }
    super.startElement(uri, local, qualified, attributes);
  }

  @Override
  public void characters(char[] text, int start, int count) throws SAXException {
    length += count;
    if (leaf && open.size() == 2 && "name".equals(open.peek()) && nameText.length() < MAX_VALUE) {
      nameText.append(text, start, count);
    }
    super.characters(text, start, count);
  }

  @Override
  public void endElement(String uri, String local, String qualified) throws SAXException {
    if (leaf && !foreign && length > (LONG_TEXTS.contains(local) ? MAX_LONG_TEXT : MAX_VALUE)) {
      throw new Refused(
          Codes.LIMIT, "the text of <" + local + "> has " + length + " characters", tag);
    }
    if (open.size() == 2 && local.equals("name") && name.isEmpty()) {
      name = Optional.of(nameText.toString());
    }
    leaf = false;
    misshapen |= open.size() == 1 && root.equals("domain") && !children.containsAll(REQUIRED);
    open.pop();
    super.endElement(uri, local, qualified);
  }

  private void checkRoot(String uri, String local) throws Refused {
    if (open.size() == 1 && !(uri.isEmpty() && ROOTS.contains(local))) {
      String space = uri.isEmpty() ? "" : " of a name space";
      throw new Refused(
          Codes.NO_DOMAIN,
          "the root element is <"
              + Printed.name(local)
              + ">"
              + space
              + ", must be <domain> or <partition>",
          tag);
    }
  }

  /** Whether this is vcg's own element at the only place where it counts. */
  private boolean isPolicy(String uri, String local) {
    return uri.equals(Metadata.POLICY) && local.equals("policy") && open.size() == 3 && foreign;
  }

  private void checkSize(Attributes attributes) throws Refused {
    if (open.size() > MAX_DEPTH) {
      throw new Refused(Codes.LIMIT, "elements are nested more than " + MAX_DEPTH + " deep", tag);
    }
    if (attributes.getLength() > MAX_ATTRIBUTES) {
      throw new Refused(
          Codes.LIMIT, "an element has more than " + MAX_ATTRIBUTES + " attributes", tag);
    }
    for (int i = 0; i < attributes.getLength(); i++) {
      if (attributes.getValue(i).length() > MAX_VALUE) {
        String attribute = attributes.getQName(i);
        throw new Refused(
            Codes.LIMIT,
            "attribute " + attribute + " has " + attributes.getValue(i).length() + " characters",
            source.attribute(tag, attribute));
      }
    }
  }

  private static Optional<PartitionPath> path(@Nullable String text) {
    String path = text == null ? "" : text.strip();
    return PartitionPath.refusal(path).isEmpty()
        ? Optional.of(new PartitionPath(path))
        : Optional.empty();
  }

  private static Optional<Driver> driver(@Nullable String type) {
    return switch (type == null ? "" : type.strip()) {
      case "qemu", "kvm" -> Optional.of(Driver.QEMU);
      case "lxc" -> Optional.of(Driver.LXC);
      default -> Optional.empty();
    };
  }
}
