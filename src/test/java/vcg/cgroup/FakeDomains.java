package vcg.cgroup;

import java.util.Set;

/**
 * Which directories of cgroup v2 hold whole processes and which hold threads, as the kernel's
 * functions {@code cgroup_is_valid_domain} and the like decide it.
 */
final class FakeDomains {
  private static final Set<String> THREADED = Set.of("cpu", "cpuset", "pids");

  private FakeDomains() {}

  /** What {@code cgroup.type} says. */
  static String type(FakeDirectory directory) {
    if (isThreaded(directory)) {
      return "threaded";
    }
    if (!isValidDomain(directory)) {
      return "domain invalid";
    }
    return isThreadRoot(directory) ? "domain threaded" : "domain";
  }

  static boolean isThreaded(FakeDirectory directory) {
    return directory.domain != directory;
  }

  /** A controller that can tell threads of one process from each other. */
  static boolean isThreadedController(String name) {
    return THREADED.contains(name);
  }

  static boolean canBeThreadRoot(FakeDirectory directory) {
    return directory.isRoot()
        || (!isThreaded(directory)
            && directory.children.values().stream()
                .noneMatch(child -> !isThreaded(child) && child.isPopulated())
            && !enablesDomainControllers(directory));
  }

  static boolean isThreadRoot(FakeDirectory directory) {
    return !isThreaded(directory)
        && (directory.children.values().stream().anyMatch(FakeDomains::isThreaded)
            || (!directory.threads.isEmpty()
                && FakeSubtree.enabled(directory).stream()
                    .anyMatch(FakeDomains::isThreadedController)));
  }

  static boolean isValidDomain(FakeDirectory directory) {
    if (isThreaded(directory)) {
      return false;
    }
    for (var at = directory.parent; at.isPresent(); at = at.get().parent) {
      if ((!at.get().isRoot() && isThreadRoot(at.get())) || isThreaded(at.get())) {
        return false;
      }
    }
    return true;
  }

  static boolean enablesDomainControllers(FakeDirectory directory) {
    return !FakeSubtree.enabled(directory).stream().allMatch(FakeDomains::isThreadedController);
  }

  /** {@code threaded} is written to {@code cgroup.type}; there is no way back. */
  static void makeThreaded(FakeDirectory directory) throws Refused {
    if (isThreaded(directory)) {
      return;
    }
    FakeDirectory domain = directory.parent.orElseThrow().domain;
    boolean possible =
        !directory.isPopulated()
            && !enablesDomainControllers(directory)
            && isValidDomain(domain)
            && canBeThreadRoot(domain);
    FakeRules.refuseIf(!possible, "EOPNOTSUPP");
    directory.domain = domain;
    directory.children.values().forEach(child -> join(child, domain));
    directory.rules.keySet().stream()
        .filter(name -> !name.equals(FakeCore.NAME) && !isThreadedController(name))
        .toList()
        .forEach(directory::drop);
  }

  /** Threaded directories below come along, even where one between is none (as Linux does it). */
  private static void join(FakeDirectory directory, FakeDirectory domain) {
    if (isThreaded(directory)) {
      directory.domain = domain;
    }
    directory.children.values().forEach(child -> join(child, domain));
  }
}
