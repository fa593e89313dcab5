package vcg.linux;

import vcg.cgroup.CgroupFs;

/** {@link PlainCgroupFs} on a real kernel. */
class PlainCgroupFsIT extends RealCgroupFs {
  @Override
  CgroupFs open() {
    return new PlainCgroupFs(cgroup.hierarchies());
  }
}
