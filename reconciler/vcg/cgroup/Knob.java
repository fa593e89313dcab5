package vcg.cgroup;

import static vcg.cgroup.DeviceLines.LEAST_BYTES_PER_SECOND;
import static vcg.cgroup.DeviceLines.LEAST_PER_SECOND_V2;
import static vcg.cgroup.DeviceLines.MOST_PER_SECOND;
import static vcg.cgroup.Spellings.MAX_QUOTA_MICROS;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of knobs: which leaf of a document goes to which controller, and how it is spelled in
 * the files of cgroup v1 and v2. Planner, snapshot, documents and tests all read this table.
 *
 * <p>Where a row names several files, a host has at most one of them in force: the first it has.
 */
public enum Knob {
  CPU_IDLE(
      Controller.CPU,
      "",
      Unit.SWITCH,
      List.of(new Spellings.PlainNumber("cpu.idle", 0, 0, 1)),
      List.of(new Spellings.PlainNumber("cpu.idle", 0, 0, 1))),
  CPU_SHARES(
      Controller.CPU,
      "cputune/shares",
      Unit.COUNT,
      List.of(new Spellings.PlainNumber("cpu.shares", 1024, 2, 262_144)),
      List.of(new Spellings.Weight("cpu.weight", 1024, Spellings::weightOfShares))),
  CPU_BURST(
      Controller.CPU,
      "",
      Unit.MICROSECONDS,
      List.of(new Spellings.PlainNumber("cpu.cfs_burst_us", 0, 0, MAX_QUOTA_MICROS)),
      List.of(new Spellings.PlainNumber("cpu.max.burst", 0, 0, MAX_QUOTA_MICROS))),
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
  MEMORY_SWAP_HARD_LIMIT(
      Controller.MEMORY,
      "memtune/swap_hard_limit",
      Unit.BYTES,
      List.of(new Spellings.Memory("memory.memsw.limit_in_bytes", Value.unlimited(), "-1")),
      List.of(new Spellings.SwapMax("memory.swap.max"))),
  MEMORY_SOFT_LIMIT(
      Controller.MEMORY,
      "memtune/soft_limit",
      Unit.BYTES,
      List.of(new Spellings.Memory("memory.soft_limit_in_bytes", Value.unlimited(), "-1")),
      List.of(new Spellings.Memory("memory.low", Value.amount(0), "max"))),
  /** Of v2 alone. Takes the soft limit where {@link Mappings.SoftLimit#HIGH} is asked for. */
  MEMORY_HIGH(
      Controller.MEMORY,
      "",
      Unit.BYTES,
      List.of(),
      List.of(new Spellings.Memory("memory.high", Value.unlimited(), "max"))),
  MEMORY_MIN_GUARANTEE(
      Controller.MEMORY,
      "memtune/min_guarantee",
      Unit.BYTES,
      List.of(),
      List.of(new Spellings.Memory("memory.min", Value.amount(0), "max"))),
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
  BLKIO_DEVICE_WEIGHT(
      Controller.BLKIO,
      "blkiotune/device/weight",
      Unit.COUNT,
      List.of(
          DeviceLines.weights("blkio.bfq.weight_device", 1, 1000),
          DeviceLines.weights("blkio.weight_device", 10, 1000)),
      List.of(
          DeviceLines.weights("io.bfq.weight", 1, 1000),
          DeviceLines.weights("io.weight", 1, 10_000))),
  BLKIO_READ_BYTES(
      Controller.BLKIO,
      "blkiotune/device/read_bytes_sec",
      Unit.BYTES_PER_SECOND,
      List.of(
          DeviceLines.throttle(
              "blkio.throttle.read_bps_device", LEAST_BYTES_PER_SECOND, Long.MAX_VALUE)),
      List.of(DeviceLines.ioMax("rbps", LEAST_BYTES_PER_SECOND, Long.MAX_VALUE))),
  BLKIO_WRITE_BYTES(
      Controller.BLKIO,
      "blkiotune/device/write_bytes_sec",
      Unit.BYTES_PER_SECOND,
      List.of(
          DeviceLines.throttle(
              "blkio.throttle.write_bps_device", LEAST_BYTES_PER_SECOND, Long.MAX_VALUE)),
      List.of(DeviceLines.ioMax("wbps", LEAST_BYTES_PER_SECOND, Long.MAX_VALUE))),
  BLKIO_READ_OPERATIONS(
      Controller.BLKIO,
      "blkiotune/device/read_iops_sec",
      Unit.PER_SECOND,
      List.of(DeviceLines.throttle("blkio.throttle.read_iops_device", 1, MOST_PER_SECOND)),
      List.of(DeviceLines.ioMax("riops", LEAST_PER_SECOND_V2, MOST_PER_SECOND))),
  BLKIO_WRITE_OPERATIONS(
      Controller.BLKIO,
      "blkiotune/device/write_iops_sec",
      Unit.PER_SECOND,
      List.of(DeviceLines.throttle("blkio.throttle.write_iops_device", 1, MOST_PER_SECOND)),
      List.of(DeviceLines.ioMax("wiops", LEAST_PER_SECOND_V2, MOST_PER_SECOND))),
  CPUSET_CPUS(
      Controller.CPUSET,
      "vcpu@cpuset",
      Unit.INDEXES,
      List.of(new Spellings.Indexes("cpuset.cpus")),
      List.of(new Spellings.Indexes("cpuset.cpus"))),
  CPUSET_MEMS(
      Controller.CPUSET,
      "numatune/memory@nodeset",
      Unit.INDEXES,
      List.of(new Spellings.Indexes("cpuset.mems")),
      List.of(new Spellings.Indexes("cpuset.mems"))),
  FREEZE(
      Controller.FREEZER,
      "",
      Unit.SWITCH,
      List.of(new Spellings.Freezing("freezer.self_freezing", "freezer.state")),
      List.of(new Spellings.PlainNumber("cgroup.freeze", 0, 0, 1)));

