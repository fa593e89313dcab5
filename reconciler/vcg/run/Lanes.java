package vcg.run;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what takes time, one lane for each kind, so that none waits for another kind. They
 * are the kernel's own: a virtual thread that waits for a process in a system call of ours keeps
 * its carrier, and there are only as many of those as processors.
 */
interface Lanes extends AutoCloseable {
  /** Reads documents; one at a time. */
  void scan(Runnable work);

  /** Looks at guests and partitions. */
  void look(Runnable work);

  /** Looks at many guests one after the other. */
  void sweep(Runnable work);

  /** Changes guests that run, and partitions; mostly that takes no time. */
  void change(Runnable work);

  /** Starts guests; few at a time, as each needs the processors. */
  void start(Runnable work);

  /** Stops guests, which means to wait for most of the time. */
  void stop(Runnable work);

  /** Writes what vcg remembers; one at a time. */
  void state(Runnable work);

  @Override
  void close();

  /** Real ones. They end when nothing was to be done for a while. */
  static Lanes ofThreads() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new Threads(
        pool("scan", 1),
        pool("look", 4),
        pool("sweep", Math.max(2, processors)),
        pool("change", 4),
        pool("start", Math.max(4, 2 * processors)),
        pool("stop", 64),
        pool("state", 1));
  }

  private static ExecutorService pool(String name, int most) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most,
            most,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("vcg-" + name + "-", 0).factory(),
            new ThreadPoolExecutor.DiscardPolicy()); // of what comes after the end
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** One pool for each lane. */
  record Threads(
      ExecutorService scans,
      ExecutorService looks,
      ExecutorService sweeps,
      ExecutorService changes,
      ExecutorService starts,
      ExecutorService stops,
      ExecutorService states)
      implements Lanes {
    @Override
    public void scan(Runnable work) {
      scans.execute(work);
    }

    @Override
    public void look(Runnable work) {
      looks.execute(work);
    }

    @Override
    public void sweep(Runnable work) {
      sweeps.execute(work);
    }

    @Override
    public void change(Runnable work) {
      changes.execute(work);
    }

    @Override
    public void start(Runnable work) {
      starts.execute(work);
    }

    @Override
    public void stop(Runnable work) {
      stops.execute(work);
    }

    @Override
    public void state(Runnable work) {
      states.execute(work);
    }

    @Override
    public void close() {
      for (ExecutorService lane :
          new ExecutorService[] {scans, looks, sweeps, changes, starts, stops, states}) {
        lane.shutdownNow();
      }
    }
  }
}
