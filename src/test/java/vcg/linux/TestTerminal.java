package vcg.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A terminal whose user is the test: what a program prints is seen, what it reads is typed. */
public final class TestTerminal implements AutoCloseable {
  private static final int READ_WRITE_NOCTTY = 2 | 0x100;
  private static final long TIOCSPTLCK = 0x40045431;
  private static final long TIOCGPTN = 0x80045430L;

  /** Where {@code c_lflag} is in {@code struct termios}, and its bit for whole lines. */
  private static final int LOCAL_MODES = 12;

  private static final int ICANON = 2;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final int master;
  private final Path slave;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  private TestTerminal(int master) {
    this.master = master;
    MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
    check(TerminalCalls.ioctl(state, master, TIOCSPTLCK, number));
    check(TerminalCalls.ioctl(state, master, TIOCGPTN, number));
    this.slave = Path.of("/dev/pts/" + number.get(ValueLayout.JAVA_INT, 0));
  }

  public static TestTerminal open() {
    TestTerminal terminal = new TestTerminal(open(Path.of("/dev/ptmx")));
    Thread.ofPlatform().daemon().start(terminal::look);
    return terminal;
  }

  private static int open(Path path) {
    try (Arena local = Arena.ofConfined()) {
      return check(
          Libc.openat(
              local.allocate(Libc.STATE),
              Libc.AT_FDCWD,
              local.allocateFrom(path.toString()),
              READ_WRITE_NOCTTY | Libc.O_CLOEXEC));
    }
  }

  /** What a program is to be started with. */
  public Path path() {
    return slave;
  }

  private void look() {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment own = local.allocate(Libc.STATE);
      MemorySegment buffer = local.allocate(4096);
      long count;
      // EIO: nobody has the other end open, now or ever
      while ((count = Libc.read(own, master, buffer, 4096)) > 0 || count == -Errno.EIO.number()) {
        if (count > 0) {
          synchronized (seen) {
            seen.writeBytes(buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
          }
        } else {
          java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
      }
    }
  }

  /** All that was printed. */
  public String seen() {
    synchronized (seen) {
      return seen.toString(StandardCharsets.UTF_8);
    }
  }

  public void awaitSeen(Duration atMost, String text) {
    try {
      Eventually.holds(atMost, () -> seen().contains(text));
    } catch (AssertionError e) {
      throw new AssertionError("not " + text + ", but " + seen(), e);
    }
  }

  public void type(String keys) {
    try (Arena local = Arena.ofConfined()) {
      byte[] bytes = keys.getBytes(StandardCharsets.UTF_8);
      MemorySegment buffer = local.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      check((int) Libc.write(local.allocate(Libc.STATE), master, buffer, bytes.length));
    }
  }

  /** Whether every key is passed on as it is. */
  public boolean isRaw() {
    MemorySegment modes = arena.allocate(TerminalCalls.TERMIOS_BYTES, 8);
    check(TerminalCalls.tcgetattr(state, master, modes));
    return (modes.get(ValueLayout.JAVA_INT, LOCAL_MODES) & ICANON) == 0;
  }

  public void resize(int rows, int columns) {
    MemorySegment size = arena.allocate(TerminalCalls.WINSIZE_BYTES, 2);
    size.set(ValueLayout.JAVA_SHORT, 0, (short) rows);
    size.set(ValueLayout.JAVA_SHORT, 2, (short) columns);
    check(TerminalCalls.ioctl(state, master, TerminalCalls.TIOCSWINSZ, size));
  }

  /** Rows and columns of any terminal, such as {@code 40x100}. */
  public static String size(Path terminal) throws IOException {
    int fd = open(terminal);
    try (Arena local = Arena.ofConfined()) {
      MemorySegment state = local.allocate(Libc.STATE);
      MemorySegment size = local.allocate(TerminalCalls.WINSIZE_BYTES, 2);
      check(TerminalCalls.ioctl(state, fd, TerminalCalls.TIOCGWINSZ, size));
      Libc.close(state, fd);
      return size.get(ValueLayout.JAVA_SHORT, 0) + "x" + size.get(ValueLayout.JAVA_SHORT, 2);
    }
  }

  private static int check(int result) {
    if (result < 0) {
      throw new AssertionError(Errno.name(-result));
    }
    return result;
  }

  @Override
  public void close() {
    Libc.close(state, master);
  }
}
