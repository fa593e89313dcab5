package vcg.model;

import java.util.Optional;

/**
 * What is known of a container beside its process.
 *
 * @param config the text of the {@code config.json} that it was started with last; empty: it was
 *     not started since the host was
 * @param exitStatus how its first process ended; 128 and more: by a signal of that number less 128;
 *     empty: it runs, or nobody saw its end
 * @param outOfMemory how many processes in its cgroup the kernel killed because the memory limit
 *     was reached, since the cgroup was made
 * @param inside what names of its document stand for
 * @param unknown why one of them stands for nothing; empty: all are known
 */
public record ActualContainer(
    Optional<String> config,
    Optional<Integer> exitStatus,
    long outOfMemory,
    Inside inside,
    Optional<Located<String>> unknown) {
  /** Nothing is known. */
  public static final ActualContainer NONE =
      new ActualContainer(Optional.empty(), Optional.empty(), 0, Inside.ROOT, Optional.empty());
}
