package vcg.cgroup;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code cgroup.subtree_control}: which controllers the directories below have (rules O5 to O8).
 */
final class FakeSubtree {
  static final String FILE = "cgroup.subtree_control";

  /** Every name that a line may have, in the kernel's order. */
  private static final List<String> NAMES =
      List.of("cpuset", "cpu", "io", "memory", "perf_event", "hugetlb", "pids", "rdma", "misc");

  private final Map<String, FakeRules> controllers;

  FakeSubtree(Map<String, FakeRules> controllers) {
    this.controllers = controllers;
  }

  static List<String> enabled(FakeDirectory directory) {
    String line = directory.content(FILE);
    return line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
  }

  /** What a directory may enable below it: {@code cgroup.controllers}. */
  List<String> available(FakeDirectory directory) {
    List<String> all =
        directory.parent.map(FakeSubtree::enabled).orElse(List.copyOf(controllers.keySet()));
    return FakeDomains.isThreaded(directory)
        ? all.stream().filter(FakeDomains::isThreadedController).toList()
        : all;
  }

  void write(FakeDirectory directory, String line) throws Refused {
    TreeSet<String> enable = new TreeSet<>();
    TreeSet<String> disable = new TreeSet<>();
    parse(line.strip(), enable, disable);
    List<String> before = enabled(directory);
    for (String name : NAMES) {
      if (enable.contains(name) && !before.contains(name)) {
        FakeRules.refuseIf(!available(directory).contains(name), "ENOENT");
      } else if (disable.contains(name) && before.contains(name)) {
        FakeRules.refuseIf(
            directory.children.values().stream().anyMatch(c -> enabled(c).contains(name)), "EBUSY");
      }
    }
    before.forEach(enable::remove);
    disable.retainAll(before);
    vet(directory, enable);
    for (FakeDirectory child : directory.children.values()) {
      boolean taken =
          enable.stream()
              .filter(
                  name -> !FakeDomains.isThreaded(child) || FakeDomains.isThreadedController(name))
              .map(name -> Optional.ofNullable(controllers.get(name)).orElseThrow())
              .flatMap(rule -> rule.initial(child).keySet().stream())
              .anyMatch(child.children::containsKey);
      FakeRules.refuseIf(taken, "EEXIST");
    }
    directory.files.put(
        FILE,
        NAMES.stream()
            .filter(n -> (before.contains(n) || enable.contains(n)) && !disable.contains(n))
            .collect(Collectors.joining(" ")));
    directory.children.values().forEach(this::refresh);
  }

  private static void parse(String line, Set<String> enable, Set<String> disable) throws Refused {
    for (String token : line.split(" +", -1)) {
      if (token.isEmpty()) {
        continue;
      }
      String name = token.substring(1);
      FakeRules.refuseIf(!NAMES.contains(name), "EINVAL");
      switch (token.charAt(0)) {
        case '+' -> {
          enable.add(name);
          disable.remove(name);
        }
        case '-' -> {
          disable.add(name);
          enable.remove(name);
        }
        default -> throw new Refused("EINVAL");
      }
    }
  }

  private static void vet(FakeDirectory directory, Set<String> enable) throws Refused {
    if (enable.isEmpty()) {
      return;
    }
    FakeRules.refuseIf(!FakeDomains.isValidDomain(directory.domain), "EOPNOTSUPP");
    if (directory.isRoot()) {
      return;
    }
    boolean threaded = FakeDomains.isThreaded(directory);
    if (!enable.stream().allMatch(FakeDomains::isThreadedController)) {
      FakeRules.refuseIf(threaded || FakeDomains.isThreadRoot(directory), "EOPNOTSUPP");
    } else if (threaded || FakeDomains.canBeThreadRoot(directory)) {
      return;
    }
    FakeRules.refuseIf(!directory.threads.isEmpty(), "EBUSY");
  }

  /** Files of a controller are there exactly while the directory above enables it. */
  void refresh(FakeDirectory directory) {
    List<String> wanted = available(directory);
    controllers.forEach((name, rule) -> {
      boolean there = directory.rules.containsKey(name);
      if (there && !wanted.contains(name)) {
        directory.drop(name);
      } else if (!there && wanted.contains(name)) {
        directory.add(name, rule);
      }
    });
  }

  /** The controllers that a host has, in the kernel's order. */
  static List<String> ordered(List<String> names) {
    if (!NAMES.containsAll(names)) {
      throw new IllegalArgumentException("not modelled: " + names);
    }
    return Collections.unmodifiableList(NAMES.stream().filter(names::contains).toList());
  }
}
