package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The terminal that vcg was started in, raw from the making of this until it is closed: each key
 * goes where the bytes go, also those that would end a program. However vcg ends, except by {@code
 * SIGKILL}, the terminal is as it was.
 */
public final class Terminal implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final int fd;
  private final MemorySegment before = arena.allocate(TerminalCalls.TERMIOS_BYTES, 8);
  private final Thread hook = new Thread(this::restore);

  private Terminal(int fd) {
    this.fd = fd;
  }

  /** Whether standard output is a terminal. */
  public static boolean isOutput() {
    return isTerminal(1);
  }

  static boolean isTerminal(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      return TerminalCalls.isatty(arena.allocate(Libc.STATE), fd);
    }
  }

  static Terminal raw(int fd) throws IOException {
    Terminal terminal = new Terminal(fd);
    MemorySegment state = terminal.arena.allocate(Libc.STATE);
    MemorySegment modes = terminal.arena.allocate(TerminalCalls.TERMIOS_BYTES, 8);
    check(TerminalCalls.tcgetattr(state, fd, terminal.before));
    modes.copyFrom(terminal.before);
    TerminalCalls.cfmakeraw(state, modes);
    Runtime.getRuntime().addShutdownHook(terminal.hook);
    check(TerminalCalls.tcsetattr(state, fd, modes));
    return terminal;
  }

  /** Gives another terminal the size of this one, now and whenever it changes. */
  void shareSize(int other) {
    copySize(other);
    onResize(() -> copySize(other));
  }

  private void copySize(int other) {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment state = local.allocate(Libc.STATE);
      MemorySegment size = local.allocate(TerminalCalls.WINSIZE_BYTES, 2);
      if (TerminalCalls.ioctl(state, fd, TerminalCalls.TIOCGWINSZ, size) == 0) {
        // a socket has no size, which is no error
        TerminalCalls.ioctl(state, other, TerminalCalls.TIOCSWINSZ, size);
      }
    }
  }

  /**
   * Runs something at each {@code SIGWINCH}. The class for signals is there in every JDK, in a
   * module of its own, but the compiler warns of its name and cannot be told not to.
   */
  private static void onResize(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.publicLookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      Object instance =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), instance);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot learn of a terminal's size", e);
    }
  }

  private void restore() {
    try (Arena local = Arena.ofConfined()) {
      TerminalCalls.tcsetattr(local.allocate(Libc.STATE), fd, before);
    }
  }

  private static void check(int result) throws IOException {
    if (result < 0) {
      throw new IOException("cannot set the terminal: " + Errno.name(-result));
    }
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // vcg ends already; the hook restores the same
    }
  }
}
