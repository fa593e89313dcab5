package vcg.linux;

import java.util.List;
import org.junit.jupiter.api.Tag;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.Hierarchy;

/** {@link ForeignCgroupFs} on cgroup v2 of a real kernel. */
@Tag("vm")
class UnifiedForeignCgroupFsVM extends UnifiedRealCgroupFs {
  @Override
  CgroupFs open(Hierarchy unified) {
    return new ForeignCgroupFs(List.of(unified));
  }
}
