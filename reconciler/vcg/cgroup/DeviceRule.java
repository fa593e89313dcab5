package vcg.cgroup;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may be done with one device, or with all of a major number, such as {@code c 136:* rw}.
 *
 * @param major empty: every device of the kind; vcg never asks for that, others do
 * @param minor empty: every device of the major number
 * @param access at least one
 */
public record DeviceRule(Kind kind, OptionalInt major, OptionalInt minor, Set<Access> access)
    implements Comparable<DeviceRule> {
  private static final Pattern LINE =
      Pattern.compile("([bc]) (\\*|\\d{1,10}):(\\*|\\d{1,10}) ([rwm]{1,3})");
  private static final String ANY = "*";

  /** By kind, numbers and access; a wildcard comes before every number. */
  private static final Comparator<DeviceRule> ORDER =
      Comparator.comparing(DeviceRule::kind)
          .thenComparingInt(rule -> rule.major.orElse(-1))
          .thenComparingInt(rule -> rule.minor.orElse(-1))
          .thenComparing(DeviceRule::letters);

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
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a device rule: " + line);
    }
    Kind kind = parts.group(1).equals(Kind.BLOCK.letter) ? Kind.BLOCK : Kind.CHARACTER;
    Set<Access> access =
        Arrays.stream(Access.values())
            .filter(a -> parts.group(4).contains(a.letter))
            .collect(Collectors.toSet());
    return new DeviceRule(kind, number(parts.group(2)), number(parts.group(3)), access);
  }

  private static OptionalInt number(String text) {
    return text.equals(ANY) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
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
    return access.stream().map(a -> a.letter).collect(Collectors.joining());
  }

  private static String text(OptionalInt number) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : ANY;
  }

  @Override
  public int compareTo(DeviceRule other) {
    return ORDER.compare(this, other);
  }

  /** As the kernel spells it in {@code devices.list} and takes it in {@code devices.allow}. */
  @Override
  public String toString() {
    return kind.letter + " " + text(major) + ":" + text(minor) + " " + letters();
  }
}
