package vcg.run;

import java.util.ArrayDeque;
import java.util.Deque;

/** No threads: what takes time is done when the test lets it be done, in order. */
final class InlineLanes implements Lanes {
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Deque<Runnable> stuck = new ArrayDeque<>();
  private boolean stopsHang;

  /** Does the next piece of work; false: there is none. */
  boolean step() {
    Runnable work = waiting.poll();
    if (work != null) {
      work.run();
    }
    return work != null;
  }

  /** From now on no stop comes to an end. */
  void hangStops() {
    stopsHang = true;
  }

  @Override
  public void scan(Runnable work) {
    waiting.add(work);
  }

  @Override
  public void look(Runnable work) {
    waiting.add(work);
  }

  @Override
  public void sweep(Runnable work) {
    waiting.add(work);
  }

  @Override
  public void change(Runnable work) {
    waiting.add(work);
  }

  @Override
  public void start(Runnable work) {
    waiting.add(work);
  }

  @Override
  public void stop(Runnable work) {
    (stopsHang ? stuck : waiting).add(work);
  }

  @Override
  public void state(Runnable work) {
    waiting.add(work);
  }

  @Override
  public void close() {
    waiting.clear();
  }
}
