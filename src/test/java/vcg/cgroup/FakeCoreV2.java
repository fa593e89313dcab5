package vcg.cgroup;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files {@code cgroup.*} of v2: who may be where, frozen, killed (rules O5 to O14, O19). */
record FakeCoreV2(FakeSubtree subtree) implements FakeCore {
  private static final String PROCS = "cgroup.procs";
  private static final String THREADS = "cgroup.threads";
  private static final String TYPE = "cgroup.type";
  private static final String FREEZE = "cgroup.freeze";
  private static final String KILL = "cgroup.kill";
  private static final String CONTROLLERS = "cgroup.controllers";
  private static final String EVENTS = "cgroup.events";

  @Override
  public void made(FakeDirectory directory, Map<String, FakeRules> controllers) {
    directory.add(NAME, this);
    subtree.refresh(directory);
  }

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    TreeMap<String, String> files = new TreeMap<>();
    files.put(CONTROLLERS, "");
    files.put(FakeSubtree.FILE, "");
    files.put(PROCS, "");
    files.put(THREADS, "");
    files.put("cpu.stat", "usage_usec 0\nuser_usec 0\nsystem_usec 0");
    if (!directory.isRoot()) {
      files.put(TYPE, "");
      files.put(EVENTS, "");
      files.put(FREEZE, "0");
      files.put(KILL, "");
    }
    return files;
  }

  @Override
  public Optional<String> shown(FakeDirectory directory, String file) throws Refused {
    return switch (file) {
      case CONTROLLERS -> Optional.of(String.join(" ", subtree.available(directory)));
      case TYPE -> Optional.of(FakeDomains.type(directory));
      case EVENTS ->
          Optional.of(
              "populated "
                  + (directory.isPopulated() ? 1 : 0)
                  + "\nfrozen "
                  + (isFrozen(directory) ? 1 : 0));
      case PROCS -> {
        FakeRules.refuseIf(FakeDomains.isThreaded(directory), "EOPNOTSUPP");
        yield Optional.of(FakeCoreV1.lines(processes(directory)));
      }
      case THREADS -> Optional.of(FakeCoreV1.lines(directory.threads));
      case KILL -> throw new Refused("EINVAL");
      default -> Optional.empty();
    };
  }

  private static boolean isFrozen(FakeDirectory directory) {
    return directory.content(FREEZE, "0").equals("1")
        || directory.parent.filter(FakeCoreV2::isFrozen).isPresent();
  }

  /** Those whose first thread is here or in a threaded directory of this domain. */
  private static SortedSet<Long> processes(FakeDirectory domain) {
    TreeSet<Long> threads = new TreeSet<>();
    collect(domain, domain, threads);
    threads.retainAll(domain.host.tasks().owners(threads));
    return threads;
  }

  private static void collect(FakeDirectory at, FakeDirectory domain, Set<Long> threads) {
    if (at.domain == domain) {
      threads.addAll(at.threads);
    }
    at.children.values().forEach(child -> collect(child, domain, threads));
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    switch (file) {
      case FakeSubtree.FILE -> subtree.write(directory, value);
      case PROCS -> moveProcess(directory, directory.host.tasks().parse(value));
      case THREADS -> moveThread(directory, directory.host.tasks().parse(value));
      case TYPE -> {
        FakeRules.refuseIf(!value.strip().equals("threaded"), "EINVAL");
        FakeDomains.makeThreaded(directory);
      }
      case FREEZE -> directory.files.put(FREEZE, flag(value, 0));
      case KILL -> {
        flag(value, 1);
        FakeRules.refuseIf(FakeDomains.isThreaded(directory), "EOPNOTSUPP");
        FakeTasks tasks = directory.host.tasks();
        tasks.kill(tasks.owners(directory.threadsBelow()));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static String flag(String value, int least) throws Refused {
    long flag = KernelNumbers.signed(value.strip());
    FakeRules.refuseIf(flag < least || flag > 1, "ERANGE");
    return Long.toString(flag);
  }

  private static void moveProcess(FakeDirectory to, long thread) throws Refused {
    vet(to);
    FakeTasks tasks = to.host.tasks();
    new TreeSet<>(tasks.siblings(thread)).forEach(sibling -> tasks.move(sibling, to));
  }

  private static void moveThread(FakeDirectory to, long thread) throws Refused {
    vet(to);
    FakeTasks tasks = to.host.tasks();
    FakeDirectory from = tasks.place(thread, to);
    FakeRules.refuseIf(from.domain != to.domain, "EOPNOTSUPP");
    tasks.move(thread, to);
  }

  private static void vet(FakeDirectory to) throws Refused {
    FakeRules.refuseIf(!FakeDomains.isValidDomain(to.domain), "EOPNOTSUPP");
    FakeRules.refuseIf(
        !FakeDomains.canBeThreadRoot(to)
            && !FakeDomains.isThreaded(to)
            && !FakeSubtree.enabled(to).isEmpty(),
        "EBUSY");
  }
}
