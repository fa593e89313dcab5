package vcg.cgroup;

import java.math.BigInteger;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code cpu.shares} is clamped; a quota must fit into those above it (rule O2), also that of a
 * directory which was removed a moment ago.
 */
final class FakeCpu implements FakeRules {
  private static final BigInteger LEAST_SHARES = BigInteger.TWO;
  private static final BigInteger MOST_SHARES = BigInteger.valueOf(262_144);
  private static final String SHARES = "cpu.shares";
  private static final String PERIOD = "cpu.cfs_period_us";
  private static final String QUOTA = "cpu.cfs_quota_us";
  private static final String BURST = "cpu.cfs_burst_us";
  private static final FakeIdle IDLE = new FakeIdle(SHARES, "3", "1024");

  /** A ratio that no quota has. */
  private static final long UNLIMITED = -1;

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    return Map.of(SHARES, "1024", PERIOD, "100000", QUOTA, "-1", BURST, "0", FakeIdle.FILE, "0");
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    switch (file) {
      case SHARES -> writeShares(directory, KernelNumbers.unsigned(value));
      case FakeIdle.FILE -> IDLE.write(directory, value);
      case PERIOD, BURST -> writeBandwidth(directory, file, FakeBandwidth.micros(value));
      case QUOTA -> writeBandwidth(directory, file, Math.max(-1, KernelNumbers.signed(value)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void writeShares(FakeDirectory directory, BigInteger shares) throws Refused {
    FakeRules.refuseIf(directory.isRoot(), "EINVAL");
    FakeIdle.refuseWeight(directory);
    directory.files.put(SHARES, shares.max(LEAST_SHARES).min(MOST_SHARES).toString());
  }

  private static void writeBandwidth(FakeDirectory directory, String file, long micros)
      throws Refused {
    FakeRules.refuseIf(directory.isRoot(), "EINVAL");
    String before = directory.content(file);
    directory.files.put(file, Long.toString(micros));
    try {
      bandwidth(directory).checked();
      FakeRules.refuseIf(!fits(directory, above(directory)), "EINVAL");
    } catch (Refused refused) {
      directory.files.put(file, before);
      directory.gone.clear(); // the moment is over
      throw refused;
    }
  }

  private static FakeBandwidth bandwidth(FakeDirectory directory) {
    return new FakeBandwidth(
        Long.parseLong(directory.content(QUOTA)),
        Long.parseLong(directory.content(PERIOD)),
        Long.parseLong(directory.content(BURST, "0")));
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
    return Stream.concat(directory.children.values().stream(), directory.gone.stream())
        .allMatch(child -> fits(child, inForce));
  }

  /** Quota by period in steps of 2^-20, as the kernel compares them. */
  private static long ratio(FakeDirectory directory) {
    FakeBandwidth bandwidth = bandwidth(directory);
    return bandwidth.quota() < 0
        ? UNLIMITED
        : Long.divideUnsigned(bandwidth.quota() << 20, bandwidth.period());
  }
}
