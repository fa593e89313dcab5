package vcg.cli;

import java.util.function.Consumer;
import vcg.run.Moment;

/**
 * Gives back the memory that the first look at everything took, some 4 MiB with a thousand guests:
 * no later work needs as much, and Java would keep it until the heap is full. For one thread.
 */
final class LeanOnceReady implements Consumer<Moment> {
  private final Consumer<Moment> next;
  private boolean ready;

  LeanOnceReady(Consumer<Moment> next) {
    this.next = next;
  }

  @Override
  public void accept(Moment moment) {
    next.accept(moment);
    if (!ready && moment instanceof Moment.Ready) {
      ready = true;
      System.gc();
    }
  }
}
