package vcg.linux;

import java.util.Collection;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.Hierarchy;

/** The way to the cgroup files of this host. */
public final class CgroupFiles {
  /** Threads that call at the same time, beyond which some wait: each lane has files open. */
  private static final int LANES = 8;

  private CgroupFiles() {}

  /**
   * The fastest way there is: by system calls where Java may make them, otherwise by its own files.
   * For any number of threads; lives as long as the program.
   */
  public static CgroupFs open(Collection<Hierarchy> hierarchies) {
    return foreignCalls() ? new LanedCgroupFs(hierarchies, LANES) : new PlainCgroupFs(hierarchies);
  }

  /** Whether the C library can be called without asking the user for anything. */
  static boolean foreignCalls() {
    if (!CgroupFiles.class.getModule().isNativeAccessEnabled()) {
      return false;
    }
    try {
      Class.forName("vcg.linux.Libc");
      return true;
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    } catch (LinkageError _) { // a C library without these functions: plain files do as well
      return false;
    }
  }
}
