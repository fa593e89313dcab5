package vcg.read;

/**
 * Finds the start tags of a document, one after the other, as the parser reports them.
 *
 * <p>The parser's own position is behind a tag, and after entities or long lines it is not to be
 * relied on. In text that the parser has accepted so far, a start tag is simply the next {@code <}
 * that begins no comment, section, instruction or end tag.
 */
final class TagScanner {
  private final String text;
  private int next;

  TagScanner(String text) {
    this.text = text;
  }

  /** Where the next start tag begins; the end of the text when there is none. */
  int next() {
    for (int at = text.indexOf('<', next); at >= 0; at = text.indexOf('<', next)) {
      if (text.startsWith("<!--", at)) {
        next = behind("-->", at + 4);
      } else if (text.startsWith("<![CDATA[", at)) {
        next = behind("]]>", at + 9);
      } else if (text.startsWith("<?", at)) {
        next = behind("?>", at + 2);
      } else if (text.startsWith("</", at) || text.startsWith("<!", at)) {
        next = at + 2;
      } else {
        next = at + 1;
        return at;
      }
    }
    return text.length();
  }

  private int behind(String end, int from) {
    int at = text.indexOf(end, from);
    return at < 0 ? text.length() : at + end.length();
  }
}
