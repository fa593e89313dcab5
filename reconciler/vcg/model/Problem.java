package vcg.model;

import java.util.Comparator;
import java.util.List;

/**
 * One thing that is wrong with a domain file, or worth knowing about it.
 *
 * @param severity an error keeps the file from being applied, a warning does not
 * @param code stable, such as {@code VCG103}; docs/problems.md lists all
 * @param at where
 * @param length how many characters the marker under the source line covers, at least 1
 * @param message one sentence without a full stop, lower case first
 * @param hint what the author may have meant, for the line of the marker; may be empty
 * @param notes further lines, such as what is allowed here
 * @param source the text of the line, cut to a sensible width around the marker; may be empty. When
 *     the marker's column is above {@link #MAX_COLUMN}, the line is cut in front so that the marker
 *     is at {@link #CUT_COLUMN}
 */
public record Problem(
    Severity severity,
    String code,
    Location at,
    int length,
    String message,
    String hint,
    List<String> notes,
    String source)
    implements Comparable<Problem> {
  /** The last column up to which a source line is shown from its start. */
  public static final int MAX_COLUMN = 120;

  /** Where the marker is in a source line that is cut in front. */
  public static final int CUT_COLUMN = 40;

  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::at)
          .thenComparing(Problem::code)
          .thenComparing(Problem::message);

  public Problem {
    notes = List.copyOf(notes);
  }

  /** How bad it is. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /** An error without hint, notes or source line. */
  public static Problem error(String code, Location at, String message) {
    return new Problem(Severity.ERROR, code, at, 1, message, "", List.of(), "");
  }

  /** A warning without hint, notes or source line. */
  public static Problem warning(String code, Location at, String message) {
    return new Problem(Severity.WARNING, code, at, 1, message, "", List.of(), "");
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }
}
