package vcg.read;

/** Values as they are written into a document. */
final class XmlText {
  private static final int FIRST_NOT_ASCII = 0x80;

  private XmlText() {}

  /** The text of an element. */
  static String content(String value, boolean onlyAscii) {
    return escaped(value, ' ', onlyAscii);
  }

  /**
   * The value of an attribute.
   *
   * @param quote the mark around it
   */
  static String attribute(String value, char quote, boolean onlyAscii) {
    return escaped(value, quote, onlyAscii);
  }

  private static String escaped(String value, char quote, boolean onlyAscii) {
    StringBuilder out = new StringBuilder(value.length() + 16);
    boolean attribute = quote != ' ';
    value
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append(quote == '"' ? "&quot;" : "\"");
            case '\'' -> out.append(quote == '\'' ? "&apos;" : "'");
            default -> {
              boolean lost = c == '\r' || (attribute && (c == '\n' || c == '\t'));
              if (lost || (onlyAscii && c >= FIRST_NOT_ASCII)) {
                out.append(String.format("&#x%X;", c));
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
    return out.toString();
  }

  /** Refuses what no XML document can hold, in whatever spelling. */
  static void check(String path, String value) throws EditRefused {
    int[] wrong = value.codePoints().filter(c -> !isAllowed(c)).limit(1).toArray();
    if (wrong.length > 0) {
      throw new EditRefused(
          String.format("%s: no XML document can hold the character U+%04X", path, wrong[0]));
    }
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= ' ' && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }
}
