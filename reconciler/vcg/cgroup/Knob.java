package vcg.cgroup;

import static vcg.cgroup.Spellings.MAX_QUOTA_MICROS;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of knobs: which leaf of a document goes to which controller, and how it is spelled in
 * the files of cgroup v1 and v2. Planner, snapshot, documents and tests all read this table.
 *
 * <p>Where a row names several files, a host has at most one of them in force: the first it has.
 */
public enum Knob {
  CPU_SHARES(
      Controller.CPU,
      "cputune/shares",
      Unit.COUNT,
      List.of(new Spellings.PlainNumber("cpu.shares", 1024, 2, 262_144)),
      List.of(new Spellings.Weight("cpu.weight", 1024, Spellings::weightOfShares))),
  CPU_PERIOD(
      Controller.CPU,
      "cputune/global_period",
      Unit.MICROSECONDS,
      List.of(new Spellings.PlainNumber("cpu.cfs_period_us", 100_000, 1_000, 1_000_000)),
      List.of(new Spellings.CpuMax("cpu.max", 1, Value.amount(100_000)))),
  CPU_QUOTA(
      Controller.CPU,
      "cputune/global_quota",
      Unit.MICROSECONDS,
      List.of(new Spellings.QuotaV1("cpu.cfs_quota_us")),
      List.of(new Spellings.CpuMax("cpu.max", 0, Value.unlimited()))),
  MEMORY_HARD_LIMIT(
      Controller.MEMORY,
      "memtune/hard_limit",
      Unit.BYTES,
      List.of(new Spellings.Memory("memory.limit_in_bytes", Value.unlimited(), "-1")),
      List.of(new Spellings.Memory("memory.max", Value.unlimited(), "max"))),
  MEMORY_SOFT_LIMIT(
      Controller.MEMORY,
      "memtune/soft_limit",
      Unit.BYTES,
      List.of(new Spellings.Memory("memory.soft_limit_in_bytes", Value.unlimited(), "-1")),
      List.of(new Spellings.Memory("memory.low", Value.amount(0), "max"))),
  MEMORY_SWAP_HARD_LIMIT(
      Controller.MEMORY,
      "memtune/swap_hard_limit",
      Unit.BYTES,
      List.of(new Spellings.Memory("memory.memsw.limit_in_bytes", Value.unlimited(), "-1")),
      List.of(new Spellings.SwapMax("memory.swap.max"))),
  BLKIO_WEIGHT(
      Controller.BLKIO,
      "blkiotune/weight",
      Unit.COUNT,
      List.of(
          new Spellings.PlainNumber("blkio.bfq.weight", 100, 1, 1000),
          new Spellings.PlainNumber("blkio.weight", 500, 10, 1000)),
      List.of(
          new Spellings.IoWeight("io.bfq.weight", 100, 1, 1000),
          new Spellings.IoWeight("io.weight", 100, 1, 10_000))),
  CPUSET_CPUS(
      Controller.CPUSET,
      "vcpu@cpuset",
      Unit.INDEXES,
      List.of(new Spellings.Indexes("cpuset.cpus")),
      List.of(new Spellings.Indexes("cpuset.cpus"))),
  CPUSET_MEMS(
      Controller.CPUSET,
      "",
      Unit.INDEXES,
      List.of(new Spellings.Indexes("cpuset.mems")),
      List.of(new Spellings.Indexes("cpuset.mems")));

  /** What a knob's numbers count. */
  public enum Unit {
    COUNT,
    MICROSECONDS,
    BYTES,
    INDEXES
  }

  /** The bounds of a CFS quota in microseconds. */
  public static final long LEAST_QUOTA_MICROS = 1_000;

  /** The bounds of a CFS quota in microseconds. */
  public static final long MOST_QUOTA_MICROS = MAX_QUOTA_MICROS;

  private final Controller controller;
  private final String element;
  private final Unit unit;

  @SuppressWarnings("ImmutableEnumChecker") // every row passes List.of(…) of records
  private final List<Spelling> v1;

  @SuppressWarnings("ImmutableEnumChecker") // as above
  private final List<Spelling> v2;

  Knob(Controller controller, String element, Unit unit, List<Spelling> v1, List<Spelling> v2) {
    this.controller = controller;
    this.element = element;
    this.unit = unit;
    this.v1 = v1;
    this.v2 = v2;
  }

  public Controller controller() {
    return controller;
  }

  /**
   * Where the value stands in a domain file, such as {@code cputune/shares} or {@code vcpu@cpuset};
   * empty for a knob that no document sets.
   */
  public String element() {
    return element;
  }

  public Unit unit() {
    return unit;
  }

  /** The last word of {@link #element()}, or of the file's name where no document sets it. */
  public String field() {
    return element.isEmpty()
        ? "mems"
        : element.substring(Math.max(element.lastIndexOf('/'), element.lastIndexOf('@')) + 1);
  }

  /** The ways to spell this knob, the preferred one first. */
  public List<Spelling> spellings(Hierarchy.Version version) {
    return switch (version) {
      case V1 -> v1;
      case V2 -> v2;
    };
  }

  /** The spelling for a file that was found on a host. */
  public Optional<Spelling> spelling(String file) {
    return Stream.concat(v1.stream(), v2.stream()).filter(s -> s.file().equals(file)).findFirst();
  }

  /** Whether a new directory starts with the value of the directory above it. */
  public boolean inherited() {
    return unit == Unit.INDEXES;
  }
}
