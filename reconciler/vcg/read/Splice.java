package vcg.read;

import java.util.List;
import java.util.Optional;
import vcg.read.Extents.Extent;
import vcg.read.Extents.Piece;
import vcg.read.Leaves.Level;

/** The texts that come from a document by changing one place of it. */
final class Splice {
  private final SourceText source;
  private final String text;
  private final Node root;
  private final Extents extents;
  private final TextLayout layout;
  private final boolean onlyAscii;

  Splice(SourceText source, Node root, boolean onlyAscii) {
    this.source = source;
    this.text = source.text();
    this.root = root;
    this.extents = Extents.of(text);
    this.layout = TextLayout.of(text, root);
    this.onlyAscii = onlyAscii;
  }

  /** The text of an element is another; comments in it stay, and blanks that mean nothing. */
  String text(Node element, String value, boolean isAsWritten) {
    if (isSame(element.text().toString(), value, isAsWritten)) {
      return text;
    }
    String written = XmlText.content(value, onlyAscii);
    Extent extent = extents.of(element);
    if (extent.hasOneTag()) {
      return opened(extent, written);
    }
    List<Piece> pieces =
        extents.pieces(extent).stream()
            .filter(piece -> isAsWritten || !extents.isBlank(piece))
            .map(piece -> isAsWritten ? piece : trimmed(piece))
            .toList();
    if (pieces.isEmpty()) {
      return replaced(extent.innerEnd(), extent.innerEnd(), written);
    }
    StringBuilder out = new StringBuilder(text);
    for (Piece piece : pieces.reversed()) {
      out.replace(piece.start(), piece.end(), piece.equals(pieces.getFirst()) ? written : "");
    }
    return out.toString();
  }

  private Piece trimmed(Piece piece) {
    if (piece.isSection()) {
      return piece;
    }
    String all = text.substring(piece.start(), piece.end());
    int start = piece.start() + all.length() - all.stripLeading().length();
    return new Piece(start, start + all.strip().length(), false);
  }

  /** An attribute is another, or new behind the others. */
  String attribute(Node element, String name, String value, boolean isAsWritten) {
    Optional<String> current = element.attribute(name);
    if (current.isPresent() && isSame(current.get(), value, isAsWritten)) {
      return text;
    }
    if (current.isEmpty()) {
      int at = layout.beforeBlanks(tagEnd(extents.of(element)));
      return replaced(at, at, " " + written(name, value, quote(element)));
    }
    int start = source.attribute(element.offset(), name);
    int end = start + source.attributeLength(start) - 1;
    char quote = text.charAt(end);
    return replaced(
        text.indexOf(quote, start) + 1, end, XmlText.attribute(value, quote, onlyAscii));
  }

