package vcg.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import vcg.model.ProcessId;

/**
 * A line to a guest: what is typed goes there, what comes from there is printed, until one side has
 * had enough. At a terminal the terminal is raw meanwhile.
 */
public final class ConsoleLine implements AutoCloseable {
  private static final int INPUT = 0;
  private static final int READ_WRITE_NOCTTY_NONBLOCK = 2 | 0x100 | 0x800;
  private static final int BUFFER_BYTES = 1 << 14;

  /** What a guest has not taken yet; at a terminal more is dropped, so that keys stay alive. */
  private static final int MOST_WAITING = 1 << 16;

  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final int POLLFD_BYTES = 8;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);
  private final MemorySegment polled = arena.allocate(3 * POLLFD_BYTES, 4);
  private final LineEnds line;
  private final boolean isTerminal = Terminal.isTerminal(INPUT);
  private byte[] waiting = new byte[0];
  private boolean inputEnded;

  private ConsoleLine(LineEnds line) {
    this.line = line;
  }

  /** How it ended. */
  public enum End {
    /** The escape key was typed. */
    ESCAPED,
    /** The guest, or its terminal, is gone. */
    CLOSED,
    /** Nobody types any more, and the guest has nothing more to say. */
    IDLE,
    /** Nobody types any more, and the guest does not take what was typed. */
    NOT_TAKEN,
    /** Nobody takes what the guest says. */
    UNHEARD
  }

  /**
   * Opens a pseudo terminal.
   *
   * @param owner the number of the process that must have its other end
   */
  public static ConsoleLine terminal(Path path, long owner) throws IOException {
    if (!path.toString().matches("/dev/pts/[0-9]{1,9}")
        || !ProcFiles.hasMaster(owner, path.getFileName().toString())) {
      throw new IOException(path + " is not a terminal of process " + owner);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      int flags = READ_WRITE_NOCTTY_NONBLOCK | Libc.O_CLOEXEC;
      int fd = Libc.openat(state, Libc.AT_FDCWD, arena.allocateFrom(path.toString()), flags);
      if (fd < 0) {
        throw new IOException("cannot open " + path + ": " + Errno.name(-fd));
      }
      if (!TerminalCalls.isatty(state, fd)) {
        Libc.close(state, fd);
        throw new IOException(path + " is no terminal");
      }
      return new ConsoleLine(new LineEnds.OneFile(fd));
    }
  }

  /** Connects to a socket. */
  public static ConsoleLine socket(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int fd = LibcSocket.connect(arena.allocate(Libc.STATE), path);
      return new ConsoleLine(new LineEnds.OneFile(fd));
    } catch (IOException e) {
      throw new IOException("cannot connect to " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * The terminal of a container.
   *
   * @param init its first process, whose input is the terminal
   * @param typed a pipe that leads there
   * @param log the end of which is what comes from there
   */
  public static ConsoleLine container(ProcessId init, Path typed, Path log) throws IOException {
    return new ConsoleLine(ContainerLine.open(init, typed, log));
  }

  /** Whether keys are typed at a terminal; otherwise no key is an escape key. */
  public boolean isInteractive() {
    return isTerminal;
  }

  /**
   * Carries bytes until the end.
   *
   * @param heard takes what the guest says; false: nobody wants more
   * @param escape the byte that ends it; empty: none
   * @param idleMillis how long the guest may say nothing after the end of the input
   */
  public End run(Predicate<byte[]> heard, OptionalInt escape, int idleMillis) throws IOException {
    if (!isTerminal) {
      return carry(heard, OptionalInt.empty(), idleMillis);
    }
    try (Terminal terminal = Terminal.raw(INPUT)) {
      terminal.shareSize(line.terminal());
      return carry(heard, escape, idleMillis);
    }
  }

  private End carry(Predicate<byte[]> heard, OptionalInt escape, int idleMillis)
      throws IOException {
    while (true) {
      int ready = poll(inputEnded ? idleMillis : -1);
      if (ready == 0) {
        return waiting.length == 0 ? End.IDLE : End.NOT_TAKEN;
      }
      if (ready < 0) { // a signal
        continue;
      }
      if (events(1) != 0 || (events(2) | POLLOUT) != POLLOUT) {
        Optional<byte[]> said = line.read(buffer);
        if (said.isEmpty()) {
          return End.CLOSED;
        }
        if (!heard.test(said.get())) {
          return End.UNHEARD;
        }
      }
      if (events(0) != 0) {
        Optional<byte[]> input = LineEnds.read(state, INPUT, buffer);
        inputEnded = input.isEmpty();
        byte[] typed = input.orElse(new byte[0]);
        int end = escape.isPresent() ? indexOf(typed, escape.getAsInt()) : -1;
        if (end >= 0) {
          take(Arrays.copyOf(typed, end));
          give();
          return End.ESCAPED;
        }
        take(typed);
      }
      give();
    }
  }

  private int poll(int millis) {
    boolean reads = !inputEnded && (isTerminal || waiting.length == 0);
    set(0, reads ? INPUT : -1, POLLIN);
    set(1, line.readable(), POLLIN);
    set(2, line.writable(), waiting.length > 0 ? POLLOUT : 0);
    return Libc.poll(state, polled, 3, millis);
  }

  /** {@code struct pollfd { int fd; short events; short revents; }}. */
  private void set(int index, int fd, short events) {
    polled.set(ValueLayout.JAVA_INT, (long) index * POLLFD_BYTES, fd);
    polled.set(ValueLayout.JAVA_SHORT, (long) index * POLLFD_BYTES + 4, events);
    polled.set(ValueLayout.JAVA_SHORT, (long) index * POLLFD_BYTES + 6, (short) 0);
  }

  private int events(int index) {
    return polled.get(ValueLayout.JAVA_SHORT, (long) index * POLLFD_BYTES + 6);
  }

  private void take(byte[] typed) {
    if (waiting.length + typed.length > MOST_WAITING) {
      return;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(waiting);
    all.writeBytes(typed);
    waiting = all.toByteArray();
  }

  /** Writes as much as the guest takes; where it is gone, reading tells. */
  private void give() {
    while (waiting.length > 0) {
      int most = Math.min(waiting.length, BUFFER_BYTES);
      MemorySegment.copy(waiting, 0, buffer, ValueLayout.JAVA_BYTE, 0, most);
      long count = Libc.write(state, line.writable(), buffer, most);
      if (count <= 0) {
        return;
      }
      waiting = Arrays.copyOfRange(waiting, (int) count, waiting.length);
    }
  }

  private static int indexOf(byte[] bytes, int wanted) {
    for (int at = 0; at < bytes.length; at++) {
      if ((bytes[at] & 0xff) == wanted) {
        return at;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    line.close();
  }
}
