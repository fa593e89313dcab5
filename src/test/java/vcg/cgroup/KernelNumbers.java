package vcg.cgroup;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers as the kernel's {@code kstrtoull} and {@code memparse} read them. */
final class KernelNumbers {
  private static final Pattern UNSIGNED = Pattern.compile("\\+?(0[xX][0-9a-fA-F]+|[0-9]+)");
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
  private static final String SUFFIXES = "kmgtpe";

  private KernelNumbers() {}

  /** A number from 0 to 2^64 - 1. */
  static BigInteger unsigned(String text) throws Refused {
    if (!UNSIGNED.matcher(text).matches()) {
      throw new Refused("EINVAL");
    }
    BigInteger number = magnitude(text.startsWith("+") ? text.substring(1) : text);
    if (number.compareTo(TWO_TO_64) >= 0) {
      throw new Refused("ERANGE");
    }
    return number;
  }

  /** A number of 64 bits with sign. */
  static long signed(String text) throws Refused {
    boolean negative = text.startsWith("-");
    BigInteger number = unsigned(negative ? text.substring(1) : text);
    try {
      return (negative ? number.negate() : number).longValueExact();
    } catch (ArithmeticException _) { // does not fit: what the kernel calls out of range
      throw new Refused("ERANGE");
    }
  }

  /** A number of bytes, which may end in k, m, g, t, p or e; blanks around it do not count. */
  static BigInteger bytes(String text) throws Refused {
    String digits = text.strip().toLowerCase(Locale.ROOT);
    if (digits.isEmpty()) {
      return BigInteger.ZERO;
    }
    int suffix =
        digits.startsWith("0x") ? -1 : SUFFIXES.indexOf(digits.charAt(digits.length() - 1));
    String number = suffix < 0 ? digits : digits.substring(0, digits.length() - 1);
    if (number.startsWith("+") || !UNSIGNED.matcher(number).matches()) {
      throw new Refused("EINVAL");
    }
    return magnitude(number).shiftLeft(10 * (suffix + 1)).mod(TWO_TO_64);
  }

  private static BigInteger magnitude(String digits) throws Refused {
    try {
      if (digits.startsWith("0x") || digits.startsWith("0X")) {
        return new BigInteger(digits.substring(2), 16);
      }
      return new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
    } catch (NumberFormatException _) { // an 8 or 9 after a leading zero
      throw new Refused("EINVAL");
    }
  }
}