  /** The quotation mark that is used here. */
  private char quote(Node element) {
    int end = extents.of(element).inner();
    for (int at = element.offset(); at < end; at++) {
      if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
        return text.charAt(at);
      }
    }
    return element.equals(root) ? '\'' : quote(root);
  }

  private String written(String name, String value, char quote) {
    return name + "=" + quote + XmlText.attribute(value, quote, onlyAscii) + quote;
  }

  /** Characters of the text, from the first to behind the last. */
  record Range(int from, int to) {}

  String withoutAttribute(Node element, String name) {
    return without(range(element, name));
  }

  /** What goes with an attribute: blanks in front of it, or behind it at the start of a line. */
  Range range(Node element, String name) {
    int start = source.attribute(element.offset(), name);
    int end = start + source.attributeLength(start);
    int before = layout.beforeBlanks(start);
    int behind = end;
    while (text.charAt(behind) == ' ') {
      behind++;
    }
    boolean firstOfLine = layout.startsLine(start) && behind > end;
    return firstOfLine && "/>\r\n".indexOf(text.charAt(behind)) < 0
        ? new Range(start, behind)
        : new Range(before, end);
  }

  /** Without an element, and without its lines where nothing else stands on them. */
  String withoutElement(Node element) {
    return without(range(element));
  }

  /** What goes with an element: its lines, where nothing else stands on them. */
  Range range(Node element) {
    Extent extent = extents.of(element);
    Optional<Integer> behind = layout.behindLine(extent.end());
    return layout.startsLine(extent.start()) && behind.isPresent()
        ? new Range(layout.lineStart(extent.start()), behind.get())
        : new Range(extent.start(), extent.end());
  }

  private String without(Range range) {
    return replaced(range.from(), range.to(), "");
  }

  /** Whether an element holds nothing but blanks. */
  boolean isEmpty(Node element) {
    Extent extent = extents.of(element);
    return text.substring(extent.inner(), extent.innerEnd()).isBlank();
  }

  /** Whether an element is all that its parent holds, comments counted. */
  boolean isAlone(Node element, Node parent) {
    Extent inner = extents.of(element);
    Extent outer = extents.of(parent);
    return text.substring(outer.inner(), inner.start()).isBlank()
        && text.substring(inner.end(), outer.innerEnd()).isBlank();
  }

  /**
   * New elements within each other, as the last child of an element.
   *
   * @param levels at least one, or none when the attribute is the parent's own
   * @param attribute what the innermost gets; empty: a text
   */
  String insert(Node parent, List<Level> levels, Optional<String> attribute, String value) {
    Extent extent = extents.of(parent);
    Fragment fragment = new Fragment(levels, attribute, value);
    int end = extent.innerEnd();
    if (!extent.hasOneTag() && layout.lineStart(end) >= extent.inner() && layout.startsLine(end)) {
      String lines = fragment.lines(childIndent(parent)) + layout.lineEnd();
      return replaced(layout.lineStart(end), layout.lineStart(end), lines);
    }
    boolean breaks = isEmpty(parent) && layout.startsLine(extent.start());
    String outer = layout.indent(extent.start());
    String inner =
        breaks
            ? layout.lineEnd() + fragment.lines(outer + layout.unit()) + layout.lineEnd() + outer
            : fragment.inline();
    if (extent.hasOneTag()) {
      return opened(extent, inner);
    }
    return replaced(isEmpty(parent) ? extent.inner() : end, end, inner);
  }

  private String childIndent(Node parent) {
    return parent.children().reversed().stream()
        .map(Node::offset)
        .filter(layout::startsLine)
        .map(layout::indent)
        .findFirst()
        .orElseGet(() -> layout.indent(extents.of(parent).innerEnd()) + layout.unit());
  }

  /** {@code <a/>} with something in it. */
  private String opened(Extent extent, String inner) {
    int nameEnd = extent.start() + source.tagLength(extent.start());
    String name = text.substring(extent.start() + 1, nameEnd);
    return replaced(
        layout.beforeBlanks(tagEnd(extent)), extent.end(), ">" + inner + "</" + name + ">");
  }

  /** Where the {@code >} or {@code />} of a start tag stands. */
  private static int tagEnd(Extent extent) {
    return extent.inner() - (extent.hasOneTag() ? 2 : 1);
  }

  private String replaced(int from, int to, String with) {
    return text.substring(0, from) + with + text.substring(to);
  }

  private static boolean isSame(String current, String value, boolean isAsWritten) {
    return isAsWritten ? current.equals(value) : words(current).equals(words(value));
  }

  private static String words(String text) {
    return String.join(" ", text.strip().split("[ \t\r\n]+"));
  }

  /** New elements, each within the one before. */
  private final class Fragment {
    private final List<Level> levels;
    private final String innermost;

    Fragment(List<Level> levels, Optional<String> attribute, String value) {
      this.levels = levels;
      Level last = levels.getLast();
      innermost =
          attribute
              .map(name -> start(last) + " " + written(name, value, quote(root)) + "/>")
              .orElseGet(() -> start(last) + ">" + content(value) + "</" + last.tag() + ">");
    }

    /** A start tag up to its attributes; the outermost that needs a name space declares it. */
    private String start(Level level) {
      boolean declares =
          levels.stream()
              .filter(l -> !l.declares().isEmpty())
              .findFirst()
              .equals(Optional.of(level));
      return "<"
          + level.tag()
          + (declares
              ? " " + written("xmlns:" + prefix(level), level.declares(), quote(root))
              : "");
    }

    private String content(String value) {
      return XmlText.content(value, onlyAscii);
    }

    private static String prefix(Level level) {
      return level.tag().substring(0, level.tag().indexOf(':'));
    }

    String inline() {
      String out = innermost;
      for (Level level : levels.subList(0, levels.size() - 1).reversed()) {
        out = start(level) + ">" + out + "</" + level.tag() + ">";
      }
      return out;
    }

    /** Each on a line of its own, without the last line end. */
    String lines(String indent) {
      String out = indent + layout.unit().repeat(levels.size() - 1) + innermost;
      for (int i = levels.size() - 2; i >= 0; i--) {
        String outer = indent + layout.unit().repeat(i);
        Level level = levels.get(i);
        out = outer + start(level) + ">" + layout.lineEnd() + out + layout.lineEnd();
        out += outer + "</" + level.tag() + ">";
      }
      return out;
    }
  }
}
