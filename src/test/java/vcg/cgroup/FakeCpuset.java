package vcg.cgroup;

import java.util.BitSet;
import java.util.regex.Pattern;
import vcg.cgroup.Value.IndexSet;

/** A new directory is empty and unusable; sets shrink from parent to child (rule O4). */
final class FakeCpuset implements FakeRules {
  private static final String CPUS = "cpuset.cpus";
  private static final String MEMS = "cpuset.mems";
  private static final Pattern ITEM = Pattern.compile("[0-9]{1,9}(-[0-9]{1,9})?");

  /** How many memory nodes the kernel is built for: 2^10. A number above is ERANGE, not EINVAL. */
  private static final int MOST_NODES = 1024;

  private final IndexSet cpus;
  private final IndexSet mems;

  FakeCpuset(IndexSet cpus, IndexSet mems) {
    this.cpus = cpus;
    this.mems = mems;
  }

  @Override
  public void fill(FakeDirectory directory) {
    directory.files.put(CPUS, directory.isRoot() ? cpus.list() : "");
    directory.files.put(MEMS, directory.isRoot() ? mems.list() : "");
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    boolean isCpus = file.equals(CPUS);
    if (!isCpus && !file.equals(MEMS)) {
      return false;
    }
    refuseIf(directory.isRoot(), "EACCES");
    IndexSet host = isCpus ? cpus : mems;
    IndexSet set = parse(value.strip(), isCpus ? host.bits().length() : MOST_NODES);
    refuseIf(!host.covers(set), "EINVAL");
    IndexSet before = set(directory, file);
    if (set.equals(before)) {
      return true;
    }
    directory.files.put(file, set.list());
    try {
      check(directory);
      refuseIf(set.list().isEmpty() && !directory.processes.isEmpty(), "ENOSPC");
    } catch (Refused refused) {
      directory.files.put(file, before.list());
      throw refused;
    }
    return true;
  }

  @Override
  public void attach(FakeDirectory directory) throws Refused {
    refuseIf(directory.content(CPUS).isEmpty() || directory.content(MEMS).isEmpty(), "ENOSPC");
  }

  private static void check(FakeDirectory directory) throws Refused {
    for (FakeDirectory child : directory.children.values()) {
      refuseIf(!covers(directory, child), "EBUSY");
    }
    FakeDirectory parent = directory.parent.orElseThrow();
    refuseIf(!covers(parent, directory), "EACCES");
  }

  private static boolean covers(FakeDirectory outer, FakeDirectory inner) {
    return set(outer, CPUS).covers(set(inner, CPUS)) && set(outer, MEMS).covers(set(inner, MEMS));
  }

  private static IndexSet set(FakeDirectory directory, String file) {
    return new IndexSet(directory.content(file));
  }

  private static IndexSet parse(String text, int most) throws Refused {
    BitSet bits = new BitSet();
    for (String item : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      refuseIf(!ITEM.matcher(item).matches(), "EINVAL");
      int dash = item.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? item : item.substring(0, dash));
      int to = dash < 0 ? from : Integer.parseInt(item.substring(dash + 1));
      refuseIf(from > to, "EINVAL");
      refuseIf(to >= most, "ERANGE");
      bits.set(from, to + 1);
    }
    return IndexSet.of(bits);
  }

  private static void refuseIf(boolean forbidden, String errno) throws Refused {
    if (forbidden) {
      throw new Refused(errno);
    }
  }
}
