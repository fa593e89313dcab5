package vcg.model;

import java.util.List;
import java.util.Optional;
import vcg.cgroup.Value;

/**
 * The memory of a virtual machine.
 *
 * @param size what the guest has at boot
 * @param current what the balloon leaves to the guest, below {@code size}; empty: all of it
 * @param backing what it is on the host
 * @param policy where it comes from, where a cpuset cannot say that
 * @param cells the memory nodes that the guest sees, in order of their numbers; none: it sees one
 */
public record Memory(
    Located<Bytes> size,
    Optional<Located<Bytes>> current,
    Located<MemoryBacking> backing,
    Optional<Located<Policy>> policy,
    List<Located<Cell>> cells) {
  public Memory {
    cells = List.copyOf(cells);
  }

  /** Memory of which the document says no more. */
  public Memory(Located<Bytes> size, Optional<Located<Bytes>> current) {
    this(size, current, new Located<>(MemoryBacking.USUAL, size.at()), Optional.empty(), List.of());
  }

  /** Which of the host's memory nodes memory comes from. */
  public record Policy(Mode mode, Value.IndexSet nodes) {
    /** How strictly. */
    public enum Mode {
      STRICT,
      RESTRICTIVE,
      PREFERRED,
      INTERLEAVE
    }
  }

  /**
   * A memory node of the guest.
   *
   * @param cpus the virtual CPUs in it; empty: none
   * @param shared whether other programs can share it; empty: as the backing says
   * @param discarded whether it is thrown away at the end; empty: as the backing says
   * @param policy where its memory comes from; empty: as all of the guest's
   */
  public record Cell(
      int number,
      Optional<Value.IndexSet> cpus,
      Bytes size,
      Optional<Boolean> shared,
      Optional<Boolean> discarded,
      Optional<Policy> policy) {}
}