  /** What a knob's numbers count. */
  public enum Unit {
    COUNT,
    MICROSECONDS,
    BYTES,
    BYTES_PER_SECOND,
    PER_SECOND,
    INDEXES,
    /** 0 or 1. */
    SWITCH
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

  /** Where the value stands that a document asks of a group's directory; empty: nowhere. */
  public String element(Group.Kind kind) {
    if (kind == Group.Kind.CONTAINER) {
      return "";
    }
    String prefix = kind == Group.Kind.VCPU ? "" : kind + "_";
    return switch (this) {
      case CPU_PERIOD -> "cputune/" + prefix + "period";
      case CPU_QUOTA -> "cputune/" + prefix + "quota";
      case CPUSET_CPUS -> "cputune/" + kind + "pin@cpuset";
      default -> "";
    };
  }

  /** The last word of {@link #element()}, or the knob's own name where no document sets it. */
  public String field() {
    return element.isEmpty()
        ? name().toLowerCase(Locale.ROOT).replace("memory_", "").replace("cpu_", "")
        : element.substring(Math.max(element.lastIndexOf('/'), element.lastIndexOf('@')) + 1);
  }

  /** Whether the file holds a value for each of several devices. */
  public boolean perDevice() {
    return element.startsWith("blkiotune/device/");
  }

  /**
   * Whether also the directories of a guest's groups have it: those of threads where the controller
   * takes these, that of a container only what it cannot do without. What a container does with the
   * rest is its own affair.
   */
  public boolean isIn(Group.Kind kind) {
    return kind == Group.Kind.CONTAINER ? inherited() : controller.takesThreads();
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
    return find(v1, file).or(() -> find(v2, file));
  }

  private static Optional<Spelling> find(List<Spelling> spellings, String file) {
    for (Spelling spelling : spellings) {
      if (spelling.file().equals(file)) {
        return Optional.of(spelling);
      }
    }
    return Optional.empty();
  }

  /** The same on a host that carries v1's meanings over to v2 in its own way. */
  public Optional<Spelling> spelling(String file, Mappings mappings) {
    return this == CPU_SHARES && mappings.shares() == Mappings.Shares.PASSTHROUGH
        ? spelling(file).map(s -> s instanceof Spellings.Weight ? Spellings.RAW_WEIGHT : s)
        : spelling(file);
  }

  /** Whether a new directory starts with the value of the directory above it. */
  public boolean inherited() {
    return unit == Unit.INDEXES;
  }
}
