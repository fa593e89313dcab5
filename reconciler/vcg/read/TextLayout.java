package vcg.read;

import java.util.Optional;

/** How a document is laid out: its line ends, and how far things are indented. */
final class TextLayout {
  private static final String USUAL_UNIT = "  ";

  private final String text;
  private final String lineEnd;
  private final String unit;

  private TextLayout(String text, String lineEnd, String unit) {
    this.text = text;
    this.lineEnd = lineEnd;
    this.unit = unit;
  }

  static TextLayout of(String text, Node root) {
    TextLayout bare = new TextLayout(text, firstLineEnd(text), USUAL_UNIT);
    String outer = bare.indent(root.offset());
    Optional<String> inner =
        root.children().stream()
            .filter(child -> bare.startsLine(child.offset()))
            .map(child -> bare.indent(child.offset()))
            .findFirst();
    return inner
        .filter(i -> i.startsWith(outer) && i.length() > outer.length())
        .map(i -> new TextLayout(text, bare.lineEnd, i.substring(outer.length())))
        .orElse(bare);
  }

  private static String firstLineEnd(String text) {
    int feed = text.indexOf('\n');
    int carriage = text.indexOf('\r');
    if (carriage >= 0 && (feed < 0 || carriage < feed)) {
      return carriage + 1 == feed ? "\r\n" : "\r";
    }
    return "\n";
  }

  String lineEnd() {
    return lineEnd;
  }

  /** By how much a child is indented further than its parent. */
  String unit() {
    return unit;
  }

  /** Where the line of a character begins. */
  int lineStart(int offset) {
    int at = offset;
    while (at > 0 && !isLineEnd(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** Whether only blanks stand in front of a character on its line. */
  boolean startsLine(int offset) {
    return text.substring(lineStart(offset), offset).isBlank();
  }

  /** The blanks at the beginning of a character's line. */
  String indent(int offset) {
    int start = lineStart(offset);
    int end = start;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  /** Behind the end of the line, when only blanks follow on it; otherwise empty. */
  Optional<Integer> behindLine(int offset) {
    int at = offset;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return Optional.of(at);
    }
    if (!isLineEnd(text.charAt(at))) {
      return Optional.empty();
    }
    return Optional.of(text.startsWith("\r\n", at) ? at + 2 : at + 1);
  }

  /** The first of the blanks, line ends among them, that stand before a character. */
  int beforeBlanks(int offset) {
    int at = offset;
    while (at > 0 && (isSpace(text.charAt(at - 1)) || isLineEnd(text.charAt(at - 1)))) {
      at--;
    }
    return at;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
