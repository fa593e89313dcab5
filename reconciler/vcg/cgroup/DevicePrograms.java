package vcg.cgroup;

import java.io.IOException;
import java.util.List;

/**
 * The programs that decide which devices a cgroup v2 may use. There is no file for them.
 *
 * <p>Every refusal of the kernel is a {@link CgroupException} such as {@code cannot attach device
 * program vcg_e3b0c44298f to unified:/vm/web: EPERM}. Programs stay when vcg ends, and go with the
 * directory.
 */
public interface DevicePrograms {
  /**
   * The programs of exactly this directory, in the order in which they were attached; those of
   * directories above count too but are not told. None when the directory does not exist.
   */
  List<DeviceProgram> attached(CgroupPath cgroup) throws IOException;

  /**
   * Lets a directory have exactly one program of ours, that of the policy.
   *
   * <p>One that is there already is exchanged in a single step, so that at no moment there is none
   * or the sum of two; the same one is left as it is. Further ones of ours, left by a crash, are
   * detached afterwards. Programs of others are never touched; a device must be allowed by all.
   *
   * <p>What is attached is counted at the end. One writer at a time for each directory.
   *
   * @throws IOException also when there is then not exactly one program of ours
   */
  void attach(CgroupPath cgroup, DevicePolicy policy) throws IOException;
}
