package vcg.guest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.StringJoiner;

/**
 * The value of a QEMU option that is not JSON: {@code file,id=serial0,path=/tmp/a,,b}. A comma in a
 * value is doubled; nothing else is special.
 */
final class KeyValues {
  private final SequencedMap<String, List<String>> pairs = new LinkedHashMap<>();

  /** A value that starts with a word which has no key. */
  static KeyValues word(String word) {
    return new KeyValues().and("", word);
  }

  static KeyValues of(String key, String value) {
    return new KeyValues().and(key, value);
  }

  KeyValues and(String key, String value) {
    return andEach(key, List.of(value));
  }

  /** Adds a key that stands there once for each of its values. */
  KeyValues andEach(String key, List<String> values) {
    if (pairs.putIfAbsent(key, values) != null) {
      throw new IllegalArgumentException("twice in one option: " + key);
    }
    return this;
  }

  KeyValues and(String key, int value) {
    return and(key, Integer.toString(value));
  }

  /**
   * Reads what {@link #toString()} writes; the word without a key gets the key "", a key with
   * several values all of them with commas.
   */
  static SequencedMap<String, String> parse(String text) {
    SequencedMap<String, String> pairs = new LinkedHashMap<>();
    StringBuilder item = new StringBuilder();
    for (int i = 0; i <= text.length(); i++) {
      boolean comma = i < text.length() && text.charAt(i) == ',';
      boolean doubled = comma && i + 1 < text.length() && text.charAt(i + 1) == ',';
      if (i == text.length() || (comma && !doubled)) {
        put(pairs, item.toString());
        item.setLength(0);
      } else {
        item.append(text.charAt(i));
        i += doubled ? 1 : 0;
      }
    }
    return pairs;
  }

  private static void put(Map<String, String> pairs, String item) {
    int equals = item.indexOf('=');
    if (equals < 0) {
      pairs.put("", item);
    } else {
      pairs.merge(item.substring(0, equals), item.substring(equals + 1), (a, b) -> a + "," + b);
    }
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",");
    pairs.forEach((key, values) -> {
      String start = key.isEmpty() ? "" : key + "=";
      values.forEach(value -> text.add(start + value.replace(",", ",,")));
    });
    return text.toString();
  }
}
