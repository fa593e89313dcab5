package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import vcg.model.ProcessId;

/**
 * The terminal of a container, which a process beside it holds: what that copies to the log is read
 * there as it comes, and what is typed goes to it by a pipe. crun looks at the size of the terminal
 * that it was started at, and gives it to the container's.
 */
final class ContainerLine implements LineEnds {
  private static final int READ_WRITE_NOCTTY_NONBLOCK = 2 | 0x100 | 0x800;
  private static final int NONBLOCK = 0x800;
  private static final int IN_MODIFY = 2;

  /** More than vcg lets a log grow, so that one event is enough for all that came before it. */
  private static final int MOST_AT_ONCE = 1 << 24;

  private static final OfInt INT = ValueLayout.JAVA_INT;

  private static final MethodHandle INOTIFY_INIT =
      Libc.call("inotify_init1", FunctionDescriptor.of(INT, INT), -1);
  private static final MethodHandle INOTIFY_ADD =
      Libc.call("inotify_add_watch", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT), -1);

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final ProcessId init;
  private final FileChannel log;
  private int events = -1;
  private int typed = -1;
  private int terminal = -1;
  private long read;

  private ContainerLine(ProcessId init, FileChannel log) {
    this.init = init;
    this.log = log;
  }

  static ContainerLine open(ProcessId init, Path typed, Path log) throws IOException {
    ContainerLine line = new ContainerLine(init, FileChannel.open(log, StandardOpenOption.READ));
    boolean complete = false;
    try {
      line.open(typed, log);
      complete = true;
    } finally {
      if (!complete) {
        line.close();
      }
    }
    return line;
  }

  private void open(Path pipe, Path file) throws IOException {
    typed = open(pipe, Libc.O_WRONLY | NONBLOCK);
    // what this leads to is the container's choice: it gets a size and nothing else
    terminal = open(Path.of("/proc/" + init.pid() + "/fd/0"), READ_WRITE_NOCTTY_NONBLOCK);
    watch(file);
    read = log.size();
  }

  private int open(Path path, int flags) throws IOException {
    MemorySegment name = arena.allocateFrom(path.toString());
    return check(path, Libc.openat(state, Libc.AT_FDCWD, name, flags | Libc.O_CLOEXEC));
  }

  private void watch(Path file) throws IOException {
    try {
      MemorySegment name = arena.allocateFrom(file.toString());
      events =
          check(
              file,
              (int)
                  Libc.result(
                      (int) INOTIFY_INIT.invokeExact(state, NONBLOCK | Libc.O_CLOEXEC), state));
      check(
          file,
          (int) Libc.result((int) INOTIFY_ADD.invokeExact(state, events, name, IN_MODIFY), state));
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) { // what invokeExact declares
      throw new AssertionError(e);
    }
  }

  private static int check(Path path, int result) throws IOException {
    if (result < 0) {
      throw new IOException("cannot open " + path + ": " + Errno.name(-result));
    }
    return result;
  }

  @Override
  public int readable() {
    return events;
  }

  @Override
  public int writable() {
    return typed;
  }

  @Override
  public int terminal() {
    return terminal;
  }

  @Override
  public Optional<byte[]> read(MemorySegment buffer) throws IOException {
    LineEnds.read(state, events, buffer); // an event only says that there is something
    long size = log.size();
    if (size < read) { // it was cut
      read = 0;
    }
    ByteBuffer more = ByteBuffer.allocate((int) Math.min(size - read, MOST_AT_ONCE));
    int count = log.read(more, read);
    read += Math.max(0, count);
    return count <= 0 && ProcFiles.find(init.pid()).filter(init::equals).isEmpty()
        ? Optional.empty()
        : Optional.of(Arrays.copyOf(more.array(), Math.max(0, count)));
  }

  @Override
  public void close() {
    try {
      log.close();
    } catch (IOException _) {
      // it was only read
    }
    for (int fd : new int[] {events, typed, terminal}) {
      if (fd >= 0) {
        Libc.close(state, fd);
      }
    }
  }
}
