package vcg.read;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vcg.model.Location;
import vcg.model.Problem;

/** The text of a document: turns offsets into places, and places into problems with an excerpt. */
final class SourceText {
  private static final int EXCERPT = 160;

  private final String file;
  private final String text;
  private int[] lines = new int[64];
  private int count;
  private int[] pairs = new int[0];
  private int pairCount;
  private final Map<Integer, Location> places = new HashMap<>();

  SourceText(String file, String text) {
    this.file = file;
    this.text = text;
  }

  String file() {
    return file;
  }

  String text() {
    return text;
  }

  /**
   * The place of a character. Lines end with LF, CR LF or CR, as XML has it. Many values stand at
   * one place, such as all that an element leaves out, and share it.
   */
  Location at(int offset) {
    return places.computeIfAbsent(offset, this::find);
  }

  private Location find(int offset) {
    int line = lineOf(offset);
    int pairs = pairsBefore(offset) - pairsBefore(lines[line]);
    return new Location(file, line + 1, 1 + offset - lines[line] - pairs);
  }

  /** The character at a place of this document. */
  int offset(Location at) {
    index();
    int start = lines[Math.clamp(at.line() - 1, 0, count - 1)];
    if (pairsBefore(text.length()) == 0) { // then columns need not be counted one by one
      return Math.min(start + Math.max(at.column() - 1, 0), text.length());
    }
    int columns = Math.clamp(at.column() - 1, 0, text.codePointCount(start, text.length()));
    return text.offsetByCodePoints(start, columns);
  }

  /**
   * The character at a line and a column as the XML parser counts them: from 1, in UTF-16 units.
   */
  int offset(int line, int column) {
    index();
    int start = lines[Math.clamp(line - 1, 0, count - 1)];
    return Math.clamp((long) start + column - 1, 0, text.length());
  }

  /** How much of a start tag a marker covers: {@code <name}, and the bracket that follows. */
  int tagLength(int offset) {
    int end = offset;
    while (end < text.length() && " \t\r\n>/".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return Math.max(1, end - offset + (end < text.length() && text.charAt(end) == '>' ? 1 : 0));
  }

  /** Where an attribute of the start tag at {@code tag} begins; the tag where it is not found. */
  int attribute(int tag, String name) {
    int at = tag + 1;
    while (at < text.length() && text.charAt(at) != '>') {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        at = Math.max(at, text.indexOf(c, at + 1)) + 1;
      } else if (isBlank(text.charAt(at - 1)) && isNameAt(at, name)) {
        return at;
      } else {
        at++;
      }
    }
    return tag;
  }

  private boolean isNameAt(int at, String name) {
    int end = at + name.length();
    return text.startsWith(name, at)
        && end < text.length()
        && (text.charAt(end) == '=' || isBlank(text.charAt(end)));
  }

  /** How many characters an attribute takes with its value. */
  int attributeLength(int offset) {
    for (int at = offset; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        int end = text.indexOf(c, at + 1);
        return end < 0 ? 1 : end + 1 - offset;
      }
    }
    return 1;
  }

  /** Where the text behind a start tag begins, blanks skipped; the tag where it has none. */
  int content(int tag) {
    int at = tag;
    while (at < text.length() && text.charAt(at) != '>') {
      char c = text.charAt(at);
      at = c == '"' || c == '\'' ? Math.max(at, text.indexOf(c, at + 1)) + 1 : at + 1;
    }
    at++;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at >= text.length() || text.charAt(at) == '<' ? tag : at;
  }

  /** How long the text at an offset is: up to the next tag, final blanks left out. */
  int contentLength(int offset) {
    int end = text.indexOf('<', offset + 1);
    end = end < 0 ? text.length() : end;
    while (end > offset + 1 && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return end - offset;
  }

  /** A problem at an offset, with its source line; the marker never leaves the line. */
  Problem problem(
      Problem.Severity severity,
      String code,
      int offset,
      int length,
      String message,
      String hint,
      List<String> notes) {
    Location at = at(offset);
    int start = lines[at.line() - 1];
    int end = lineEnd(at.line() - 1);
    int room = Math.max(1, end - offset);
    return new Problem(
        severity,
        code,
        at,
        Math.clamp(length, 1, Math.min(room, EXCERPT / 2)),
        message,
        hint,
        notes,
        excerpt(start, end, offset, at.column()));
  }

  /** The same problem with its source line, where it has none yet and names a line. */
  Problem withExcerpt(Problem bare) {
    if (!bare.source().isEmpty() || bare.at().line() == 0) {
      return bare;
    }
    int offset = offset(bare.at());
    return problem(
        bare.severity(),
        bare.code(),
        offset,
        Math.max(bare.length(), offset < text.length() ? tagLength(offset) : 1),
        bare.message(),
        bare.hint(),
        bare.notes());
  }

  /** Part of a line around an offset; lines can be a million characters long. */
  private String excerpt(int start, int end, int offset, int column) {
    int from = column <= Problem.MAX_COLUMN ? start : offset - (Problem.CUT_COLUMN - 2);
    int to = Math.min(end, from + EXCERPT);
    String cut = text.substring(from, to).replace('\t', ' ');
    return (from > start ? "…" : "") + cut + (to < end ? "…" : "");
  }

  private int lineEnd(int line) {
    int end = line + 1 < count ? lines[line + 1] : text.length();
    while (end > lines[line] && "\r\n".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  /** How many pairs of surrogates, one character each, end before an offset. */
  private int pairsBefore(int offset) {
    int found = Arrays.binarySearch(pairs, 0, pairCount, offset);
    return found >= 0 ? found : -found - 1;
  }

  private int lineOf(int offset) {
    index();
    int found = Arrays.binarySearch(lines, 0, count, offset);
    return found >= 0 ? found : -found - 2;
  }

  private void index() {
    if (count > 0) {
      return;
    }
    count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
        if (count == lines.length) {
          lines = Arrays.copyOf(lines, count * 2);
        }
        lines[count++] = i + 1;
      } else if (Character.isLowSurrogate(c)) {
        if (pairCount == pairs.length) {
          pairs = Arrays.copyOf(pairs, pairCount * 2 + 8);
        }
        pairs[pairCount++] = i;
      }
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
