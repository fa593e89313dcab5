package vcg.linux;

import java.util.Collection;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.Hierarchy;

/** The way to the cgroup files of this host. */
public final class CgroupFiles {
  private CgroupFiles() {}

  /**
   * The fastest way there is: by system calls where Java may make them, otherwise by its own files.
   * For one thread at a time; lives as long as the program.
   */
  public static CgroupFs open(Collection<Hierarchy> hierarchies) {
    return foreignCalls() ? new ForeignCgroupFs(hierarchies) : new PlainCgroupFs(hierarchies);
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
