package vcg.model;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the memory of a virtual machine is on the host.
 *
 * @param largePages it is in large pages
 * @param pageSize how large those are; empty: as the host has them by default
 * @param cellPages how large those of some cells are, by the number of the cell
 * @param merged the host may merge equal pages
 * @param locked it is never swapped
 * @param shared other programs can share it
 * @param source what it is
 * @param immediate all of it is taken at the start
 * @param allocationThreads how many threads take it; empty: one
 * @param discarded what is in it is thrown away at the end
 */
public record MemoryBacking(
    boolean largePages,
    Optional<Bytes> pageSize,
    SortedMap<Integer, Bytes> cellPages,
    boolean merged,
    boolean locked,
    boolean shared,
    Source source,
    boolean immediate,
    Optional<Integer> allocationThreads,
    boolean discarded) {
  public MemoryBacking {
    cellPages = Sorted.copy(cellPages);
  }

  /** What memory is on the host. */
  public enum Source {
    ANONYMOUS,
    MEMFD,
    FILE
  }

  /** What a document without {@code memoryBacking} gets. */
  public static final MemoryBacking USUAL =
      new MemoryBacking(
          false,
          Optional.empty(),
          new TreeMap<>(),
          true,
          false,
          false,
          Source.ANONYMOUS,
          false,
          Optional.empty(),
          false);
}
