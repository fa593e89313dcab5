package vcg.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the elements of a document begin and end; the document is known to be well-formed. */
final class Extents {
  private static final String SECTION = "<![CDATA[";

  private final String text;
  private final Map<Integer, Extent> byStart = new HashMap<>();

  private Extents(String text) {
    this.text = text;
  }

  /**
   * An element in the text.
   *
   * @param start its {@code <}
   * @param inner behind its start tag
   * @param innerEnd its end tag
   * @param end behind its end tag
   */
  record Extent(int start, int inner, int innerEnd, int end) {
    /** Whether it is written as {@code <a/>}. */
    boolean hasOneTag() {
      return inner == end;
    }
  }

  /**
   * Characters of an element that are no markup.
   *
   * @param isSection whether it is all of a CDATA section
   */
  record Piece(int start, int end, boolean isSection) {}

  static Extents of(String text) {
    Extents extents = new Extents(text);
    extents.scan();
    return extents;
  }

  Extent of(Node node) {
    Extent found = byStart.get(node.offset());
    if (found == null) {
      throw new IllegalStateException("no element begins at " + node.offset());
    }
    return found;
  }

  /** The text of an element without elements in it, comments and instructions left out. */
  List<Piece> pieces(Extent element) {
    List<Piece> pieces = new ArrayList<>();
    int from = element.inner();
    while (from < element.innerEnd()) {
      int mark = text.indexOf('<', from);
      int at = mark < 0 ? element.innerEnd() : Math.min(mark, element.innerEnd());
      if (at > from) {
        pieces.add(new Piece(from, at, false));
      }
      from = at == element.innerEnd() ? at : behindMarkup(at);
      if (text.startsWith(SECTION, at) && at < element.innerEnd()) {
        pieces.add(new Piece(at, from, true));
      }
    }
    return pieces;
  }

  /** Whether a piece holds blanks only. */
  boolean isBlank(Piece piece) {
    int skip = piece.isSection() ? SECTION.length() : 0;
    int left = piece.isSection() ? "]]>".length() : 0;
    return text.substring(piece.start() + skip, piece.end() - left).isBlank();
  }

  private void scan() {
    Deque<int[]> open = new ArrayDeque<>();
    for (int at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
      int behind = behindMarkup(at);
      if (text.startsWith("</", at)) {
        int[] start = open.pop();
        byStart.put(start[0], new Extent(start[0], start[1], at, behind));
      } else if (!text.startsWith("<!", at) && !text.startsWith("<?", at)) {
        if (text.charAt(behind - 2) == '/') {
          byStart.put(at, new Extent(at, behind, behind, behind));
        } else {
          open.push(new int[] {at, behind});
        }
      }
      at = behind;
    }
  }

  /** Behind the tag, comment, section or instruction that begins here. */
  private int behindMarkup(int at) {
    if (text.startsWith("<!--", at)) {
      return behind("-->", at + 4);
    }
    if (text.startsWith(SECTION, at)) {
      return behind("]]>", at + SECTION.length());
    }
    if (text.startsWith("<?", at)) {
      return behind("?>", at + 2);
    }
    int end = at;
    while (text.charAt(end) != '>') {
      char c = text.charAt(end);
      end = c == '"' || c == '\'' ? text.indexOf(c, end + 1) + 1 : end + 1;
    }
    return end + 1;
  }

  private int behind(String mark, int from) {
    return text.indexOf(mark, from) + mark.length();
  }
}
