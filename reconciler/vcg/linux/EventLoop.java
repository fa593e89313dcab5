package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that sleeps until one of many descriptors has something to say. It never wakes by
 * itself: an idle loop costs nothing.
 */
final class EventLoop implements AutoCloseable {
  static final int READABLE = 1;
  static final int WRITABLE = 4;

  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
  private static final int MOST_EVENTS = 64;

  /** {@code struct epoll_event} is packed on x86 alone: the events, then 64 bits of our own. */
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final int OURS_AT = PACKED ? 4 : 8;

  /** What to do when a descriptor is ready; must not block. */
  interface Ready {
    /**
     * Called by the loop's thread.
     *
     * @param events READABLE, WRITABLE and others, also when the other end is gone
     */
    void ready(int events);
  }

  /**
   * Something to be done later.
   *
   * @param at on the clock of {@link System#nanoTime}
   */
  private record Timer(long at, Runnable task) {}

  private final Arena arena = Arena.ofAuto(); // threads other than the loop's may use it last
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final MemorySegment events = arena.allocate((long) MOST_EVENTS * EVENT_BYTES, 8);

  /** Of whoever adds, removes or wakes, one at a time. */
  private final MemorySegment control = arena.allocate(Libc.STATE);

  private final MemorySegment event = arena.allocate(16, 8);
  private final int epoll;
  private final int wake;
  private final Map<Integer, Ready> watched = new ConcurrentHashMap<>();
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean waking = new AtomicBoolean();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> Long.signum(a.at() - b.at()));
  private final Thread thread;
  private boolean ended;

  private EventLoop(String name) throws IOException {
    epoll = opened(WatchCalls.epollCreate(state));
    wake = opened(WatchCalls.eventfd(state));
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  /** Starts the thread. */
  static EventLoop start(String name) throws IOException {
    EventLoop loop = new EventLoop(name);
    loop.add(loop.wake, READABLE, loop::woken);
    loop.thread.start();
    return loop;
  }

  private static int opened(int fd) throws IOException {
    if (fd < 0) {
      throw new IOException("cannot wait for events: " + Errno.name(-fd));
    }
    return fd;
  }

  /** Watches a descriptor from now on; what is there already counts. Any thread may. */
  void add(int fd, int interest, Ready ready) throws IOException {
    watched.put(fd, ready);
    int added = control(WatchCalls.EPOLL_ADD, fd, interest);
    if (added < 0) {
      watched.remove(fd);
      throw new IOException("cannot wait for events: " + Errno.name(-added));
    }
  }

  /** Waits for something else of a watched descriptor. */
  void change(int fd, int interest) {
    control(WatchCalls.EPOLL_CHANGE, fd, interest);
  }

  /** Watches a descriptor no more; to be called before it is closed. */
  void remove(int fd) {
    watched.remove(fd);
    control(WatchCalls.EPOLL_REMOVE, fd, 0);
  }

  private synchronized int control(int operation, int fd, int interest) {
    event.set(ValueLayout.JAVA_INT, 0, interest);
    event.set(ValueLayout.JAVA_LONG_UNALIGNED, OURS_AT, fd);
    return WatchCalls.epollControl(control, epoll, operation, fd, event);
  }

  /** Has the loop's thread do something soon. Any thread may ask. */
  void post(Runnable task) {
    posted.add(task);
    if (waking.compareAndSet(false, true)) {
      wake();
    }
  }

  private synchronized void wake() {
    if (!ended) {
      event.set(ValueLayout.JAVA_LONG, 0, 1);
      Libc.write(control, wake, event, Long.BYTES);
    }
  }

  private void woken(int ready) {
    Libc.read(state, wake, events, Long.BYTES); // makes it unready
    waking.set(false);
    Runnable task;
    while ((task = posted.poll()) != null) {
      contained(task);
    }
  }

  /** Has something done after a while. Only the loop's thread may ask. */
  void later(Duration after, Runnable task) {
    timers.add(new Timer(System.nanoTime() + after.toNanos(), task));
  }

  private void run() {
    while (!ended) {
      int count = WatchCalls.epollWait(state, epoll, events, MOST_EVENTS, millisToTimer());
      int[] fds = new int[Math.max(count, 0)];
      int[] ready = new int[fds.length];
      for (int i = 0; i < fds.length; i++) { // what is done about one uses the memory again
        ready[i] = events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES);
        fds[i] = events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES + OURS_AT);
      }
      for (int i = 0; i < fds.length; i++) {
        Ready what = watched.get(fds[i]);
        if (what != null) { // not removed on account of an event before it
          int told = ready[i];
          contained(() -> what.ready(told));
        }
      }
      while (!timers.isEmpty() && timers.peek().at() - System.nanoTime() <= 0) {
        contained(timers.remove().task());
      }
    }
  }

  private int millisToTimer() {
    if (timers.isEmpty()) {
      return -1;
    }
    long nanos = timers.element().at() - System.nanoTime();
    return Math.clamp((nanos + 999_999) / 1_000_000, 0, Integer.MAX_VALUE);
  }

  /** A fault in one place must not make the daemon deaf in all others. */
  private static void contained(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | AssertionError e) {
      LOG.error("internal error while watching", e);
    }
  }

  /** Ends the thread and waits for that; what was posted before is done. */
  @Override
  public void close() {
    post(this::end);
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) { // told to whoever asked for it, once the loop has ended
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end() {
    if (!ended) {
      ended = true;
      Libc.close(state, wake);
      Libc.close(state, epoll);
    }
  }
}
