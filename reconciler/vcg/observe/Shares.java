package vcg.observe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks at many guests with all processors: the kernel answers each of them as fast as it would
 * answer one.
 */
final class Shares {
  /** Fewer take less time than threads do to begin. */
  private static final int GUESTS = 64;

  /** More would only wait for each other in the kernel. */
  private static final int THREADS = 8;

  private Shares() {}

  interface Look<T, R> {
    List<R> at(List<T> share) throws IOException;
  }

  /**
   * What a look at all finds, in their order.
   *
   * @throws IOException the first that a look threw
   */
  static <T, R> List<R> of(List<T> all, Look<T, R> look) throws IOException {
    int most = Math.min(THREADS, Runtime.getRuntime().availableProcessors());
    if (most == 1 || all.size() <= GUESTS) {
      return look.at(all);
    }
    List<Callable<List<R>>> shares = new ArrayList<>();
    for (int from = 0; from < all.size(); from += GUESTS) {
      List<T> share = all.subList(from, Math.min(from + GUESTS, all.size()));
      shares.add(() -> look.at(share));
    }
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            most, Thread.ofPlatform().daemon().name("vcg-look-", 0).factory())) {
      List<R> found = new ArrayList<>(all.size());
      for (Future<List<R>> share : threads.invokeAll(shares)) {
        found.addAll(share.get());
      }
      return found;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException why -> throw why;
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while looking at guests", e);
    }
  }
}
