package vcg.read;

import java.util.List;

/** Text of documents as it appears in messages: of bounded length, on one line. */
final class Printed {
  private static final int MAX_VALUE = 60;
  private static final int MAX_NAME = 60;

  private Printed() {}

  /** In quotes, cut where it is long. */
  static String value(String text) {
    return "\"" + shortened(text, MAX_VALUE) + "\"";
  }

  static String name(String text) {
    return shortened(text, MAX_NAME);
  }

  /** {@code a, b or c}. */
  static String oneOf(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
