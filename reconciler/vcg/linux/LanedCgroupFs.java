package vcg.linux;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;

/**
 * The cgroup file system for several threads at once: each keeps to one of a few lanes, so that
 * what a lane has open serves its thread's next call, and threads of one pool, which have numbers
 * in a row, do not wait for each other.
 */
final class LanedCgroupFs implements CgroupFs {
  private final List<ForeignCgroupFs> lanes;

  LanedCgroupFs(Collection<Hierarchy> hierarchies, int lanes) {
    this.lanes = Stream.generate(() -> new ForeignCgroupFs(hierarchies)).limit(lanes).toList();
  }

  private CgroupFs lane() {
    return lanes.get((int) (Thread.currentThread().threadId() % lanes.size()));
  }

  @Override
  public Optional<String> read(CgroupPath cgroup, String file) throws IOException {
    return lane().read(cgroup, file);
  }

  @Override
  public void write(CgroupPath cgroup, String file, String value) throws IOException {
    lane().write(cgroup, file, value);
  }

  @Override
  public boolean create(CgroupPath cgroup) throws IOException {
    return lane().create(cgroup);
  }

  @Override
  public boolean remove(CgroupPath cgroup) throws IOException {
    return lane().remove(cgroup);
  }

  @Override
  public boolean exists(CgroupPath cgroup) throws IOException {
    return lane().exists(cgroup);
  }

  @Override
  public List<String> children(CgroupPath cgroup) throws IOException {
    return lane().children(cgroup);
  }

  @Override
  public List<String> files(CgroupPath cgroup) throws IOException {
    return lane().files(cgroup);
  }
}
