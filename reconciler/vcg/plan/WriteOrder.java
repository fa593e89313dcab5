package vcg.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.Controller;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Bandwidth;
import vcg.model.Change;
import vcg.model.Host;

/**
 * The order in which the knobs of one directory are written, solved from old and new values; most
 * rules are those of cgroup v1, v2 takes nearly any order.
 *
 * <ul>
 *   <li>{@code memory.limit_in_bytes} may never exceed {@code memory.memsw.limit_in_bytes}, also
 *       not between two writes.
 *   <li>A quota divided by its period may never exceed the same of the directory above, nor fall
 *       below that of a directory inside. What grows is written before the directories inside, what
 *       shrinks after them; in between, the ratio stays between the old and the new one.
 *   <li>The same holds for the CPUs and memory nodes of a cpuset: where some go and others come,
 *       the directory has both until those inside have changed.
 *   <li>A burst may not exceed the quota: it goes first. Shares are refused while the directory is
 *       idle.
 *   <li>Writing the weight of a BFQ directory drops the weights of single devices: they go last.
 * </ul>
 */
final class WriteOrder {
  private static final List<Knob> PLAIN = List.of(Knob.CPU_IDLE, Knob.CPU_SHARES, Knob.CPU_BURST);
  private static final List<Knob> LAST =
      List.of(
          Knob.MEMORY_SOFT_LIMIT,
          Knob.MEMORY_HIGH,
          Knob.MEMORY_MIN_GUARANTEE,
          Knob.BLKIO_WEIGHT,
          Knob.BLKIO_DEVICE_WEIGHT,
          Knob.BLKIO_READ_BYTES,
          Knob.BLKIO_WRITE_BYTES,
          Knob.BLKIO_READ_OPERATIONS,
          Knob.BLKIO_WRITE_OPERATIONS);

  private final Host host;
  private final boolean inhabited;
  private final Map<Knob, List<Setting>> settings = new EnumMap<>(Knob.class);
  private final List<Change> before = new ArrayList<>();
  private final List<Change> after = new ArrayList<>();

  private WriteOrder(Host host, List<Setting> all, boolean inhabited) {
    this.host = host;
    this.inhabited = inhabited;
    all.forEach(s -> settings.computeIfAbsent(s.knob(), _ -> new ArrayList<>()).add(s));
  }

  /**
   * What is written to one directory.
   *
   * @param before the directories inside it are written
   * @param after they have been
   */
  record Writes(List<Change> before, List<Change> after) {
    Writes {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    /** All, for a directory without directories inside. */
    List<Change> all() {
      List<Change> all = new ArrayList<>(before);
      all.addAll(after);
      return all;
    }
  }

  /**
   * The writes that put the settings of one directory right.
   *
   * @param all its settings, also those that are as they should be
   * @param inhabited whether there are directories inside
   */
  static Writes of(Host host, List<Setting> all, boolean inhabited) {
    return new WriteOrder(host, all, inhabited).writes();
  }

  private Writes writes() {
    Optional<Setting> freeze = differing(Knob.FREEZE);
    boolean thaws = freeze.filter(s -> s.wanted().equals(Value.amount(0))).isPresent();
    if (thaws) {
      before.add(freeze.orElseThrow().step()); // who is frozen gives nothing back
    }
    differing(Knob.CPUSET_MEMS).ifPresent(this::set);
    differing(Knob.CPUSET_CPUS).ifPresent(this::set);
    PLAIN.forEach(this::plain);
    bandwidth();
    memory();
    LAST.forEach(this::plain);
    if (!thaws) {
      freeze.ifPresent(s -> after.add(s.step()));
    }
    return new Writes(before, after);
  }

  private void plain(Knob knob) {
    settings.getOrDefault(knob, List.of()).stream()
        .filter(Setting::differs)
        .forEach(s -> before.add(s.step()));
  }

  private void set(Setting setting) {
    Value.IndexSet old = (Value.IndexSet) setting.current();
    Value.IndexSet wanted = (Value.IndexSet) setting.wanted();
    if (!inhabited || host.isUnified(Controller.CPUSET) || wanted.covers(old)) {
      before.add(setting.step());
      return;
    }
    if (!old.covers(wanted)) {
      BitSet both = old.bits();
      both.or(wanted.bits());
      before.add(setting.to(Value.IndexSet.of(both)));
    }
    after.add(setting.step());
  }

