package vcg.cgroup;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Limits are whole pages and heed nothing around them; {@code memory.max} below use kills. */
final class FakeMemoryV2 implements FakeRules {
  private static final String MAX = "memory.max";
  private static final String GROUP = "memory.oom.group";
  private static final String CURRENT = "memory.current";
  private static final String STAT = "memory.stat";
  private static final Set<String> LIMITS =
      Set.of("memory.min", "memory.low", "memory.high", MAX, "memory.swap.max");

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    if (directory.isRoot()) {
      return Map.of(STAT, "inactive_file 0");
    }
    TreeMap<String, String> files = new TreeMap<>();
    LIMITS.forEach(file -> files.put(file, "max"));
    files.put("memory.min", "0");
    files.put("memory.low", "0");
    files.put(CURRENT, Long.toString(directory.usage));
    files.put("memory.swap.current", "0");
    files.put(STAT, "inactive_file 0");
    files.put(GROUP, "0");
    return files;
  }

  /** What a test has put into use. */
  static void use(FakeDirectory directory, long kept, long reclaimable) {
    directory.usage = kept;
    directory.files.put(CURRENT, Long.toString(kept + reclaimable));
    directory.files.put(STAT, "inactive_file " + reclaimable);
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    if (file.equals(GROUP)) {
      long group = KernelNumbers.signed(value.strip());
      FakeRules.refuseIf(group < 0 || group > 1, "EINVAL");
      directory.files.put(GROUP, Long.toString(group));
      return true;
    }
    if (!LIMITS.contains(file)) {
      return false;
    }
    long limit = value.strip().equals("max") ? FakeMemory.UNLIMITED : FakeMemory.pages(value);
    directory.files.put(file, limit == FakeMemory.UNLIMITED ? "max" : Long.toString(limit));
    if (file.equals(MAX) && limit < directory.usage) {
      FakeTasks tasks = directory.host.tasks();
      tasks.killOutOfMemory(tasks.owners(directory.threadsBelow()));
      use(directory, 0, 0);
    }
    return true;
  }
}
