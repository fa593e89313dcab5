package vcg.cgroup;

import java.math.BigInteger;

/** {@code cpu.shares} is clamped; a quota must fit into those above it (rule O2). */
final class FakeCpu implements FakeRules {
  private static final BigInteger LEAST_SHARES = BigInteger.TWO;
  private static final BigInteger MOST_SHARES = BigInteger.valueOf(262_144);
  private static final String SHARES = "cpu.shares";
  private static final String PERIOD = "cpu.cfs_period_us";
  private static final String QUOTA = "cpu.cfs_quota_us";
  private static final long LEAST_MICROS = 1_000;
  private static final long MOST_PERIOD = 1_000_000;
  private static final long MOST_QUOTA = 17_592_186_044_415L;

  /** A ratio that no quota has. */
  private static final long UNLIMITED = -1;

  @Override
  public void fill(FakeDirectory directory) {
    directory.files.put(SHARES, "1024");
    directory.files.put(PERIOD, "100000");
    directory.files.put(QUOTA, "-1");
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    switch (file) {
      case SHARES -> writeShares(directory, KernelNumbers.unsigned(value));
      case PERIOD -> {
        BigInteger period = KernelNumbers.unsigned(value);
        refuseUnless(period.bitLength() < 63);
        writeBandwidth(directory, file, period.longValueExact());
      }
      case QUOTA -> writeBandwidth(directory, file, Math.max(-1, KernelNumbers.signed(value)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void writeShares(FakeDirectory directory, BigInteger shares) throws Refused {
    refuseUnless(!directory.isRoot());
    directory.files.put(SHARES, shares.max(LEAST_SHARES).min(MOST_SHARES).toString());
  }

  private static void writeBandwidth(FakeDirectory directory, String file, long micros)
      throws Refused {
    refuseUnless(!directory.isRoot());
    if (file.equals(PERIOD)) {
      refuseUnless(micros >= LEAST_MICROS && micros <= MOST_PERIOD);
    } else {
      refuseUnless(micros < 0 || (micros >= LEAST_MICROS && micros <= MOST_QUOTA));
    }
    String before = directory.content(file);
    directory.files.put(file, Long.toString(micros));
    if (!fits(directory, above(directory))) {
      directory.files.put(file, before);
      throw new Refused("EINVAL");
    }
  }

  private static long above(FakeDirectory directory) {
    long ratio = UNLIMITED;
    FakeDirectory at = directory;
    while (ratio == UNLIMITED && at.parent.isPresent()) {
      at = at.parent.get();
      ratio = ratio(at);
    }
    return ratio;
  }

  /** Whether no directory from here on down has a larger ratio than what lies above it. */
  private static boolean fits(FakeDirectory directory, long above) {
    long own = ratio(directory);
    if (own != UNLIMITED && above != UNLIMITED && Long.compareUnsigned(own, above) > 0) {
      return false;
    }
    long inForce = own == UNLIMITED ? above : own;
    return directory.children.values().stream().allMatch(child -> fits(child, inForce));
  }

  /** Quota by period in steps of 2^-20, as the kernel compares them. */
  private static long ratio(FakeDirectory directory) {
    long quota = Long.parseLong(directory.content(QUOTA));
    return quota < 0
        ? UNLIMITED
        : Long.divideUnsigned(quota << 20, Long.parseLong(directory.content(PERIOD)));
  }

  private static void refuseUnless(boolean allowed) throws Refused {
    if (!allowed) {
      throw new Refused("EINVAL");
    }
  }
}