  private void bandwidth() {
    Optional<Setting> period = differing(Knob.CPU_PERIOD);
    Optional<Setting> quota = differing(Knob.CPU_QUOTA);
    if (period.isEmpty() && quota.isEmpty()) {
      return;
    }
    if (host.isUnified(Controller.CPU)) {
      before.add(together(period, quota));
      return;
    }
    Setting p = only(Knob.CPU_PERIOD);
    Setting q = only(Knob.CPU_QUOTA);
    Optional<Bandwidth> old = bandwidth(q.current(), p.current());
    Optional<Bandwidth> wanted = bandwidth(q.wanted(), p.wanted());
    List<Change> phase = inhabited && compare(wanted, old) < 0 ? after : before;
    if (period.isEmpty() || quota.isEmpty()) {
      period.or(() -> quota).ifPresent(s -> phase.add(s.step()));
    } else if (fits(bandwidth(q.current(), p.wanted()), old, wanted)) {
      phase.add(p.step());
      phase.add(q.step());
    } else if (fits(bandwidth(q.wanted(), p.current()), old, wanted)) {
      phase.add(q.step());
      phase.add(p.step());
    } else { // neither fits in between: no limit of its own always does
      phase.add(q.to(Value.unlimited()));
      phase.add(p.step());
      phase.add(q.step());
    }
  }

  /** v2 has both in one file, which takes them at once. */
  private static Change together(Optional<Setting> period, Optional<Setting> quota) {
    if (period.isEmpty() || quota.isEmpty()) {
      return period.or(() -> quota).orElseThrow().step();
    }
    Change.WriteSetting first = period.get().step();
    Setting second = quota.get();
    SortedMap<Knob, Value> reads = new TreeMap<>(first.reads());
    reads.put(second.knob(), second.wanted());
    return new Change.WriteSetting(
        first.cgroup(),
        Optional.<DeviceNumber>empty(),
        first.file(),
        first.from(),
        second.spelling().text(second.wanted(), first.to()),
        reads);
  }

  /** Empty: no limit. */
  private static Optional<Bandwidth> bandwidth(Value quota, Value period) {
    return quota instanceof Value.Amount(long micros) && period instanceof Value.Amount(long us)
        ? Optional.of(new Bandwidth(micros, us))
        : Optional.empty();
  }

  private boolean fits(
      Optional<Bandwidth> between, Optional<Bandwidth> old, Optional<Bandwidth> wanted) {
    if (between.isEmpty()) {
      return true;
    }
    boolean grows = compare(wanted, old) >= 0;
    Optional<Bandwidth> least = grows ? old : wanted;
    // no limit of its own says nothing of what the directories above leave
    Optional<Bandwidth> most = (grows ? wanted : old).or(() -> least);
    return compare(between, most) <= 0 && (!inhabited || compare(between, least) >= 0);
  }

  private static int compare(Optional<Bandwidth> left, Optional<Bandwidth> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    return left.get().compareTo(right.get());
  }

  private void memory() {
    Optional<Setting> both = differing(Knob.MEMORY_SWAP_HARD_LIMIT);
    Optional<Setting> memory = differing(Knob.MEMORY_HARD_LIMIT);
    boolean bothFirst =
        both.isPresent()
            && memory.isPresent()
            && Value.compareLimits(both.get().wanted(), memory.get().current()) >= 0;
    if (bothFirst) { // memory and swap together make room before memory alone takes it
      both.ifPresent(s -> before.add(s.step()));
    }
    memory.ifPresent(s -> before.add(s.step()));
    if (!bothFirst) {
      both.ifPresent(s -> before.add(s.step()));
    }
  }

  private Optional<Setting> differing(Knob knob) {
    return settings.getOrDefault(knob, List.of()).stream().filter(Setting::differs).findFirst();
  }

  private Setting only(Knob knob) {
    return settings.getOrDefault(knob, List.of()).getFirst();
  }
}
