package vcg.cgroup;

import java.util.BitSet;
import java.util.Map;
import java.util.regex.Pattern;
import vcg.cgroup.Value.IndexSet;

/** A new directory is empty and unusable; sets shrink from parent to child (rule O4). */
final class FakeCpuset implements FakeRules {
  static final String CPUS = "cpuset.cpus";
  static final String MEMS = "cpuset.mems";
  private static final String MIGRATE = "cpuset.memory_migrate";
  private static final Pattern ITEM = Pattern.compile("[0-9]{1,9}(-[0-9]{1,9})?");

  /** How many memory nodes the kernel is built for: 2^10. A number above is ERANGE, not EINVAL. */
  private static final int MOST_NODES = 1024;

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    boolean root = directory.isRoot();
    FakeHost host = directory.host;
    return Map.of(
        CPUS, root ? host.cpus().list() : "", MEMS, root ? host.mems().list() : "", MIGRATE, "0");
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    if (file.equals(MIGRATE)) {
      directory.files.put(file, value.strip().equals("0") ? "0" : "1");
      return true;
    }
    if (!file.equals(CPUS) && !file.equals(MEMS)) {
      return false;
    }
    FakeRules.refuseIf(directory.isRoot(), "EACCES");
    IndexSet set = parse(directory.host, file, value.strip());
    IndexSet before = set(directory, file);
    if (set.equals(before)) {
      return true;
    }
    directory.files.put(file, set.list());
    try {
      check(directory);
      FakeRules.refuseIf(set.list().isEmpty() && !directory.threads.isEmpty(), "ENOSPC");
    } catch (Refused refused) {
      directory.files.put(file, before.list());
      throw refused;
    }
    return true;
  }

  @Override
  public void attach(FakeDirectory directory) throws Refused {
    FakeRules.refuseIf(
        directory.content(CPUS).isEmpty() || directory.content(MEMS).isEmpty(), "ENOSPC");
  }

  private static void check(FakeDirectory directory) throws Refused {
    for (FakeDirectory child : directory.children.values()) {
      FakeRules.refuseIf(!covers(directory, child), "EBUSY");
    }
    FakeDirectory parent = directory.parent.orElseThrow();
    FakeRules.refuseIf(!covers(parent, directory), "EACCES");
  }

  private static boolean covers(FakeDirectory outer, FakeDirectory inner) {
    return set(outer, CPUS).covers(set(inner, CPUS)) && set(outer, MEMS).covers(set(inner, MEMS));
  }

  private static IndexSet set(FakeDirectory directory, String file) {
    return new IndexSet(directory.content(file));
  }

  /** A list of CPUs or memory nodes that the host has. */
  static IndexSet parse(FakeHost host, String file, String text) throws Refused {
    IndexSet all = file.equals(CPUS) ? host.cpus() : host.mems();
    int most = file.equals(CPUS) ? all.bits().length() : MOST_NODES;
    BitSet bits = new BitSet();
    for (String item : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      FakeRules.refuseIf(!ITEM.matcher(item).matches(), "EINVAL");
      int dash = item.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? item : item.substring(0, dash));
      int to = dash < 0 ? from : Integer.parseInt(item.substring(dash + 1));
      FakeRules.refuseIf(from > to, "EINVAL");
      FakeRules.refuseIf(to >= most, "ERANGE");
      bits.set(from, to + 1);
    }
    IndexSet set = IndexSet.of(bits);
    FakeRules.refuseIf(!all.covers(set), "EINVAL");
    return set;
  }
}
