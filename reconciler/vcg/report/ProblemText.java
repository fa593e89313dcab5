package vcg.report;

import java.util.ArrayList;
import java.util.List;
import vcg.model.Desired;
import vcg.model.GuestId;
import vcg.model.Problem;
import vcg.model.Reading;

/**
 * Problems for people.
 *
 * <pre>
 * error[VCG103]: unknown element &lt;sharess&gt; in &lt;cputune&gt;
 *   --&gt; domains/web1.xml:5:12
 *    |
 *  5 |   &lt;cputune&gt;&lt;sharess&gt;100&lt;/sharess&gt;&lt;/cputune&gt;
 *    |            ^^^^^^^^^ did you mean &lt;shares&gt;?
 *    = effect: web1 stays at its last applied generation; other files are not affected
 * </pre>
 */
public final class ProblemText {
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  private final boolean colour;
  private final StringBuilder out = new StringBuilder();

  private ProblemText(boolean colour) {
    this.colour = colour;
  }

  /** All problems of all files, and how many files are valid. */
  public static String of(Desired desired, boolean colour) {
    return diagnostics(desired, colour) + summary(desired) + "\n";
  }

  /** All problems of all files, each followed by an empty line; empty when there are none. */
  public static String diagnostics(Desired desired, boolean colour) {
    ProblemText text = new ProblemText(colour);
    desired.notices().forEach(p -> text.problem(p, ""));
    for (Reading reading : desired.readings()) {
      String effect =
          subject(reading) + " stays at its last applied generation; other files are not affected";
      reading.problems().forEach(p -> text.problem(p, p.isError() ? effect : ""));
    }
    return text.out.toString();
  }

  private static String subject(Reading reading) {
    return reading
        .claims()
        .map(GuestId::name)
        .or(() -> reading.claimed().map(path -> "partition " + path))
        .orElse("the guest of this file");
  }

  /** The problems of one file of which something was asked that is not done because of them. */
  public static String refused(Reading reading, String effect, boolean colour) {
    ProblemText text = new ProblemText(colour);
    reading.problems().forEach(p -> text.problem(p, p.isError() ? effect : ""));
    return text.out.toString();
  }

  /** {@code 8 files: 6 valid, 1 valid with warnings, 1 invalid}. */
  public static String summary(Desired desired) {
    if (!desired.present()) {
      return Printable.line(desired.source()) + ": no such directory";
    }
    int files = desired.readings().size();
    long invalid = desired.readings().stream().filter(r -> !r.isValid()).count();
    long warned =
        desired.readings().stream().filter(r -> r.isValid() && !r.problems().isEmpty()).count();
    List<String> parts = new ArrayList<>();
    count(files - invalid - warned, "valid", parts);
    count(warned, "valid with warnings", parts);
    count(invalid, "invalid", parts);
    String counts = parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    return files + (files == 1 ? " file" : " files") + counts;
  }

  private static void count(long number, String what, List<String> parts) {
    if (number > 0) {
      parts.add(number + " " + what);
    }
  }

  private void problem(Problem problem, String effect) {
    String mark = problem.isError() ? RED : YELLOW;
    String word = problem.isError() ? "error" : "warning";
    out.append(in(mark, word + "[" + problem.code() + "]"))
        .append(in(BOLD, ": " + Printable.line(problem.message())))
        .append('\n');
    String number = problem.source().isEmpty() ? "" : "" + problem.at().line();
    String margin = " ".repeat(number.length() + 2);
    out.append(margin.substring(1)).append("--> ").append(at(problem)).append('\n');
    if (!number.isEmpty()) {
      source(problem, number, margin, mark);
    } else if (!problem.hint().isEmpty()) {
      out.append(margin).append("= ").append(Printable.line(problem.hint())).append('\n');
    }
    for (String note : problem.notes()) {
      out.append(margin).append("= ").append(Printable.line(note)).append('\n');
    }
    if (!effect.isEmpty()) {
      out.append(margin).append("= effect: ").append(Printable.line(effect)).append('\n');
    }
    out.append('\n');
  }

  private void source(Problem problem, String number, String margin, String mark) {
    String source = problem.source();
    int column = problem.at().column();
    int marker = column > Problem.MAX_COLUMN ? Problem.CUT_COLUMN : Math.max(1, column);
    int start = source.offsetByCodePoints(0, Math.min(marker - 1, codePoints(source)));
    int end = Math.min(source.length(), start + problem.length());
    String before = Printable.line(source.substring(0, start));
    String marked = Printable.line(source.substring(start, end));
    String line = before + marked + Printable.line(source.substring(end));
    String carets = "^".repeat(Math.max(1, codePoints(marked)));
    String hint = problem.hint().isEmpty() ? "" : " " + Printable.line(problem.hint());
    out.append(margin).append("|\n");
    out.append(' ').append(number).append(" | ").append(line.stripTrailing()).append('\n');
    out.append(margin).append("| ").append(" ".repeat(codePoints(before)));
    out.append(in(mark, carets + hint)).append('\n');
  }

  private static String at(Problem problem) {
    return Printable.line(problem.at().toString());
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private String in(String code, String text) {
    return colour ? code + text + RESET : text;
  }
}
