package vcg.read;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vcg.read.xml.Placed;

/**
 * Attributes and texts as JAXB leaves them, made safe. What the schema has refused already is
 * simply absent here: it is reported once.
 */
final class Words {
  private Words() {}

  /**
   * A word without the blanks around it; empty when it is absent or blank. Most documents have the
   * same words, and share them.
   */
  static Optional<String> word(@Nullable String text) {
    String word = text == null ? "" : text.strip();
    return word.isEmpty() ? Optional.empty() : Optional.of(word.intern());
  }

  /** A word, or another when it is absent. */
  static String word(@Nullable String text, String otherwise) {
    return word(text).orElse(otherwise);
  }

  static boolean is(@Nullable String text, String word) {
    return word(text).filter(word::equals).isPresent();
  }

  /** Whether a word is {@code on} or {@code yes}; empty when it is absent. */
  static Optional<Boolean> flag(@Nullable String text) {
    return word(text).map(w -> w.equals("on") || w.equals("yes"));
  }

  /** A whole number, signed or not; empty when it is absent, malformed or beyond 64 bits. */
  static Optional<Long> number(@Nullable String text) {
    try {
      return word(text).map(Long::valueOf);
    } catch (NumberFormatException _) {
      // the schema has refused it
      return Optional.empty();
    }
  }

  /** A whole number that the schema bounds. */
  static Optional<Integer> small(@Nullable String text) {
    return number(text).filter(n -> n == n.intValue()).map(Long::intValue);
  }

  /** A whole number, decimal or after 0x; empty when it is none or beyond 64 bits. */
  static Optional<Long> decoded(@Nullable String text) {
    try {
      return word(text).map(Long::decode);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** {@code on} or {@code yes}; empty when it is absent. */
  static Optional<Boolean> on(@Nullable String text) {
    return word(text).map(w -> w.equals("on") || w.equals("yes"));
  }

  /** The only one of children that the schema lets repeat; each further one is an error. */
  static <T extends Placed> Optional<T> only(List<T> elements, String name, Findings findings) {
    for (T further : elements.subList(Math.min(1, elements.size()), elements.size())) {
      findings.error(
          Codes.TWICE,
          further,
          "<" + name + "> occurs twice",
          "the first one is at " + findings.at(elements.getFirst()));
    }
    return only(elements);
  }

  /** The first of children that the schema lets repeat. */
  static <T extends Placed> Optional<T> only(List<T> elements) {
    return elements.stream().findFirst();
  }
}
