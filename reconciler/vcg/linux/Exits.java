package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vcg.model.ProcessId;

/** The ends of many processes, each told once by its pidfd. For the thread of its loop. */
final class Exits {
  /** Who is told; must not block. */
  interface Listener {
    void ended(ProcessId process);

    /** A process cannot be followed, and why. */
    void refused(ProcessId process, String errno);
  }

  private final EventLoop loop;
  private final Listener listener;
  private final MemorySegment state = Arena.ofAuto().allocate(Libc.STATE);
  private final Map<ProcessId, Integer> descriptors = new HashMap<>();
  private final Map<Long, ProcessId> numbers = new HashMap<>();

  Exits(EventLoop loop, Listener listener) {
    this.loop = loop;
    this.listener = listener;
  }

  void follow(ProcessId process) {
    if (descriptors.containsKey(process)) {
      return;
    }
    int fd = Pidfd.open(state, process.pid());
    if (fd == -Errno.ESRCH.number()) {
      listener.ended(process);
      return;
    }
    if (fd < 0) {
      listener.refused(process, Errno.name(-fd));
      return;
    }
    if (Descriptors.isTooMany(fd)) {
      Libc.close(state, fd);
      listener.refused(process, "EMFILE");
      return;
    }
    try {
      if (!ProcFiles.isStill(process)) { // the number was another's when it was opened
        Libc.close(state, fd);
        listener.ended(process);
        return;
      }
      loop.add(fd, EventLoop.READABLE, _ -> ended(process));
    } catch (IOException e) {
      Libc.close(state, fd);
      listener.refused(process, String.valueOf(e.getMessage()));
      return;
    }
    descriptors.put(process, fd);
    numbers.put(process.pid(), process);
  }

  private void ended(ProcessId process) {
    forget(process);
    listener.ended(process);
  }

  private void forget(ProcessId process) {
    Integer fd = descriptors.remove(process);
    numbers.remove(process.pid(), process);
    if (fd != null) {
      loop.remove(fd);
      Libc.close(state, fd);
    }
  }

  /** Whether it follows a process of this number. */
  boolean follows(long pid) {
    return numbers.containsKey(pid);
  }

  void leaveAll() {
    List.copyOf(descriptors.keySet()).forEach(this::forget);
  }
}
