package vcg.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What is known of a terminal by its descriptor. */
public final class Terminal {
  private static final MethodHandle ISATTY =
      Libc.call("isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), -1);

  private Terminal() {}

  /** Whether standard output is a terminal. */
  public static boolean isOutput() {
    return isTerminal(1);
  }

  static boolean isTerminal(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) ISATTY.invokeExact(arena.allocate(Libc.STATE), fd) == 1;
    } catch (Throwable e) { // what invokeExact declares
      throw new AssertionError(e);
    }
  }
}
