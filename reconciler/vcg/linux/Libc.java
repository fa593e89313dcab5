package vcg.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfLong;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library. Every call returns what the C function returns, or the negative error number.
 *
 * <p>{@code state} is {@link #STATE} in memory, where the error number goes; one for each thread.
 */
final class Libc {
  static final int O_WRONLY = 1;
  static final int O_CLOEXEC = 0x80000;
  static final int O_PATH = 0x200000;
  static final int AT_FDCWD = -100;

  private static final int STATX_NLINK = 4;
  private static final int STATX_LINKS_AT = 16;

  /** The size of {@code struct statx}. */
  static final int STATX_BYTES = 256;

  /** The memory that a call leaves its error number in. */
  static final StructLayout STATE = Linker.Option.captureStateLayout();

  private static final OfInt INT = ValueLayout.JAVA_INT;
  private static final OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle OPENAT =
      call("openat", FunctionDescriptor.of(INT, INT, POINTER, INT), 3);
  private static final MethodHandle READ =
      call("read", FunctionDescriptor.of(LONG, INT, POINTER, LONG), -1);
  private static final MethodHandle WRITE =
      call("write", FunctionDescriptor.of(LONG, INT, POINTER, LONG), -1);
  private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(INT, INT), -1);
  private static final MethodHandle MKDIR =
      call("mkdir", FunctionDescriptor.of(INT, POINTER, INT), -1);
  private static final MethodHandle RMDIR = call("rmdir", FunctionDescriptor.of(INT, POINTER), -1);
  private static final MethodHandle FACCESSAT =
      call("faccessat", FunctionDescriptor.of(INT, INT, POINTER, INT, INT), -1);
  private static final MethodHandle GETDENTS =
      call("getdents64", FunctionDescriptor.of(LONG, INT, POINTER, LONG), -1);

  private static final MethodHandle STATX =
      call("statx", FunctionDescriptor.of(INT, INT, POINTER, INT, INT, POINTER), -1);

  private static final MethodHandle GETXATTR =
      call("getxattr", FunctionDescriptor.of(LONG, POINTER, POINTER, POINTER, LONG), -1);
  private static final MethodHandle SETXATTR =
      call("setxattr", FunctionDescriptor.of(INT, POINTER, POINTER, POINTER, LONG, INT), -1);

  private static final MethodHandle POLL =
      call("poll", FunctionDescriptor.of(INT, POINTER, LONG, INT), -1);
  private static final MethodHandle SYSCALL =
      call("syscall", FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG), 1);

  private Libc() {}

  @SuppressWarnings("restricted") // the launcher and the jar's manifest allow native access
  static MethodHandle call(String name, FunctionDescriptor type, int firstVariadic) {
    Linker linker = Linker.nativeLinker();
    MemorySegment function = linker.defaultLookup().findOrThrow(name);
    Linker.Option errno = Linker.Option.captureCallState("errno");
    return firstVariadic < 0
        ? linker.downcallHandle(function, type, errno)
        : linker.downcallHandle(
            function, type, errno, Linker.Option.firstVariadicArg(firstVariadic));
  }

  static long result(long returned, MemorySegment state) {
    return returned >= 0 ? returned : -(int) ERRNO.get(state, 0L);
  }

  static int openat(MemorySegment state, int directory, MemorySegment path, int flags) {
    try {
      return (int) result((int) OPENAT.invokeExact(state, directory, path, flags), state);
    } catch (Throwable e) { // what invokeExact declares
      throw new AssertionError(e);
    }
  }

  static long read(MemorySegment state, int fd, MemorySegment buffer, long most) {
    try {
      return result((long) READ.invokeExact(state, fd, buffer, most), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  static long write(MemorySegment state, int fd, MemorySegment buffer, long length) {
    try {
      return result((long) WRITE.invokeExact(state, fd, buffer, length), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  static int close(MemorySegment state, int fd) {
    try {
      return (int) result((int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  static int mkdir(MemorySegment state, MemorySegment path, int mode) {
    try {
      return (int) result((int) MKDIR.invokeExact(state, path, mode), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  static int rmdir(MemorySegment state, MemorySegment path) {
    try {
      return (int) result((int) RMDIR.invokeExact(state, path), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** Whether a path is there: 0, or why not. */
  static int faccessat(MemorySegment state, int directory, MemorySegment path) {
    try {
      return (int) result((int) FACCESSAT.invokeExact(state, directory, path, 0, 0), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /**
   * The number of links to a file.
   *
   * @param facts room for {@link #STATX_BYTES}
   */
  static int links(MemorySegment state, int directory, MemorySegment path, MemorySegment facts) {
    try {
      int told = (int) STATX.invokeExact(state, directory, path, 0, STATX_NLINK, facts);
      return told < 0 ? (int) result(told, state) : facts.get(INT, STATX_LINKS_AT);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** The next entries of a directory, as {@code struct linux_dirent64}. */
  static long getdents(MemorySegment state, int fd, MemorySegment buffer, long most) {
    try {
      return result((long) GETDENTS.invokeExact(state, fd, buffer, most), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** The length of an extended attribute, which is then in the buffer. */
  static long getxattr(
      MemorySegment state, MemorySegment path, MemorySegment name, MemorySegment buffer) {
    try {
      return result(
          (long) GETXATTR.invokeExact(state, path, name, buffer, buffer.byteSize()), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  static int setxattr(
      MemorySegment state, MemorySegment path, MemorySegment name, MemorySegment value) {
    try {
      return (int)
          result((int) SETXATTR.invokeExact(state, path, name, value, value.byteSize(), 0), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** Waits for one of {@code count} descriptors; 0: none in time. */
  static int poll(MemorySegment state, MemorySegment fds, long count, int millis) {
    try {
      return (int) result((int) POLL.invokeExact(state, fds, count, millis), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** A system call that the C library may not know yet. */
  static long syscall(MemorySegment state, long number, long a, long b, long c, long d) {
    try {
      return result((long) SYSCALL.invokeExact(state, number, a, b, c, d), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }
}
