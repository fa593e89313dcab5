package vcg.cgroup;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import vcg.cgroup.Value.IndexSet;

/** An empty set, and one that has nothing in common with what lies above, inherits from there. */
final class FakeCpusetV2 implements FakeRules {
  private static final String EFFECTIVE = ".effective";

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    String cpus = FakeCpuset.CPUS;
    String mems = FakeCpuset.MEMS;
    return directory.isRoot()
        ? Map.of(cpus + EFFECTIVE, "", mems + EFFECTIVE, "")
        : Map.of(cpus, "", mems, "", cpus + EFFECTIVE, "", mems + EFFECTIVE, "");
  }

  @Override
  public Optional<String> shown(FakeDirectory directory, String file) {
    return switch (file) {
      case FakeCpuset.CPUS + EFFECTIVE ->
          Optional.of(effective(directory, FakeCpuset.CPUS, directory.host.cpus()).list());
      case FakeCpuset.MEMS + EFFECTIVE ->
          Optional.of(effective(directory, FakeCpuset.MEMS, directory.host.mems()).list());
      default -> Optional.empty();
    };
  }

  private static IndexSet effective(FakeDirectory directory, String file, IndexSet host) {
    if (directory.isRoot()) {
      return host;
    }
    IndexSet above = effective(directory.parent.orElseThrow(), file, host);
    BitSet bits = new IndexSet(directory.content(file)).bits();
    bits.and(above.bits());
    return bits.isEmpty() ? above : IndexSet.of(bits);
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    if (!file.equals(FakeCpuset.CPUS) && !file.equals(FakeCpuset.MEMS)) {
      return false;
    }
    String set = FakeCpuset.parse(directory.host, file, value.strip()).list();
    boolean cleared = set.isEmpty() && !directory.content(file).isEmpty();
    // Linux 7.2 no longer minds
    FakeRules.refuseIf(cleared && directory.isPopulated(), "ENOSPC");
    directory.files.put(file, set);
    return true;
  }
}
