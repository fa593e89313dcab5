package vcg.cgroup;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A list of what is allowed, or {@code a *:* rwm}: everything but what was denied since, which the
 * kernel does not show.
 */
final class FakeDevices implements FakeRules {
  private static final String LIST = "devices.list";
  private static final String ALLOW = "devices.allow";
  private static final String DENY = "devices.deny";
  private static final String ALL = "a *:* rwm";

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    String above = directory.parent.map(p -> p.content(LIST)).orElse(ALL);
    return Map.of(LIST, above, ALLOW, "", DENY, "");
  }

  @Override
  public Optional<String> shown(FakeDirectory directory, String file) throws Refused {
    FakeRules.refuseIf(file.equals(ALLOW) || file.equals(DENY), "EINVAL");
    return Optional.empty();
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    boolean allows = file.equals(ALLOW);
    if (!allows && !file.equals(DENY)) {
      return false;
    }
    String text = value.strip();
    if (text.startsWith("a")) {
      writeAll(directory, allows);
    } else if (allows) {
      allow(directory, FakeDeviceRule.parse(text));
    } else {
      deny(directory, FakeDeviceRule.parse(text));
    }
    return true;
  }

  private static void writeAll(FakeDirectory directory, boolean allows) throws Refused {
    // the kernel goes on refusing for some milliseconds after the last child has gone (rule O16)
    FakeRules.refuseIf(!directory.children.isEmpty(), "EINVAL");
    if (allows) {
      FakeRules.refuseIf(directory.parent.filter(p -> !allowsAll(p)).isPresent(), "EPERM");
    }
    directory.files.put(LIST, allows ? ALL : "");
    directory.denied.clear();
    if (allows) {
      directory.parent.ifPresent(p -> directory.denied.addAll(p.denied));
    }
  }

  private static void allow(FakeDirectory directory, FakeDeviceRule rule) throws Refused {
    if (allowsAll(directory)) {
      boolean deniedAbove =
          directory.parent.filter(p -> p.denied.stream().anyMatch(rule::overlaps)).isPresent();
      FakeRules.refuseIf(deniedAbove, "EPERM");
      FakeDeviceRule.remove(directory.denied, rule);
      return;
    }
    FakeRules.refuseIf(!isAllowedAbove(directory, rule), "EPERM");
    List<FakeDeviceRule> rules = FakeDeviceRule.list(directory.content(LIST));
    FakeDeviceRule.add(rules, rule);
    store(directory, rules);
  }

  private static void deny(FakeDirectory directory, FakeDeviceRule rule) {
    boolean all = allowsAll(directory);
    if (all) {
      FakeDeviceRule.add(directory.denied, rule);
    } else {
      removeFrom(directory, rule);
    }
    directory.children.values().forEach(child -> propagate(child, rule, all));
  }

  /** What is taken from a directory is taken from all below it (rule O17). */
  private static void propagate(FakeDirectory directory, FakeDeviceRule rule, boolean all) {
    if (all && allowsAll(directory)) {
      FakeDeviceRule.add(directory.denied, rule);
    } else {
      removeFrom(directory, rule);
      List<FakeDeviceRule> rules = FakeDeviceRule.list(directory.content(LIST));
      rules.removeIf(r -> !isAllowedAbove(directory, r));
      store(directory, rules);
    }
    directory.children.values().forEach(child -> propagate(child, rule, all));
  }

  private static void removeFrom(FakeDirectory directory, FakeDeviceRule rule) {
    List<FakeDeviceRule> rules = FakeDeviceRule.list(directory.content(LIST));
    FakeDeviceRule.remove(rules, rule);
    store(directory, rules);
  }

  private static boolean isAllowedAbove(FakeDirectory directory, FakeDeviceRule rule) {
    FakeDirectory above = directory.parent.orElse(directory);
    return allowsAll(above)
        ? above.denied.stream().noneMatch(rule::overlaps)
        : FakeDeviceRule.list(above.content(LIST)).stream().anyMatch(r -> r.covers(rule));
  }

  private static boolean allowsAll(FakeDirectory directory) {
    return directory.content(LIST).equals(ALL);
  }

  private static void store(FakeDirectory directory, List<FakeDeviceRule> rules) {
    directory.files.put(
        LIST, rules.stream().map(FakeDeviceRule::toString).collect(Collectors.joining("\n")));
  }
}
