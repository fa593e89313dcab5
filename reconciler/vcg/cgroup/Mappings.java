package vcg.cgroup;

/**
 * How settings whose meaning differs between cgroup v1 and v2 are carried over to v2.
 *
 * @param shares what becomes of CPU shares
 * @param softLimit what becomes of the soft limit of memory
 */
public record Mappings(Shares shares, SoftLimit softLimit) {
  /** What a host does unless it is told otherwise. */
  public static final Mappings DEFAULT = new Mappings(Shares.CONVERT, SoftLimit.LOW);

  /** How shares become {@code cpu.weight}. */
  public enum Shares {
    /** On the curve that keeps 1024 shares at the kernel's default weight, 100. */
    CONVERT,
    /** As the same number, as libvirt does it. */
    PASSTHROUGH
  }

  /** Which file takes the soft limit of memory. */
  public enum SoftLimit {
    /** {@code memory.low}: acts when memory is short, as v1's soft limit does. */
    LOW,
    /** {@code memory.high}: slows the guest down at once, as libvirt does it. */
    HIGH
  }
}
