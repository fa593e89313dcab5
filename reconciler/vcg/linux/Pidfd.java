package vcg.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;

/** A hold on one process: it means this process also when its number is given to another. */
final class Pidfd implements AutoCloseable {
  private static final long SYS_PIDFD_SEND_SIGNAL = 424;
  private static final long SYS_PIDFD_OPEN = 434;
  private static final short POLLIN = 1;

  /** How long a thread may be deaf to an interrupt. */
  private static final int SLICE_MILLIS = 200;

  private final Arena arena;
  private final MemorySegment state;
  private final int fd;

  private Pidfd(Arena arena, MemorySegment state, int fd) {
    this.arena = arena;
    this.state = state;
    this.fd = fd;
  }

  /** Empty: there is no such process, or the kernel is older than 5.3. */
  static Optional<Pidfd> open(long pid) {
    Arena arena = Arena.ofConfined();
    MemorySegment state = arena.allocate(Libc.STATE);
    int fd = open(state, pid);
    if (fd < 0) {
      arena.close();
      return Optional.empty();
    }
    return Optional.of(new Pidfd(arena, state, fd));
  }

  /** The bare descriptor, or a negative error number. It is closed in programs that are started. */
  static int open(MemorySegment state, long pid) {
    return (int) Libc.syscall(state, SYS_PIDFD_OPEN, pid, 0, 0, 0);
  }

  /** 0, or a negative error number. */
  int signal(int number) {
    return (int) Libc.syscall(state, SYS_PIDFD_SEND_SIGNAL, fd, number, 0, 0);
  }

  /** Waits for the process to end; false: it still runs. */
  boolean awaitExit(Duration atMost) throws InterruptedException {
    // struct pollfd { int fd; short events; short revents; }
    MemorySegment poll = arena.allocate(8, 4);
    poll.set(ValueLayout.JAVA_INT, 0, fd);
    poll.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long left = Math.max(0, deadline - System.nanoTime()) / 1_000_000;
      int ready = Libc.poll(state, poll, 1, (int) Math.min(left, SLICE_MILLIS));
      if (ready > 0) {
        return true;
      }
      if (left == 0) {
        return false;
      }
    }
  }

  @Override
  public void close() {
    Libc.close(state, fd);
    arena.close();
  }
}
