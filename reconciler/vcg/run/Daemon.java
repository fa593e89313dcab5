package vcg.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.guest.Watches;
import vcg.model.GuestId;
import vcg.model.Hint;
import vcg.model.Plan;

/** A running daemon: the thread that decides, what feeds it, and what operators ask of it. */
public final class Daemon implements Control {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final long ALIVE = TimeUnit.SECONDS.toNanos(5);
  private static final long AFTER_ERROR = TimeUnit.SECONDS.toNanos(1);

  private final Reconciler reconciler;
  private final Lanes lanes;
  private final Consumer<Moment> moments;
  private volatile boolean ends;

  private Daemon(Reconciler reconciler, Lanes lanes, Consumer<Moment> moments) {
    this.reconciler = reconciler;
    this.lanes = lanes;
    this.moments = moments;
  }

  /**
   * A daemon that has not begun yet.
   *
   * @param sweep how often it looks at everything, a tenth sooner or later
   * @param moments is told of its life
   * @throws IOException what vcg remembers cannot be read
   */
  public static Daemon of(
      Machine machine, Source source, Watches watches, Duration sweep, Consumer<Moment> moments)
      throws IOException {
    Lanes lanes = Lanes.ofThreads();
    return new Daemon(
        new Reconciler(
            machine,
            source,
            watches,
            lanes,
            Time.SYSTEM,
            RandomGenerator.getDefault(),
            sweep,
            moments),
        lanes,
        moments);
  }

  /**
   * Any thread may say that domain files may have changed; it carries no fact to rely on.
   *
   * @param file the name of the only one, without directories; empty: any
   */
  public void changed(Optional<String> file) {
    reconciler.changed(file);
  }

  /** Works until {@link #end} is called; guests run on afterwards. */
  public void run() throws InterruptedException {
    reconciler.begin();
    long alive = System.nanoTime();
    while (!ends) {
      long wait = turn();
      if (System.nanoTime() - alive >= ALIVE) {
        alive = System.nanoTime();
        moments.accept(new Moment.Alive());
      }
      reconciler.await(Math.min(wait, ALIVE));
    }
    moments.accept(new Moment.Stopping());
    reconciler.end();
    lanes.close();
  }

  /** A mistake of ours in one turn is told, and everything looked at again a little later. */
  private long turn() {
    try {
      return reconciler.turn();
    } catch (RuntimeException | AssertionError e) {
      LOG.error("internal error", e);
      reconciler.hint(new Hint.Everything("an internal error"));
      LockSupport.parkNanos(AFTER_ERROR);
      return 0;
    }
  }

  /** Any thread may end the daemon; what has begun and ends soon is finished. */
  public void end() {
    ends = true;
    reconciler.ask(() -> {});
  }

  @Override
  public DaemonStatus status() {
    return reconciler.status();
  }

  @Override
  public Counters counters() {
    return reconciler.counters();
  }

  @Override
  public List<GuestUse> uses() {
    return reconciler.uses();
  }

  @Override
  public AutoCloseable onChange(Consumer<DaemonStatus> listener) {
    return reconciler.onChange(listener);
  }

  @Override
  public Plan plan() throws Refused, InterruptedException {
    CompletableFuture<Plan> plan = new CompletableFuture<>();
    reconciler.ask(() -> reconciler.plan(plan));
    return answer(plan);
  }

  @Override
  public List<GuestId> approve(Optional<String> guest) throws Refused, InterruptedException {
    return inTurn(() -> reconciler.approve(guest));
  }

  @Override
  public void pause() throws InterruptedException {
    always(() -> reconciler.pause(true));
  }

  @Override
  public void resume() throws InterruptedException {
    always(() -> reconciler.pause(false));
  }

  @Override
  public GuestId restart(String guest) throws Refused, InterruptedException {
    CompletableFuture<Optional<String>> decided = new CompletableFuture<>();
    GuestId id = inTurn(() -> reconciler.restart(guest, decided));
    Optional<String> refusal = answer(decided);
    if (refusal.isPresent()) {
      throw new Refused(id + ": " + refusal.get());
    }
    return id;
  }

  @Override
  public void reload() throws InterruptedException {
    moments.accept(new Moment.Reloading());
    always(reconciler::reload);
  }

  private interface Work<T> {
    T run() throws Refused;
  }

  private void always(Runnable work) throws InterruptedException {
    try {
      inTurn(() -> {
        work.run();
        return true;
      });
    } catch (Refused e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has something done by the thread that decides, and waits for it. */
  private <T> T inTurn(Work<T> work) throws Refused, InterruptedException {
    CompletableFuture<T> done = new CompletableFuture<>();
    reconciler.ask(() -> {
      try {
        done.complete(work.run());
      } catch (Refused | RuntimeException e) {
        done.completeExceptionally(e);
      }
    });
    return answer(done);
  }

  private <T> T answer(CompletableFuture<T> done) throws Refused, InterruptedException {
    try {
      while (true) {
        try {
          return done.get(1, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException _) {
          if (ends) {
            throw new Refused("the daemon ends");
          }
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refused refused) {
        throw refused;
      }
      throw new Refused(Reasons.of(e.getCause() == null ? e : e.getCause()));
    }
  }
}
