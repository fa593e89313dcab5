package vcg.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.Controller;
import vcg.cgroup.Knob;
import vcg.cgroup.Mappings;
import vcg.cgroup.Value;
import vcg.model.Host;

/** Values that a host can hold: the bounds, those around a page or a power of two, and odd ones. */
record CanonicalValues(Host host) {
  static final long LEAST_BYTES = 64L << 20;
  private static final long MIB = 1L << 20;
  private static final long MOST_BYTES = Long.MAX_VALUE;
  private static final long UNLIMITED_BYTES = 9_223_372_036_854_771_712L;

  private static final List<Value> SHARES =
      amounts(
          2, 3, 4, 5, 6, 9, 10, 100, 102, 255, 256, 512, 1000, 1023, 1024, 1025, 2048, 4096, 16_384,
          65_536, 131_072, 262_143, 262_144);
  private static final List<Value> PERIODS =
      amounts(
          1000, 1001, 1023, 4096, 9999, 10_000, 33_333, 50_000, 65_536, 99_999, 100_000, 100_001,
          123_457, 200_000, 250_000, 333_333, 500_000, 524_288, 999_983, 999_999, 1_000_000);
  private static final List<Value> QUOTAS =
      with(
          Value.unlimited(),
          1000,
          1001,
          1023,
          4096,
          9999,
          10_000,
          33_333,
          50_000,
          65_536,
          99_999,
          100_000,
          100_001,
          123_457,
          1_000_000,
          4_294_967_295L,
          4_294_967_296L,
          8_589_934_593L,
          1_099_511_627_777L,
          17_592_186_044_414L,
          17_592_186_044_415L);
  private static final List<Value> LIMITS =
      with(
          Value.unlimited(),
          LEAST_BYTES,
          LEAST_BYTES + 1,
          LEAST_BYTES + 1023,
          LEAST_BYTES + 1024,
          LEAST_BYTES + 4095,
          LEAST_BYTES + 4096,
          600_001L * 1024,
          1_000_000_007,
          4096 * MIB - 1,
          4096 * MIB,
          4096 * MIB + 1,
          (1L << 40) + 4095,
          (1L << 50) - 4097,
          1L << 62,
          UNLIMITED_BYTES - 4097,
          UNLIMITED_BYTES - 1,
          UNLIMITED_BYTES,
          9_007_199_254_740_991L * 1024,
          MOST_BYTES);
  private static final List<Value> SMALL =
      with(
          Value.unlimited(),
          0,
          1,
          1023,
          1024,
          4095,
          4096,
          4097,
          8191,
          8192,
          MIB - 1,
          MIB,
          600_001L * 1024,
          4096 * MIB + 1,
          (1L << 40) + 4095,
          1L << 62,
          UNLIMITED_BYTES - 4097,
          UNLIMITED_BYTES - 1,
          UNLIMITED_BYTES,
          9_007_199_254_740_991L * 1024,
          MOST_BYTES);
  private static final List<Long> SWAP =
      List.of(0L, 1L, 1023L, 1024L, 4095L, 4096L, 4097L, 8191L, MIB, MIB + 1, 600_001L * 1024);
  private static final List<Value> WEIGHTS =
      amounts(
          10, 11, 12, 50, 64, 99, 100, 101, 127, 128, 250, 255, 333, 499, 500, 501, 512, 750, 998,
          999, 1000);
  private static final List<Value> BYTE_RATES =
      with(
          Value.unlimited(),
          4096,
          4097,
          8191,
          65_535,
          65_537,
          MIB - 1,
          MIB,
          MIB + 1,
          10_000_000,
          4_294_967_294L,
          4_294_967_295L,
          4_294_967_296L,
          4_294_967_297L,
          1L << 40,
          (1L << 53) + 1,
          1L << 62,
          MOST_BYTES - 4096,
          MOST_BYTES - 1,
          MOST_BYTES);
  private static final List<Value> RATES =
      with(
          Value.unlimited(),
          1,
          2,
          3,
          10,
          100,
          119,
          120,
          1000,
          4095,
          4096,
          65_535,
          65_536,
          1_000_000,
          16_777_217,
          2_147_483_647,
          2_147_483_648L,
          4_000_000_000L,
          4_294_967_293L,
          4_294_967_294L);

