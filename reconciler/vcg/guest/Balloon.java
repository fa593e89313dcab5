package vcg.guest;

import vcg.model.Bytes;

/** The arithmetic of QEMU's memory balloon. */
public final class Balloon {
  private static final long PAGE_BYTES = 4096;

  private Balloon() {}

  /** What QEMU reports once a guest has followed: the balloon takes whole pages away. */
  public static Bytes reached(Bytes size, Bytes asked) {
    long taken = Math.max(0, size.number() - asked.number()) / PAGE_BYTES * PAGE_BYTES;
    return new Bytes(size.number() - taken);
  }
}
