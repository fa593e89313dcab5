package vcg.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The difference of two texts in the unified form of {@code diff -u}, with three lines around each
 * change. Line ends are not shown.
 */
public final class LineDiff {
  private static final int CONTEXT = 3;

  private final List<String> before;
  private final List<String> after;

  private LineDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /** A line of either text: sign, and how many lines of each text come before it. */
  private record Line(char sign, int before, int after, String text) {}

  /**
   * The lines, each with a newline; empty where the texts are equal.
   *
   * @param file the name that both texts have
   */
  public static String of(String file, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    LineDiff diff = new LineDiff(before.lines().toList(), after.lines().toList());
    StringBuilder out = new StringBuilder();
    out.append("--- ").append(Printable.line(file)).append('\n');
    out.append("+++ ").append(Printable.line(file)).append('\n');
    hunks(diff.lines(), out);
    return out.toString();
  }

  /** Both texts as one list; what is common in front and at the end needs no search. */
  private List<Line> lines() {
    int head = 0;
    int most = Math.min(before.size(), after.size());
    while (head < most && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < head; i++) {
      lines.add(new Line(' ', i, i, before.get(i)));
    }
    middle(head, before.size() - tail, after.size() - tail, lines);
    for (int i = tail; i > 0; i--) {
      int b = before.size() - i;
      lines.add(new Line(' ', b, after.size() - i, before.get(b)));
    }
    return lines;
  }

  /** The next line that both have, nearest first: enough where few lines changed. */
  private void middle(int from, int beforeEnd, int afterEnd, List<Line> lines) {
    int b = from;
    int a = from;
    while (b < beforeEnd || a < afterEnd) {
      int skip = 0;
      int gone = -1;
      while (gone < 0 && b + a + skip <= beforeEnd + afterEnd) {
        gone = match(b, a, skip, beforeEnd, afterEnd);
        skip++;
      }
      int added = gone < 0 ? afterEnd - a : skip - 1 - gone;
      int removed = gone < 0 ? beforeEnd - b : gone;
      for (int i = 0; i < removed; i++) {
        lines.add(new Line('-', b, a, before.get(b++)));
      }
      for (int i = 0; i < added; i++) {
        lines.add(new Line('+', b, a, after.get(a++)));
      }
      if (gone >= 0) {
        lines.add(new Line(' ', b, a++, before.get(b++)));
      }
    }
  }

  /**
   * How many lines to drop of the one text so that, with the rest of the skip, both go on alike.
   */
  private int match(int b, int a, int skip, int beforeEnd, int afterEnd) {
    for (int gone = 0; gone <= skip; gone++) {
      int left = b + gone;
      int right = a + skip - gone;
      if (left < beforeEnd && right < afterEnd && before.get(left).equals(after.get(right))) {
        return gone;
      }
    }
    return -1;
  }

  private static void hunks(List<Line> lines, StringBuilder out) {
    int at = 0;
    while (at < lines.size()) {
      if (lines.get(at).sign() == ' ') {
        at++;
        continue;
      }
      int start = Math.max(0, at - CONTEXT);
      int end = at;
      for (int i = at; i < lines.size() && i <= end + 2 * CONTEXT; i++) {
        end = lines.get(i).sign() == ' ' ? end : i;
      }
      end = Math.min(lines.size(), end + 1 + CONTEXT);
      hunk(lines.subList(start, end), out);
      at = end;
    }
  }

  private static void hunk(List<Line> lines, StringBuilder out) {
    long removed = lines.stream().filter(l -> l.sign() != '+').count();
    long added = lines.stream().filter(l -> l.sign() != '-').count();
    out.append("@@ -").append(range(lines.getFirst().before(), removed));
    out.append(" +").append(range(lines.getFirst().after(), added)).append(" @@\n");
    lines.forEach(l -> out.append(l.sign()).append(Printable.line(l.text())).append('\n'));
  }

  private static String range(int start, long count) {
    int first = count == 0 ? start : start + 1;
    return count == 1 ? "" + first : first + "," + count;
  }
}
