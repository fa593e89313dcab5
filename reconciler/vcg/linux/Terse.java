package vcg.linux;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What another program said, fit for one line of a message. */
final class Terse {
  private Terse() {}

  /** The last bytes, lines joined by blanks, control characters replaced. */
  static String text(byte[] bytes, int most) {
    byte[] end = Arrays.copyOfRange(bytes, Math.max(0, bytes.length - most), bytes.length);
    return new String(end, StandardCharsets.UTF_8)
        .strip()
        .replaceAll("\\s+", " ")
        .replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
