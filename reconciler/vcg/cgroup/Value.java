package vcg.cgroup;

import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a knob holds. Values of one knob are of one kind, but for {@link Unlimited}. */
public sealed interface Value {
  /** A number; its unit is the knob's: shares, microseconds, bytes or weight. */
  record Amount(long number) implements Value {
    public Amount {
      if (number < 0) {
        throw new IllegalArgumentException("negative: " + number);
      }
    }

    @Override
    public String toString() {
      return Long.toString(number);
    }
  }

  /** No limit is set. */
  record Unlimited() implements Value {
    @Override
    public String toString() {
      return "unlimited";
    }
  }

  /** A device has no weight of its own: that of the directory counts. */
  record NoOwn() implements Value {
    @Override
    public String toString() {
      return "default";
    }
  }

  /**
   * A set of CPUs or memory nodes in the kernel's own spelling, such as {@code 0-2,7}; empty for a
   * v1 cpuset that nobody has filled.
   */
  record IndexSet(String list) implements Value {
    /** The largest index that libvirt accepts. */
    public static final int MAX_INDEX = 16383;

    /**
     * Reads {@code 0-3,^2,8}: items count from left to right, {@code ^N} takes one out again.
     *
     * @throws IllegalArgumentException says what is wrong with which item
     */
    public static IndexSet parse(String text) {
      BitSet bits = new BitSet();
      for (String item : text.strip().split(",", -1)) {
        String token = item.strip();
        if (token.startsWith("^")) {
          bits.clear(index(token.substring(1), token));
        } else {
          int dash = token.indexOf('-');
          int from = index(dash < 0 ? token : token.substring(0, dash), token);
          int to = dash < 0 ? from : index(token.substring(dash + 1), token);
          if (to < from) {
            throw new IllegalArgumentException("\"" + token + "\" counts backwards");
          }
          bits.set(from, to + 1);
        }
      }
      if (bits.isEmpty()) {
        throw new IllegalArgumentException("nothing is left in it");
      }
      return of(bits);
    }

    /** The set with these members, possibly none. */
    public static IndexSet of(BitSet bits) {
      IntStream starts = bits.stream().filter(i -> i == 0 || !bits.get(i - 1));
      return new IndexSet(
          starts
              .mapToObj(i -> {
                int end = bits.nextClearBit(i) - 1;
                return end == i ? Integer.toString(i) : i + "-" + end;
              })
              .collect(Collectors.joining(",")));
    }

    /** The members. */
    public BitSet bits() {
      BitSet bits = new BitSet();
      if (!list.isEmpty()) {
        for (String item : list.split(",", -1)) {
          int dash = item.indexOf('-');
          int from = Integer.parseInt(dash < 0 ? item : item.substring(0, dash));
          bits.set(from, (dash < 0 ? from : Integer.parseInt(item.substring(dash + 1))) + 1);
        }
      }
      return bits;
    }

    /** Whether every member of {@code other} is a member of this set. */
    public boolean covers(IndexSet other) {
      BitSet rest = other.bits();
      rest.andNot(bits());
      return rest.isEmpty();
    }

    private static int index(String digits, String token) {
      if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw new IllegalArgumentException("\"" + token + "\" is not N, N-M or ^N");
      }
      if (digits.length() > 5 || Integer.parseInt(digits) > MAX_INDEX) {
        throw new IllegalArgumentException("\"" + token + "\" is above " + MAX_INDEX);
      }
      return Integer.parseInt(digits);
    }

    @Override
    public String toString() {
      return list.isEmpty() ? "(empty)" : list;
    }
  }

  /** A number. */
  static Value amount(long number) {
    return new Amount(number);
  }

  /** No limit. */
  static Value unlimited() {
    return new Unlimited();
  }

  /** No value of a device's own. */
  static Value noOwn() {
    return new NoOwn();
  }

  /** Orders numbers below {@link Unlimited}; sets have no such order. */
  static int compareLimits(Value left, Value right) {
    return Long.compare(limit(left), limit(right));
  }

  private static long limit(Value value) {
    // Not a switch: a pattern switch costs 5 ms at its first use, and each start comes by here.
    if (value instanceof Amount amount) {
      return amount.number();
    }
    if (value instanceof Unlimited) {
      return Long.MAX_VALUE;
    }
    throw new IllegalArgumentException("a set is no limit: " + value);
  }
}
