package vcg.linux;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first two numbers of a kernel's release, such as {@code 6.18} of {@code 6.18.44-fc}. */
record Release(int major, int minor) {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

  /** Reads a release; one that is written in another way counts as newer than any. */
  static Release parse(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    return numbers.matches()
        ? new Release(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))
        : new Release(Integer.MAX_VALUE, 0);
  }

  /** Whether a kernel of this release has what came with another one. */
  boolean has(int sinceMajor, int sinceMinor) {
    return major > sinceMajor || (major == sinceMajor && minor >= sinceMinor);
  }
}
