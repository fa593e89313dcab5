package vcg.guest;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.FakeCgroupFs;
import vcg.cgroup.Hierarchy;

/** Processes that live in a {@link FakeCgroupFs}; each has a new number. */
final class FakeBodies implements Bodies {
  private final FakeCgroupFs fs;
  private long nextPid = 1000;

  FakeBodies(FakeCgroupFs fs) {
    this.fs = fs;
  }

  @Override
  public Body take(int threads) {
    long pid = nextPid++;
    long[] numbers = LongStream.range(pid * 1000, pid * 1000 + threads).toArray();
    fs.start(pid, numbers);
    return new Body(pid, LongStream.of(numbers).boxed().toList());
  }

  @Override
  public void giveBack(Body body) {
    fs.exit(body.pid());
  }

  @Override
  public SortedMap<String, String> placement(long pid, long thread) throws IOException {
    SortedMap<String, String> placement = new TreeMap<>();
    for (Hierarchy hierarchy : fs.hierarchies()) {
      String file = hierarchy.version() == Hierarchy.Version.V1 ? "tasks" : "cgroup.threads";
      placement.put(hierarchy.name(), find(hierarchy.name(), "/", file, thread).orElse("/"));
    }
    return placement;
  }

  private Optional<String> find(String hierarchy, String path, String file, long thread)
      throws IOException {
    CgroupPath cgroup = new CgroupPath(hierarchy, path);
    CgroupFs reader = fs;
    String number = Long.toString(thread);
    if (reader.read(cgroup, file).orElse("").lines().anyMatch(number::equals)) {
      return Optional.of(path);
    }
    for (String child : reader.children(cgroup)) {
      Optional<String> found = find(hierarchy, cgroup.child(child).path(), file, thread);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
