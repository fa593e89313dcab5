package vcg.read;

import java.util.Locale;
import java.util.Optional;
import vcg.model.Bytes;
import vcg.model.Located;
import vcg.read.xml.Size;

/** Numbers of bytes in libvirt's units. */
final class Sizes {
  /** From here up libvirt means "no limit", in KiB. */
  private static final long UNLIMITED_KIB = 9_007_199_254_740_991L;

  private static final String PREFIXES = "KMGTPE";

  private Sizes() {}

  /** The size that an element states; empty when it states none that is right. */
  static Optional<Located<Bytes>> of(Size size, String name, Findings findings) {
    Optional<Long> bytes = bytes(size.text, Words.word(size.unit, "KiB"));
    if (bytes.isEmpty() && isNumber(size.text)) {
      String asked = Printed.value(size.text.strip() + " " + Words.word(size.unit, "KiB"));
      findings.textError(Codes.SIZE, size, name + " is " + asked + ", must be less than 8 EiB");
    }
    return bytes.map(b -> new Located<>(new Bytes(b), findings.at(size)));
  }

  /** Whether libvirt takes a limit of this size for none. */
  static boolean isUnlimited(Bytes size) {
    return size.kibibytes() >= UNLIMITED_KIB;
  }

  /**
   * The bytes in a number and a unit, rounded up to whole KiB as libvirt does; empty when it is no
   * number, no unit, or more than 63 bits hold. {@code K} and {@code KiB} are 1024, {@code KB} is
   * 1000; case does not matter.
   */
  static Optional<Long> bytes(String text, String unit) {
    Optional<Long> number = Words.number(text).filter(n -> n >= 0);
    Optional<Long> factor = factor(unit.toUpperCase(Locale.ROOT));
    try {
      return number.flatMap(n -> factor.map(f -> roundedUp(Math.multiplyExact(n, f))));
    } catch (ArithmeticException _) {
      return Optional.empty();
    }
  }

  private static long roundedUp(long bytes) {
    return Math.multiplyExact(new Bytes(bytes).kibibytes(), 1024L);
  }

  private static Optional<Long> factor(String unit) {
    if (unit.equals("B") || unit.equals("BYTE") || unit.equals("BYTES")) {
      return Optional.of(1L);
    }
    int power = unit.isEmpty() ? -1 : PREFIXES.indexOf(unit.charAt(0));
    if (power < 0) {
      return Optional.empty();
    }
    long base =
        switch (unit.substring(1)) {
          case "", "IB" -> 1024;
          case "B" -> 1000;
          default -> 0;
        };
    long factor = 1;
    for (int i = 0; i <= power; i++) {
      factor *= base;
    }
    return base == 0 ? Optional.empty() : Optional.of(factor);
  }

  private static boolean isNumber(String text) {
    String digits = text.strip();
    return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
