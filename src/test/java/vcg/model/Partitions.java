package vcg.model;

import vcg.cgroup.Knob;
import vcg.cgroup.PartitionPath;
import vcg.cgroup.Value;

/**
 * Valid partition documents for tests: {@code Partitions.of("/production").shares(512).build()}.
 * The file of {@code /production/web} is {@code production-web.xml}.
 */
public final class Partitions {
  private final PartitionPath path;
  private final String file;
  private final Tunings tuning;
  private String digest = "0".repeat(64);
  private Policy.Drift drift = Policy.Drift.REPAIR;

  private Partitions(PartitionPath path) {
    this.path = path;
    this.file = path.path().substring(1).replace('/', '-') + ".xml";
    this.tuning = new Tunings(file, 100);
  }

  /** A partition that asks for nothing. */
  public static Partitions of(String path) {
    return new Partitions(new PartitionPath(path));
  }

  public Partitions digest(String text) {
    digest = text;
    return this;
  }

  public Partitions drift(Policy.Drift value) {
    drift = value;
    return this;
  }

  public Partitions set(Knob knob, Value value) {
    tuning.set(knob, value);
    return this;
  }

  /** A setting of one block device, such as {@code /dev/sda}. */
  public Partitions device(String device, Knob knob, Value value) {
    tuning.device(device, knob, value);
    return this;
  }

  public Partitions shares(long shares) {
    return set(Knob.CPU_SHARES, Value.amount(shares));
  }

  public Partitions hardLimit(Bytes limit) {
    return set(Knob.MEMORY_HARD_LIMIT, Value.amount(limit.number()));
  }

  public Partitions softLimit(Bytes limit) {
    return set(Knob.MEMORY_SOFT_LIMIT, Value.amount(limit.number()));
  }

  public Partitions swapHardLimit(Bytes limit) {
    return set(Knob.MEMORY_SWAP_HARD_LIMIT, Value.amount(limit.number()));
  }

  public Partitions cpuset(String list) {
    return set(Knob.CPUSET_CPUS, Value.IndexSet.parse(list));
  }

  public Partitions nodeset(String list) {
    return set(Knob.CPUSET_MEMS, Value.IndexSet.parse(list));
  }

  public Partition build() {
    return new Partition(path, new Location(file, 1, 12), digest, tuning.build(), drift);
  }
}
