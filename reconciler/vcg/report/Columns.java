package vcg.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as they need to be; the last may be as long as it likes. */
final class Columns {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** A row; every row has as many cells. */
  Columns row(String... cells) {
    rows.add(List.of(cells).stream().map(Printable::line).toList());
    return this;
  }

  /** All rows, each with a newline. */
  String text() {
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int index = column;
        int width = rows.stream().mapToInt(r -> length(r.get(index))).max().orElse(0);
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(width - length(cell))).append(GAP);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
