package vcg.cgroup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import vcg.cgroup.DeviceRule.Access;
import vcg.cgroup.DeviceRule.Kind;

/** Policies to test with, and what they mean. */
public final class DevicePolicies {
  /** Few numbers, so that rules often meet. */
  private static final int NUMBERS = 4;

  private DevicePolicies() {}

  /** A policy of rules as the kernel spells them. */
  public static DevicePolicy of(String... rules) {
    return DevicePolicy.of(Arrays.stream(rules).map(DeviceRule::parse).toList());
  }

  /** Up to nine rules, one of ten numbers a wildcard. */
  public static DevicePolicy random(Random random) {
    return DevicePolicy.of(Stream.generate(() -> rule(random)).limit(random.nextInt(10)).toList());
  }

  private static DeviceRule rule(Random random) {
    return new DeviceRule(kind(random), orWildcard(random), orWildcard(random), accesses(random));
  }

  private static OptionalInt orWildcard(Random random) {
    return random.nextInt(10) == 0 ? OptionalInt.empty() : OptionalInt.of(number(random));
  }

  /** Any kind. */
  public static Kind kind(Random random) {
    return random.nextBoolean() ? Kind.BLOCK : Kind.CHARACTER;
  }

  /** A major or minor number. */
  public static int number(Random random) {
    return random.nextInt(NUMBERS);
  }

  /** Some access, never none. */
  public static Set<Access> accesses(Random random) {
    List<Access> shuffled = new ArrayList<>(EnumSet.allOf(Access.class));
    Collections.shuffle(shuffled, random);
    return EnumSet.copyOf(shuffled.subList(0, 1 + random.nextInt(shuffled.size())));
  }

  /** Whether one rule alone covers a request. */
  public static boolean allows(
      DevicePolicy policy, Kind kind, DeviceNumber number, Set<Access> wanted) {
    return policy.rules().stream()
        .filter(rule -> rule.kind() == kind)
        .filter(rule -> rule.major().orElse(number.major()) == number.major())
        .filter(rule -> rule.minor().orElse(number.minor()) == number.minor())
        .anyMatch(rule -> rule.access().containsAll(wanted));
  }

  /**
   * What the kernel makes of writing rules to {@code devices.allow} and then to {@code
   * devices.deny}: the second takes access only where the numbers are exactly the same.
   */
  static DevicePolicy applied(DevicePolicy to, List<DeviceRule> allowed, List<DeviceRule> denied) {
    Map<String, EnumSet<Access>> list = new TreeMap<>();
    to.rules().forEach(rule -> list.put(devices(rule), EnumSet.copyOf(rule.access())));
    allowed.forEach(rule ->
        list.computeIfAbsent(devices(rule), _ -> EnumSet.noneOf(Access.class))
            .addAll(rule.access()));
    denied.forEach(rule -> {
      EnumSet<Access> left = list.get(devices(rule));
      if (left != null) {
        left.removeAll(rule.access());
      }
    });
    list.values().removeIf(Set::isEmpty);
    StringBuilder text = new StringBuilder();
    list.forEach((devices, access) -> {
      text.append(devices).append(' ');
      access.forEach(a -> text.append(a.name().toLowerCase(Locale.ROOT).charAt(0)));
      text.append('\n');
    });
    return DevicePolicy.ofList(text.toString()).orElseThrow();
  }

  private static String devices(DeviceRule rule) {
    String text = rule.toString();
    return text.substring(0, text.lastIndexOf(' '));
  }
}
