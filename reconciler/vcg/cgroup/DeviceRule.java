package vcg.cgroup;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What may be done with one device, or with all of a major number, such as {@code c 136:* rw}.
 *
 * @param major empty: every device of the kind; vcg never asks for that, others do
 * @param minor empty: every device of the major number
 * @param access at least one
 */
public record DeviceRule(Kind kind, OptionalInt major, OptionalInt minor, Set<Access> access)
    implements Comparable<DeviceRule> {
  private static final String ANY = "*";

  /** The two kinds of device files. */
  public enum Kind {
    BLOCK("b"),
    CHARACTER("c");

    private final String letter;

    Kind(String letter) {
      this.letter = letter;
    }
  }

  /** What can be done with a device file, in the order in which the kernel writes the letters. */
  public enum Access {
    READ("r"),
    WRITE("w"),
    MKNOD("m");

    private final String letter;

    Access(String letter) {
      this.letter = letter;
    }
  }

  public DeviceRule {
    if (major.orElse(0) < 0 || minor.orElse(0) < 0) {
      throw new IllegalArgumentException("negative: " + major + ":" + minor);
    }
    if (access.isEmpty()) {
      throw new IllegalArgumentException("no access");
    }
    access = Collections.unmodifiableSet(EnumSet.copyOf(access));
  }

  /** One device. */
  public static DeviceRule of(Kind kind, DeviceNumber number, Access... access) {
    return new DeviceRule(
        kind,
        OptionalInt.of(number.major()),
        OptionalInt.of(number.minor()),
        Set.copyOf(List.of(access)));
  }

  /**
   * Reads a line of {@code devices.list}, such as {@code b 8:16 rw}.
   *
   * @throws IllegalArgumentException other text, also {@code a *:* rwm}, which is not one rule but
   *     the absence of all
   */
  public static DeviceRule parse(String line) {
    int colon = line.indexOf(':');
    int blank = line.indexOf(' ', colon);
    boolean block = line.startsWith("b ");
    boolean fits = line.length() <= blank + 1 + Access.values().length;
    if (colon < 0 || blank < 0 || !fits || !(block || line.startsWith("c "))) {
      throw notRule(line);
    }
    EnumSet<Access> access = EnumSet.noneOf(Access.class);
    for (int i = blank + 1; i < line.length(); i++) {
      switch (line.charAt(i)) {
        case 'r' -> access.add(Access.READ);
        case 'w' -> access.add(Access.WRITE);
        case 'm' -> access.add(Access.MKNOD);
        default -> throw notRule(line);
      }
    }
    return new DeviceRule(
        block ? Kind.BLOCK : Kind.CHARACTER,
        number(line, 2, colon),
        number(line, colon + 1, blank),
        access);
  }

  private static OptionalInt number(String line, int from, int to) {
    if (line.substring(from, to).equals(ANY)) {
      return OptionalInt.empty();
    }
    for (int i = from; i < to; i++) {
      if (line.charAt(i) < '0' || line.charAt(i) > '9') {
        throw notRule(line);
      }
    }
    return OptionalInt.of(Integer.parseInt(line, from, to, 10));
  }

  private static IllegalArgumentException notRule(String line) {
    return new IllegalArgumentException("not a device rule: " + line);
  }

  /** Whether the two speak of the same devices; then the kernel keeps them as one. */
  boolean sameDevices(DeviceRule other) {
    return kind == other.kind && major.equals(other.major) && minor.equals(other.minor);
  }

  /** The rule with more access. */
  public DeviceRule with(Collection<Access> more) {
    EnumSet<Access> all = EnumSet.copyOf(access);
    all.addAll(more);
    return new DeviceRule(kind, major, minor, all);
  }

  /** The rule with less access; empty when none is left. */
  Optional<DeviceRule> without(Collection<Access> less) {
    EnumSet<Access> left = EnumSet.copyOf(access);
    left.removeAll(less);
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(new DeviceRule(kind, major, minor, left));
  }

  private String letters() {
    StringBuilder letters = new StringBuilder();
    access.forEach(a -> letters.append(a.letter));
    return letters.toString();
  }

  private static String text(OptionalInt number) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : ANY;
  }

  /** By kind, numbers and access; a wildcard comes before every number. */
  @Override
  public int compareTo(DeviceRule other) {
    int byKind = kind.compareTo(other.kind);
    int byMajor = byKind != 0 ? byKind : Integer.compare(major.orElse(-1), other.major.orElse(-1));
    int byMinor =
        byMajor != 0 ? byMajor : Integer.compare(minor.orElse(-1), other.minor.orElse(-1));
    return byMinor != 0 ? byMinor : letters().compareTo(other.letters());
  }

  /** As the kernel spells it in {@code devices.list} and takes it in {@code devices.allow}. */
  @Override
  public String toString() {
    return kind.letter + " " + text(major) + ":" + text(minor) + " " + letters();
  }
}
