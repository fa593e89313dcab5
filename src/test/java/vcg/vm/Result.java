package vcg.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of one test in the machine. As text:
 *
 * <pre>
 * passed vcg.linux.UnifiedCgroupFsVM write_weight_isReadBack()
 * failed vcg.linux.UnifiedCgroupFsVM create_parentMissing_noEntry()
 *     java.lang.AssertionError: expected ENOENT
 *     	at vcg.linux.UnifiedCgroupFsVM…
 * end
 * </pre>
 *
 * @param text of what did not pass: why, with the stack
 */
record Result(Kind kind, String testClass, String name, String text) {
  /** How it ended. */
  enum Kind {
    PASSED,
    FAILED,
    SKIPPED
  }

  /** The last line of a report; without it the tests did not come to their end. */
  static final String END = "end";

  private static final String INDENT = "    ";

  @Override
  public String toString() {
    String line = kind.name().toLowerCase(Locale.ROOT) + " " + testClass + " ";
    return line
        + name.replaceAll("\\R", "\\\\n")
        + "\n"
        + text.lines().map(l -> INDENT + l + "\n").collect(Collectors.joining());
  }

  /**
   * Reads a whole report.
   *
   * @return empty: it has no end
   */
  static Optional<List<Result>> parse(List<String> report) {
    List<Result> results = new ArrayList<>();
    for (String line : report) {
      if (line.equals(END)) {
        return Optional.of(List.copyOf(results));
      }
      if (line.startsWith(INDENT)) {
        Result last = results.removeLast();
        String text = last.text + line.substring(INDENT.length()) + "\n";
        results.add(new Result(last.kind, last.testClass, last.name, text));
      } else {
        String[] words = line.split(" ", 3);
        Kind kind = Kind.valueOf(words[0].toUpperCase(Locale.ROOT));
        results.add(new Result(kind, words[1], words[2], ""));
      }
    }
    return Optional.empty();
  }
}
