package vcg.cgroup;

import java.math.BigInteger;

/**
 * CPU time in each period, all in microseconds.
 *
 * @param quota negative: no limit, which takes any burst
 */
record FakeBandwidth(long quota, long period, long burst) {
  private static final long LEAST_MICROS = 1_000;
  private static final long MOST_PERIOD = 1_000_000;
  private static final long MOST_QUOTA = 17_592_186_044_415L;
  private static final BigInteger MOST_MICROS =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE).divide(BigInteger.valueOf(1000));

  /** What the kernel would not take. */
  FakeBandwidth checked() throws Refused {
    boolean periodFits = period >= LEAST_MICROS && period <= MOST_PERIOD;
    boolean quotaFits =
        quota < 0
            || (quota >= LEAST_MICROS
                && quota <= MOST_QUOTA
                && burst <= quota
                && burst + quota <= MOST_QUOTA);
    FakeRules.refuseIf(!periodFits || !quotaFits, "EINVAL");
    return this;
  }

  /** A number of microseconds that is still one when counted in nanoseconds. */
  static long micros(String text) throws Refused {
    BigInteger micros = KernelNumbers.unsigned(text);
    FakeRules.refuseIf(micros.compareTo(MOST_MICROS) > 0, "EINVAL");
    return micros.longValueExact();
  }
}
