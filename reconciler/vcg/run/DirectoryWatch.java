package vcg.run;

import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryChangeListener;
import io.methvin.watcher.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;
import vcg.read.DomainDirectory;

/**
 * Says when files of a directory may have changed. Everything that goes wrong with a watch leads to
 * a new one and to a look at all files, as does another directory at the same path: one that was
 * mounted over it, renamed to it or that its link now leads to. The path is looked at every two
 * seconds, which takes one system call.
 */
public final class DirectoryWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);
  private static final long BETWEEN_LOOKS = TimeUnit.SECONDS.toMillis(2);
  private static final String IDENTITY = "unix:dev,ino";

  private final Path directory;
  private final Consumer<Optional<String>> changes;
  private final Thread thread;
  private Optional<DirectoryWatcher> watcher = Optional.empty();
  private String watched = "";
  private volatile boolean closed;
  private volatile boolean broken;
  private volatile boolean aside;
  private final AtomicInteger watches = new AtomicInteger();
  private CompletableFuture<Void> ending = CompletableFuture.completedFuture(null);

  private DirectoryWatch(Path directory, Consumer<Optional<String>> changes) {
    this.directory = directory;
    this.changes = changes;
    this.thread = Thread.ofPlatform().daemon().name("vcg-watch").unstarted(this::work);
  }

  /**
   * Begins to watch, or to wait for something to watch. Whoever lists afterwards misses nothing.
   *
   * @param changes is given the name of a file that may have changed; empty: any may
   */
  public static DirectoryWatch open(Path directory, Consumer<Optional<String>> changes) {
    DirectoryWatch watch = new DirectoryWatch(directory, changes);
    watch.look();
    watch.thread.start();
    return watch;
  }

  private void work() {
    while (!closed) {
      try {
        Thread.sleep(BETWEEN_LOOKS);
      } catch (InterruptedException _) { // closed
        return;
      }
      look();
      if (aside) {
        aside = false;
        changes.accept(Optional.empty());
      }
    }
  }

  /** Watches what is at the path now, if it does not yet. */
  private synchronized void look() {
    String now = identity();
    if (closed || (now.equals(watched) && !broken)) {
      return;
    }
    stop();
    if (!now.isEmpty()) {
      try {
        start();
        watched = now;
        broken = false;
      } catch (IOException | RuntimeException e) {
        if (!broken) { // tried again; until then the sweeps see what changes
          LOG.warn(
              "cannot watch {}: {}; what changes there is seen by the next look at everything",
              directory,
              Reasons.of(e));
        }
        broken = true;
        return;
      }
    }
    changes.accept(Optional.empty());
  }

  private String identity() {
    try {
      return Files.isDirectory(directory)
          ? Files.readAttributes(directory, IDENTITY).toString()
          : "";
    } catch (IOException _) { // gone at this very moment
      return "";
    }
  }

  private void start() throws IOException {
    DirectoryWatcher started =
        DirectoryWatcher.builder()
            .path(directory.toRealPath())
            .fileHashing(false)
            .logger(NOPLogger.NOP_LOGGER)
            .listener(new Listener())
            .build();
    watcher = Optional.of(started);
    int number = watches.incrementAndGet();
    // registers before it returns, then waits for events in a thread of its own
    CompletableFuture<Void> end =
        started.watchAsync(
            work -> Thread.ofPlatform().daemon().name("vcg-watch-events").start(work));
    ending = end.whenComplete((_, _) -> ended(number));
  }

  /** A watch ends by itself when its directory is removed. */
  private void ended(int number) {
    if (!closed && number == watches.get()) {
      broken = true;
      changes.accept(Optional.empty());
    }
  }

  private void stop() {
    watches.incrementAndGet();
    ending.cancel(false);
    watcher.ifPresent(w -> {
      watcher = Optional.empty();
      try {
        w.close();
      } catch (IOException _) {
        // what it was to tell is listed afresh anyway
      }
    });
    watched = "";
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    synchronized (this) {
      stop();
    }
  }

  private final class Listener implements DirectoryChangeListener {
    @Override
    public void onEvent(DirectoryChangeEvent event) {
      Path path = event.path();
      boolean one = path != null && event.eventType() != DirectoryChangeEvent.EventType.OVERFLOW;
      if (one && isAside(path, event.eventType())) {
        aside = true;
        return;
      }
      changes.accept(one ? Optional.of(path.getFileName().toString()) : Optional.empty());
    }

    /**
     * Whether it is a file beside documents, such as one that will be renamed to a document, or was
     * just now: that one is not waited for. Only a link could make it one: that is soon enough at
     * the next look, and to look at ten thousand files would keep the one waiting that is renamed
     * next.
     */
    private static boolean isAside(Path path, DirectoryChangeEvent.EventType type) {
      return !DomainDirectory.isDomainFile(path.getFileName().toString())
          && (type == DirectoryChangeEvent.EventType.DELETE
              || Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
              || Files.notExists(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void onException(Exception e) {
      changes.accept(Optional.empty()); // how it tells of an overflow
    }
  }
}
