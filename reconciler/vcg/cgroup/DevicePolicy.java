package vcg.cgroup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The devices that a cgroup may use; every other is denied.
 *
 * <p>A request is allowed when one rule alone covers it: its device and all of its access. The list
 * of rules is what is wanted and what is compared. It has no rule that denies: without {@code c
 * 42:1337 r} but with {@code c 42:* r} the device 42:1337 can be read, and taking the first rule
 * away is no attempt to forbid that.
 *
 * @param rules at most one for the same devices: several are given as one with all their access
 */
public record DevicePolicy(SortedSet<DeviceRule> rules) {
  /** No device at all. */
  public static final DevicePolicy NONE = new DevicePolicy(Collections.emptySortedSet());

  /** Device files that every guest may read and write, as libvirt has them. */
  public static final List<String> COMMON_NODES =
      List.of(
          "/dev/null",
          "/dev/full",
          "/dev/zero",
          "/dev/random",
          "/dev/urandom",
          "/dev/ptmx",
          "/dev/kvm");

  /**
   * Device files that every container may also make, as libvirt has them: crun makes them in it.
   */
  public static final List<String> CONTAINER_NODES =
      List.of(
          "/dev/null",
          "/dev/full",
          "/dev/zero",
          "/dev/random",
          "/dev/urandom",
          "/dev/tty",
          "/dev/ptmx",
          "/dev/fuse");

  /** Any node can be made, and none of them opened: for who has the capability to make nodes. */
  public static final List<DeviceRule> ALL_NODES =
      List.of(DeviceRule.parse("c *:* m"), DeviceRule.parse("b *:* m"));

  /** The terminals that {@code /dev/ptmx} makes, which have no name before they are made. */
  public static final DeviceRule PTY_SLAVES =
      new DeviceRule(
          DeviceRule.Kind.CHARACTER,
          OptionalInt.of(136),
          OptionalInt.empty(),
          Set.of(DeviceRule.Access.READ, DeviceRule.Access.WRITE));

  /** What the name of every device program of ours begins with. */
  static final String NAME_PREFIX = "vcg_";

  /** A name in the kernel has at most 15 characters. */
  private static final int NAME_DIGITS = 11;

  public DevicePolicy {
    rules = Collections.unmodifiableSortedSet(merged(rules));
  }

  /** A policy of rules in any order. */
  public static DevicePolicy of(Collection<DeviceRule> rules) {
    return new DevicePolicy(new TreeSet<>(rules));
  }

  /**
   * Reads the content of {@code devices.list}:
   *
   * <pre>
   * b 8:16 rw
   * c 136:* rw
   * </pre>
   *
   * <p>The list of a cgroup that allows all but some devices does not tell which: it counts as
   * unrestricted.
   *
   * @return empty: unrestricted, as a new cgroup below an unrestricted one is
   * @throws IllegalArgumentException a line that the kernel does not write
   */
  public static Optional<DevicePolicy> ofList(String devicesList) {
    TreeSet<DeviceRule> rules = new TreeSet<>();
    for (String line : devicesList.split("\n", -1)) {
      if (line.startsWith("a ")) {
        return Optional.empty();
      }
      if (!line.isBlank()) {
        rules.add(DeviceRule.parse(line));
      }
    }
    return Optional.of(new DevicePolicy(rules));
  }

  /**
   * What must be written to {@code devices.allow}, rule by rule, where {@code from} is in force.
   */
  public List<DeviceRule> additions(DevicePolicy from) {
    return rules.stream().flatMap(rule -> rule.without(from.access(rule)).stream()).toList();
  }

  /**
   * What must be written to {@code devices.deny} after the {@link #additions}. The kernel takes
   * access only from the rule with exactly these numbers, so each is a part of a rule of {@code
   * from}.
   */
  public List<DeviceRule> removals(DevicePolicy from) {
    return from.additions(this);
  }

  /**
   * The name of the program that enforces this policy on cgroup v2, such as {@code
   * vcg_e3b0c44298f}: equal for equal policies, today and in later releases.
   *
   * <p>It is {@code vcg_} and the first 11 digits of the SHA-256 of the rules in ascending order,
   * each as {@link DeviceRule#toString()} has it and followed by a newline. A release that makes
   * another program of the same rules must change the name too, or running guests keep the old one.
   */
  public String programName() {
    String text = rules.stream().map(rule -> rule + "\n").collect(Collectors.joining());
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return NAME_PREFIX + HexFormat.of().formatHex(sum).substring(0, NAME_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** What the rule for exactly these devices gives. */
  private Set<DeviceRule.Access> access(DeviceRule devices) {
    return rules.stream()
        .filter(devices::sameDevices)
        .findFirst()
        .map(DeviceRule::access)
        .orElse(Set.of());
  }

  private static SortedSet<DeviceRule> merged(SortedSet<DeviceRule> rules) {
    TreeSet<DeviceRule> merged = new TreeSet<>();
    // rules for the same devices are neighbours
    for (DeviceRule rule : rules) {
      if (!merged.isEmpty() && merged.last().sameDevices(rule)) {
        rule = merged.removeLast().with(rule.access());
      }
      merged.add(rule);
    }
    return merged;
  }
}
