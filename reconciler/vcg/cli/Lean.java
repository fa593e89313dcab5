package vcg.cli;

import java.util.function.Consumer;
import vcg.run.Moment;

/**
 * Gives back the memory that a look at everything took, some 4 MiB with a thousand guests: what
 * follows needs less, and Java would keep it until the heap is full. For one thread.
 */
final class Lean implements Consumer<Moment> {
  /** Less is not worth that everything waits, for a third of a second with ten thousand guests. */
  private static final long WORTH_BYTES = 4 << 20;

  private final Consumer<Moment> next;
  private long least;

  Lean(Consumer<Moment> next) {
    this.next = next;
  }

  @Override
  public void accept(Moment moment) {
    next.accept(moment);
    if (moment instanceof Moment.Ready && heap() - least > WORTH_BYTES) {
      System.gc();
      least = heap();
    }
  }

  private static long heap() {
    return Runtime.getRuntime().totalMemory();
  }
}