  private static final Value ONE = Value.amount(1); // operation each second: v2 takes two or more

  /** With so many samples, each value has been in one. */
  static final int SAMPLES = SHARES.size();

  /** What knobs are set to in one document. */
  record Sample(SortedMap<Knob, Value> values, SortedMap<Knob, Value> ofDisk) {}

  /** The n-th value of every knob that the host has. */
  Sample sample(int i) {
    SortedMap<Knob, Value> values = new TreeMap<>();
    boolean raw =
        host.isUnified(Controller.CPU) && host.mappings().shares() == Mappings.Shares.PASSTHROUGH;
    Value shares = SHARES.get(i);
    values.put(
        Knob.CPU_SHARES,
        raw && ((Value.Amount) shares).number() > 10_000 ? Value.amount(10_000) : shares);
    values.put(Knob.CPU_PERIOD, nth(PERIODS, i));
    values.put(Knob.CPU_QUOTA, nth(QUOTAS, i));
    Value hard = nth(LIMITS, i);
    values.put(Knob.MEMORY_HARD_LIMIT, hard);
    Value both = Value.unlimited();
    if (hard instanceof Value.Amount(long bytes) && bytes < 1L << 62 && i % 7 != 6) {
      both = Value.amount(bytes + SWAP.get(i % SWAP.size()));
    }
    values.put(Knob.MEMORY_SWAP_HARD_LIMIT, both);
    boolean throttles =
        host.isUnified(Controller.MEMORY) && host.mappings().softLimit() == Mappings.SoftLimit.HIGH;
    values.put(Knob.MEMORY_SOFT_LIMIT, nth(throttles ? LIMITS : SMALL, i));
    values.put(Knob.MEMORY_MIN_GUARANTEE, nth(SMALL, i + 3));
    values.put(Knob.BLKIO_WEIGHT, nth(WEIGHTS, i));
    values.put(Knob.CPUSET_CPUS, nth(subsets(inherited(Knob.CPUSET_CPUS)), i));
    values.put(Knob.CPUSET_MEMS, nth(subsets(inherited(Knob.CPUSET_MEMS)), i / 8));
    values.keySet().removeIf(knob -> host.spelling(knob).isEmpty());
    SortedMap<Knob, Value> ofDisk = new TreeMap<>();
    ofDisk.put(Knob.BLKIO_DEVICE_WEIGHT, nth(WEIGHTS, i + 5));
    ofDisk.put(Knob.BLKIO_READ_BYTES, nth(BYTE_RATES, i));
    ofDisk.put(Knob.BLKIO_WRITE_BYTES, nth(BYTE_RATES, i + 7));
    ofDisk.put(Knob.BLKIO_READ_OPERATIONS, nth(RATES, i));
    ofDisk.put(Knob.BLKIO_WRITE_OPERATIONS, nth(RATES, i + 7));
    ofDisk.values().removeIf(value -> host.isUnified(Controller.BLKIO) && value.equals(ONE));
    ofDisk.keySet().removeIf(knob -> host.spelling(knob).isEmpty());
    return new Sample(values, ofDisk);
  }

  private Value.IndexSet inherited(Knob knob) {
    return Optional.ofNullable(host.inherited().get(knob)).orElseThrow();
  }

  private static <T> T nth(List<T> list, int n) {
    return list.get(n % list.size());
  }

  /** All that are not empty, of the first four. */
  private static List<Value.IndexSet> subsets(Value.IndexSet all) {
    List<Integer> members = all.bits().stream().boxed().limit(4).toList();
    List<Value.IndexSet> subsets = new ArrayList<>();
    for (int mask = 1; mask < 1 << members.size(); mask++) {
      BitSet some = new BitSet();
      for (int i = 0; i < members.size(); i++) {
        some.set(members.get(i), (mask >> i & 1) == 1);
      }
      subsets.add(Value.IndexSet.of(some));
    }
    return subsets;
  }

  private static List<Value> amounts(long... numbers) {
    List<Value> values = new ArrayList<>();
    for (long number : numbers) {
      values.add(Value.amount(number));
    }
    return List.copyOf(values);
  }

  private static List<Value> with(Value further, long... numbers) {
    List<Value> values = new ArrayList<>(amounts(numbers));
    values.add(further);
    return List.copyOf(values);
  }
}
