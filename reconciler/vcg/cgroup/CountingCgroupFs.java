package vcg.cgroup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is read and written through another; several threads may use it. */
public final class CountingCgroupFs implements CgroupFs {
  private final CgroupFs fs;
  private final LongAdder reads = new LongAdder();
  private final ConcurrentMap<String, Long> writes = new ConcurrentHashMap<>();
  private final ConcurrentMap<CgroupCounts.Refused, Long> errors = new ConcurrentHashMap<>();

  public CountingCgroupFs(CgroupFs fs) {
    this.fs = fs;
  }

  public CgroupCounts counts() {
    return new CgroupCounts(reads.sum(), new TreeMap<>(writes), new TreeMap<>(errors));
  }

  @Override
  public Optional<String> read(CgroupPath cgroup, String file) throws IOException {
    reads.increment();
    return fs.read(cgroup, file);
  }

  @Override
  public void write(CgroupPath cgroup, String file, String value) throws IOException {
    writes.merge(cgroup.hierarchy(), 1L, Long::sum);
    try {
      fs.write(cgroup, file, value);
    } catch (IOException e) {
      errors.merge(new CgroupCounts.Refused(cgroup.hierarchy(), errno(e)), 1L, Long::sum);
      throw e;
    }
  }

  private static String errno(IOException e) {
    return e instanceof CgroupException refused ? refused.errno() : "other";
  }

  @Override
  public boolean create(CgroupPath cgroup) throws IOException {
    return fs.create(cgroup);
  }

  @Override
  public boolean remove(CgroupPath cgroup) throws IOException {
    return fs.remove(cgroup);
  }

  @Override
  public boolean exists(CgroupPath cgroup) throws IOException {
    return fs.exists(cgroup);
  }

  @Override
  public List<String> children(CgroupPath cgroup) throws IOException {
    return fs.children(cgroup);
  }

  @Override
  public List<String> files(CgroupPath cgroup) throws IOException {
    return fs.files(cgroup);
  }

  @Override
  public List<Long> processes(CgroupPath cgroup) throws IOException {
    reads.increment();
    return fs.processes(cgroup);
  }
}
