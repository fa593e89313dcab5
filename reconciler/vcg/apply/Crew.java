package vcg.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Waits for several guests at once. Threads are the kernel's: who waits for a process in a call of
 * its own would keep a virtual thread's carrier, of which there are as few as processors.
 */
final class Crew implements AutoCloseable {
  private final ExecutorService threads;
  private final List<Future<?>> started = new ArrayList<>();

  Crew(int most) {
    threads =
        Executors.newFixedThreadPool(
            most, Thread.ofPlatform().daemon().name("vcg-guest-", 0).factory());
  }

  interface Work {
    void run() throws InterruptedException;
  }

  void start(Work work) {
    Callable<Boolean> call =
        () -> {
          work.run();
          return true;
        };
    started.add(threads.submit(call));
  }

  /** Waits until all that was started is done. */
  void await() throws InterruptedException {
    for (Future<?> work : started) {
      try {
        work.get();
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case RuntimeException bug -> throw bug;
          case Error bug -> throw bug;
          case InterruptedException interrupted -> throw interrupted;
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
