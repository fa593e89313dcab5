package vcg.read;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * An element with all that is in it: what messages about a document, and the schema, are made of.
 */
record Node(
    String namespace,
    String name,
    int offset,
    List<Attribute> attributes,
    List<Node> children,
    StringBuilder text) {

  /** An attribute as it was written. */
  record Attribute(String namespace, String name, String value) {}

  /** The tree of a document that is known to be well-formed. */
  static Node parse(SourceText source) {
    Builder builder = new Builder(source);
    XMLReader parser = XmlEngine.parser();
    parser.setContentHandler(builder);
    try {
      parser.parse(new InputSource(new StringReader(source.text())));
    } catch (IOException | SAXException e) {
      throw new IllegalStateException("parsed before, but not now: " + e.getMessage(), e);
    }
    return builder.root();
  }

  Optional<String> attribute(String wanted) {
    return attributes.stream()
        .filter(a -> a.name().equals(wanted))
        .map(Attribute::value)
        .findFirst();
  }

  Stream<Node> children(String wanted) {
    return children.stream().filter(c -> c.name().equals(wanted));
  }

  /** This element and all below it. */
  Stream<Node> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Node::all));
  }

  /** Makes the tree of a document from the parser's events. */
  private static final class Builder extends DefaultHandler {
    private final TagScanner tags;
    private final Deque<Node> open = new ArrayDeque<>();
    private Optional<Node> root = Optional.empty();

    Builder(SourceText source) {
      tags = new TagScanner(source.text());
    }

    Node root() {
      return root.orElseThrow();
    }

    @Override
    public void startElement(String uri, String local, String qualified, Attributes found) {
      List<Attribute> attributes = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        attributes.add(new Attribute(found.getURI(i), found.getQName(i), found.getValue(i)));
      }
      Node node =
          new Node(uri, local, tags.next(), attributes, new ArrayList<>(), new StringBuilder());
      if (open.isEmpty()) {
        root = Optional.of(node);
      } else {
        open.element().children().add(node);
      }
      open.push(node);
    }

    @Override
    public void endElement(String uri, String local, String qualified) {
      open.pop();
    }

    @Override
    public void characters(char[] text, int start, int count) {
      open.element().text().append(text, start, count);
    }
  }
}
