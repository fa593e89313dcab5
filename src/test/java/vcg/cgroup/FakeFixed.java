package vcg.cgroup;

import java.util.Map;

/** A controller of which only the names of some files matter. */
record FakeFixed(Map<String, String> files) implements FakeRules {
  FakeFixed {
    files = Map.copyOf(files);
  }

  /** A controller of v2 that vcg does not use; its root has no files. */
  static FakeFixed unused(String name) {
    return new FakeFixed(
        switch (name) {
          case "pids" -> Map.of("pids.max", "max", "pids.current", "0");
          case "hugetlb" -> Map.of("hugetlb.2MB.max", "max", "hugetlb.2MB.current", "0");
          case "rdma" -> Map.of("rdma.max", "", "rdma.current", "");
          case "misc" -> Map.of("misc.max", "", "misc.current", "");
          default -> throw new IllegalArgumentException("not modelled: " + name);
        });
  }

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    return directory.isRoot() && !files.containsKey("cpuacct.usage") ? Map.of() : files;
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) {
    if (files.containsKey(file) && file.endsWith(".max")) {
      throw new UnsupportedOperationException("not modelled: " + file);
    }
    return false;
  }
}
