package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Collects how children ended, and what the kernel keeps of them until then. Children live for
 * months and are many: one thread, which sleeps in between, waits for all.
 */
final class Reaper {
  /** A process has one set of children. */
  static final Reaper SHARED = new Reaper();

  private static final Spawn.Function WAITID = new Spawn.Function("waitid");
  private static final Spawn.Function WAITPID = new Spawn.Function("waitpid");
  private static final int P_ALL = 0;
  private static final int WNOHANG = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x0100_0000;
  private static final long SIGINFO_BYTES = 128;
  private static final long SI_PID_AT = 16;

  /**
   * A child that nobody here asks about is one of Java's, which collects it at once, or was begun
   * by the program that this process was before: nobody else collects that one.
   */
  private static final long OTHERS = TimeUnit.SECONDS.toNanos(5);

  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(5);

  private final Map<Long, CompletableFuture<Integer>> waiting = new HashMap<>();
  private boolean running;

  /** How a child that was just started will have ended, as {@link Child#status} says it. */
  synchronized CompletableFuture<Integer> status(long pid) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    waiting.put(pid, status);
    if (!running) {
      running = true;
      Thread.ofPlatform().daemon().name("vcg-reaper").start(this::run);
    }
    return status;
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      MemorySegment info = arena.allocate(SIGINFO_BYTES, Long.BYTES);
      long other = 0;
      long since = 0;
      while (true) {
        int found = WAITID.call(state, P_ALL, 0, info.address(), WEXITED | WNOWAIT, 0, 0);
        long error = -Libc.result(found, state);
        long pid = info.get(ValueLayout.JAVA_INT, SI_PID_AT);
        if (error == 0 && (isAsked(pid) || (pid == other && System.nanoTime() - since > OTHERS))) {
          collect(state, pid);
          continue;
        }
        if (error == 0 && pid != other) {
          other = pid;
          since = System.nanoTime();
        } else {
          collectAll(state);
        }
        if (error == Errno.ECHILD.number() && isDone()) {
          return;
        }
        LockSupport.parkNanos(MOMENT);
      }
    }
  }

  private synchronized boolean isAsked(long pid) {
    return waiting.containsKey(pid);
  }

  /**
   * Looks at each by itself: as long as one that nobody asks about has ended the kernel tells of no
   * other, and of one that is not there any more never.
   */
  private void collectAll(MemorySegment state) {
    List<Long> left;
    synchronized (this) {
      left = List.copyOf(waiting.keySet());
    }
    left.forEach(pid -> collect(state, pid));
  }

  /** Whether nothing is asked any more; then this ends. */
  private synchronized boolean isDone() {
    running = !waiting.isEmpty();
    return !running;
  }

  /** Takes in how a child has ended, if it has. */
  private void collect(MemorySegment state, long pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment how = arena.allocate(ValueLayout.JAVA_INT);
      long ended = Libc.result(WAITPID.call(state, pid, how.address(), WNOHANG), state);
      if (ended == 0) {
        return;
      }
      CompletableFuture<Integer> status;
      synchronized (this) {
        status = waiting.remove(pid);
      }
      if (status != null && ended < 0) {
        status.completeExceptionally(new IOException(Errno.name((int) -ended)));
      } else if (status != null) {
        int word = how.get(ValueLayout.JAVA_INT, 0);
        int signal = word & 0x7f; // WTERMSIG
        status.complete(signal == 0 ? word >> 8 & 0xff : 128 + signal);
      }
    }
  }
}
