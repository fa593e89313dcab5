package vcg.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of a plan, in columns as wide as they need to be. */
final class Table {
  private static final String RESET = "\u001b[0m";

  private final boolean colour;
  private final List<Row> rows = new ArrayList<>();

  Table(boolean colour) {
    this.colour = colour;
  }

  /** A value that differs: what it belongs to, its name, the change. */
  record Value(String object, String field, String change) {}

  private record Row(
      String sign, String name, String word, Value value, String text, String at, String note) {}

  /** A row with a value. */
  void row(String sign, String name, String word, Value value, String at, String note) {
    Value printable =
        new Value(
            Printable.line(value.object()),
            Printable.line(value.field()),
            Printable.line(value.change()));
    rows.add(new Row(sign, Printable.line(name), word, printable, "", Printable.line(at), note));
  }

  /** A row with free text where others have a value. */
  void row(String sign, String name, String word, String text, String at, String note) {
    rows.add(
        new Row(
            sign,
            Printable.line(name),
            word,
            new Value("", "", ""),
            Printable.line(text),
            Printable.line(at),
            note));
  }

  String text() {
    int name = width(rows.stream().map(Row::name).toList());
    int word = width(rows.stream().map(Row::word).toList());
    int object = width(rows.stream().map(r -> r.value().object()).toList());
    int field = width(rows.stream().map(r -> r.value().field()).toList());
    List<String> middles = rows.stream().map(r -> middle(r, object, field)).toList();
    int middle = width(middles);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      String head = " ".repeat(3 - row.sign().length()) + row.sign() + " " + pad(row.name(), name);
      String line =
          head
              + "  "
              + pad(row.word(), word)
              + "  "
              + pad(middles.get(i), row.at().isEmpty() && row.note().isEmpty() ? 0 : middle)
              + "  "
              + (row.note().isEmpty() ? row.at() : pad(row.at(), 0) + "  " + row.note());
      out.append(coloured(row.sign(), line.stripTrailing())).append('\n');
    }
    return out.toString();
  }

  private static String middle(Row row, int object, int field) {
    return row.text().isEmpty()
        ? pad(row.value().object(), object)
            + "  "
            + pad(row.value().field(), field)
            + "  "
            + row.value().change()
        : row.text();
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(t -> t.codePointCount(0, t.length())).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
  }

  private String coloured(String sign, String line) {
    if (!colour) {
      return line;
    }
    return switch (sign) {
      case "+" -> "\u001b[32m" + line + RESET;
      case "-", "-/+" -> "\u001b[31m" + line + RESET;
      case "~", "!" -> "\u001b[33m" + line + RESET;
      case "?" -> "\u001b[35m" + line + RESET;
      default -> line;
    };
  }
}
