package vcg.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.model.Hint;

/**
 * The events of one descriptor, read in bounded portions. Whoever writes faster than that makes the
 * flow pause: then all is thrown away and asked for is a look at everything, ever more rarely as
 * long as it goes on. So the work that others can cause has a limit. For the thread of its loop.
 */
final class Flow implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Flow.class);

  /** What {@link Events#read} returns when some were lost. */
  static final int LOST = Integer.MAX_VALUE;

  private static final int MOST_PER_WINDOW = 4096;
  private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int MOST_READS = 64;

  /** Where events come from. */
  interface Events extends AutoCloseable {
    int descriptor();

    /**
     * Tells of what there is, one portion of it.
     *
     * @param tell false: it is thrown away
     * @return how many events of others there were; negative: none at all; {@link #LOST}
     */
    int read(boolean tell);

    @Override
    void close();
  }

  private final EventLoop loop;
  private final Events events;
  private final Consumer<Hint> hints;
  private Duration pause = FIRST_PAUSE;
  private long windowStart = System.nanoTime();
  private int inWindow;
  private boolean closed;

  private Flow(EventLoop loop, Events events, Consumer<Hint> hints) {
    this.loop = loop;
    this.events = events;
    this.hints = hints;
  }

  static Flow start(EventLoop loop, Events events, Consumer<Hint> hints) throws IOException {
    Flow flow = new Flow(loop, events, hints);
    flow.listen();
    return flow;
  }

  private void listen() throws IOException {
    loop.add(events.descriptor(), EventLoop.READABLE, _ -> read());
  }

  private void read() {
    int count = readContained();
    long now = System.nanoTime();
    if (now - windowStart > WINDOW_NANOS) {
      windowStart = now;
      inWindow = 0;
      pause = FIRST_PAUSE;
    }
    inWindow = count == LOST ? LOST : inWindow + Math.max(count, 0);
    if (inWindow > MOST_PER_WINDOW) {
      loop.remove(events.descriptor());
      loop.later(pause, this::goOn);
    }
  }

  /** An event that nobody understands is one that was lost. */
  private int readContained() {
    try {
      return events.read(true);
    } catch (RuntimeException e) {
      LOG.error("internal error in what the kernel tells of cgroups", e);
      return LOST;
    }
  }

  private void goOn() {
    if (closed) {
      return;
    }
    for (int reads = 0; reads < MOST_READS && events.read(false) >= 0; reads++) {
      // thrown away: the look at everything is worth them all
    }
    pause = Duration.ofNanos(Math.min(2 * pause.toNanos(), LONGEST_PAUSE.toNanos()));
    windowStart = System.nanoTime();
    inWindow = 0;
    hints.accept(new Hint.Everything("cgroups were written to faster than that could be followed"));
    try {
      listen();
    } catch (IOException e) {
      hints.accept(new Hint.Everything("writes to cgroups are watched no more: " + e.getMessage()));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      loop.remove(events.descriptor());
      events.close();
    }
  }
}
