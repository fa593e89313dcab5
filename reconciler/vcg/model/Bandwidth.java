package vcg.model;

/**
 * A part of CPU time: so many microseconds in each period.
 *
 * @param periodMicros the length of a period
 */
public record Bandwidth(long quotaMicros, long periodMicros) implements Comparable<Bandwidth> {
  private static final int KERNEL_SHIFT = 20;

  public Bandwidth {
    if (quotaMicros < 0 || periodMicros < 1) {
      throw new IllegalArgumentException("no bandwidth: " + quotaMicros + "/" + periodMicros);
    }
  }

  /** As the kernel compares: by a fixed-point fraction (kernel/sched, to_ratio). */
  @Override
  public int compareTo(Bandwidth other) {
    return Long.compareUnsigned(ratio(), other.ratio());
  }

  private long ratio() {
    return Long.divideUnsigned(quotaMicros << KERNEL_SHIFT, periodMicros);
  }

  @Override
  public String toString() {
    return quotaMicros + "/" + periodMicros + " us";
  }
}
