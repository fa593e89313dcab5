package vcg.model;

import java.util.List;

/** A number of bytes, zero or more. */
public record Bytes(long number) implements Comparable<Bytes> {
  private static final List<String> UNITS =
      List.of("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

  public Bytes {
    if (number < 0) {
      throw new IllegalArgumentException("negative: " + number);
    }
  }

  /** The number of whole KiB, rounded up, as libvirt keeps memory sizes. */
  public long kibibytes() {
    return number / 1024 + (number % 1024 == 0 ? 0 : 1);
  }

  @Override
  public int compareTo(Bytes other) {
    return Long.compare(number, other.number);
  }

  /** In the largest unit that leaves no rest: {@code 1536 MiB}, never {@code 1.5 GiB}. */
  @Override
  public String toString() {
    long rest = number;
    int unit = 0;
    while (rest != 0 && rest % 1024 == 0 && unit < UNITS.size() - 1) {
      rest /= 1024;
      unit++;
    }
    return rest + " " + UNITS.get(unit);
  }
}
