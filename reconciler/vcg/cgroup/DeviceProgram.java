package vcg.cgroup;

/**
 * A program that decides which devices a cgroup v2 may use.
 *
 * @param id the kernel's number for it, never given twice while the machine runs
 * @param name up to 15 characters; empty when its maker gave none
 */
public record DeviceProgram(int id, String name) {
  /** Whether vcg made it; see {@link DevicePolicy#programName()}. */
  public boolean isOurs() {
    return name.startsWith(DevicePolicy.NAME_PREFIX);
  }
}
