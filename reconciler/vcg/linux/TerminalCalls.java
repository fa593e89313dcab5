package vcg.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.invoke.MethodHandle;

/** The C library's functions for terminals, as {@link Libc} has those for files. */
final class TerminalCalls {
  /** Room for {@code struct termios}, 60 bytes on Linux. */
  static final int TERMIOS_BYTES = 64;

  /** The size of {@code struct winsize}. */
  static final int WINSIZE_BYTES = 8;

  static final long TIOCGWINSZ = 0x5413;
  static final long TIOCSWINSZ = 0x5414;

  private static final int TCSANOW = 0;
  private static final OfInt INT = ValueLayout.JAVA_INT;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private static final MethodHandle ISATTY =
      Libc.call("isatty", FunctionDescriptor.of(INT, INT), -1);
  private static final MethodHandle TCGETATTR =
      Libc.call("tcgetattr", FunctionDescriptor.of(INT, INT, POINTER), -1);
  private static final MethodHandle TCSETATTR =
      Libc.call("tcsetattr", FunctionDescriptor.of(INT, INT, INT, POINTER), -1);
  private static final MethodHandle CFMAKERAW =
      Libc.call("cfmakeraw", FunctionDescriptor.ofVoid(POINTER), -1);
  private static final MethodHandle IOCTL =
      Libc.call("ioctl", FunctionDescriptor.of(INT, INT, ValueLayout.JAVA_LONG, POINTER), 2);

  private TerminalCalls() {}

  static boolean isatty(MemorySegment state, int fd) {
    try {
      return (int) ISATTY.invokeExact(state, fd) == 1;
    } catch (Throwable e) { // what invokeExact declares
      throw new AssertionError(e);
    }
  }

  /** Reads the modes of a terminal. */
  static int tcgetattr(MemorySegment state, int fd, MemorySegment termios) {
    try {
      return (int) Libc.result((int) TCGETATTR.invokeExact(state, fd, termios), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** Sets the modes of a terminal at once. */
  static int tcsetattr(MemorySegment state, int fd, MemorySegment termios) {
    try {
      return (int) Libc.result((int) TCSETATTR.invokeExact(state, fd, TCSANOW, termios), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** Changes modes so that every byte passes as it is. */
  static void cfmakeraw(MemorySegment state, MemorySegment termios) {
    try {
      CFMAKERAW.invokeExact(state, termios);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  static int ioctl(MemorySegment state, int fd, long request, MemorySegment argument) {
    try {
      return (int) Libc.result((int) IOCTL.invokeExact(state, fd, request, argument), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }
}
