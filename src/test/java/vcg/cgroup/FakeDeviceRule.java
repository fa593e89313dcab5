package vcg.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line such as {@code c 1:3 rwm}; {@code *} stands for any number.
 *
 * @param access what of "rwm" it is about, in this order
 */
record FakeDeviceRule(String type, String major, String minor, String access) {
  private static final Pattern RULE =
      Pattern.compile("([bc])\\s(\\*|[0-9]{1,10}):(\\*|[0-9]{1,10})\\s(.*)", Pattern.DOTALL);
  private static final long MOST = 4_294_967_295L;
  private static final String ANY = "*";

  /** Reads one rule as the kernel does: of the access three letters, of more lines nothing. */
  static FakeDeviceRule parse(String text) throws Refused {
    Matcher rule = RULE.matcher(text);
    FakeRules.refuseIf(!rule.matches(), "EINVAL");
    String asked = rule.group(4).lines().findFirst().orElse("");
    String access = asked.substring(0, Math.min(3, asked.length()));
    FakeRules.refuseIf(!access.matches("[rwm]*"), "EINVAL");
    return new FakeDeviceRule(
        rule.group(1), number(rule.group(2)), number(rule.group(3)), both(access, ""));
  }

  private static String number(String text) throws Refused {
    if (text.equals(ANY)) {
      return ANY;
    }
    FakeRules.refuseIf(Long.parseLong(text) > MOST, "EINVAL");
    return Long.toString(Long.parseLong(text));
  }

  /** The rules of {@code devices.list}. */
  static List<FakeDeviceRule> list(String content) {
    return new ArrayList<>(
        content
            .lines()
            .map(line -> line.split("[ :]", -1))
            .map(parts -> new FakeDeviceRule(parts[0], parts[1], parts[2], parts[3]))
            .toList());
  }

  /** More access to the same devices is the same rule; wildcards do not count as the same. */
  static void add(List<FakeDeviceRule> rules, FakeDeviceRule rule) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).isAboutSameAs(rule)) {
        rules.set(i, rules.get(i).with(both(rules.get(i).access, rule.access)));
        return;
      }
    }
    rules.add(rule);
  }

  /** Takes access away from the rule about exactly the same devices, if there is one. */
  static void remove(List<FakeDeviceRule> rules, FakeDeviceRule rule) {
    rules.replaceAll(r -> r.isAboutSameAs(rule) ? r.with(less(r.access, rule.access)) : r);
    rules.removeIf(r -> r.isAboutSameAs(rule) && r.access.isEmpty());
  }

  private boolean isAboutSameAs(FakeDeviceRule other) {
    return with("").equals(other.with(""));
  }

  private FakeDeviceRule with(String otherAccess) {
    return new FakeDeviceRule(type, major, minor, otherAccess);
  }

  /** Whether this rule says everything that the other one says. */
  boolean covers(FakeDeviceRule other) {
    return type.equals(other.type)
        && (major.equals(ANY) || major.equals(other.major))
        && (minor.equals(ANY) || minor.equals(other.minor))
        && less(other.access, access).isEmpty();
  }

  /** Whether some access to some device is in both. */
  boolean overlaps(FakeDeviceRule other) {
    return type.equals(other.type)
        && (major.equals(ANY) || other.major.equals(ANY) || major.equals(other.major))
        && (minor.equals(ANY) || other.minor.equals(ANY) || minor.equals(other.minor))
        && !less(access, other.access).equals(access);
  }

  private static String both(String left, String right) {
    return less("rwm", less(less("rwm", left), right));
  }

  private static String less(String access, String taken) {
    return taken.isEmpty() ? access : access.replaceAll("[" + taken + "]", "");
  }

  @Override
  public String toString() {
    return type + " " + major + ":" + minor + " " + access;
  }
}
