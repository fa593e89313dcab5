package vcg.report;

import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Text of others, made safe for a terminal: control characters and those that turn the direction of
 * writing become {@code \}{@code u001b} and the like. Everything that a report prints and did not
 * invent goes through here.
 */
public final class Printable {
  private Printable() {}

  /** The text on one line. */
  public static String line(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? text : escaped(text, false);
  }

  /** Several lines; their ends and tabs stay. */
  public static String lines(String text) {
    return parts(text, "\n", line -> parts(line, "\t", Printable::line));
  }

  private static String parts(String text, String separator, UnaryOperator<String> each) {
    return Stream.of(text.split(separator, -1)).map(each).collect(Collectors.joining(separator));
  }

  /** JSON whose strings hold no such characters either; it means the same. */
  public static String json(String json) {
    return json.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\n')
        ? json
        : escaped(json, true);
  }

  private static String escaped(String text, boolean lines) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          if ((lines && c == '\n') || !isUnsafe(c)) {
            out.appendCodePoint(c);
          } else {
            for (char unit : Character.toChars(c)) {
              out.append(String.format("\\u%04x", (int) unit));
            }
          }
        });
    return out.toString();
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
