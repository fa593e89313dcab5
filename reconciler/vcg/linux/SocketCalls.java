package vcg.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfLong;
import java.lang.invoke.MethodHandle;

/**
 * The C library's functions for sockets, as {@link Libc} has those for files: bound only where
 * somebody talks to a guest.
 */
final class SocketCalls {
  static final int AF_UNIX = 1;
  static final int STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
  static final int MSG_NOSIGNAL = 0x4000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;

  private static final OfInt INT = ValueLayout.JAVA_INT;
  private static final OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private static final MethodHandle SOCKET =
      Libc.call("socket", FunctionDescriptor.of(INT, INT, INT, INT), -1);
  private static final MethodHandle CONNECT =
      Libc.call("connect", FunctionDescriptor.of(INT, INT, POINTER, INT), -1);
  private static final MethodHandle GETSOCKOPT =
      Libc.call("getsockopt", FunctionDescriptor.of(INT, INT, INT, INT, POINTER, POINTER), -1);
  private static final MethodHandle SEND =
      Libc.call("send", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT), -1);

  private SocketCalls() {}

  static int socket(MemorySegment state) {
    try {
      return (int)
          Libc.result((int) SOCKET.invokeExact(state, AF_UNIX, STREAM_NONBLOCK_CLOEXEC, 0), state);
    } catch (Throwable e) { // what invokeExact declares
      throw new AssertionError(e);
    }
  }

  static int connect(MemorySegment state, int fd, MemorySegment address) {
    try {
      int length = (int) address.byteSize();
      return (int) Libc.result((int) CONNECT.invokeExact(state, fd, address, length), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /**
   * Who is at the other end.
   *
   * @param credentials receives {@code struct ucred { int pid; int uid; int gid; }}
   * @param length holds the size of that
   */
  static int peer(MemorySegment state, int fd, MemorySegment credentials, MemorySegment length) {
    try {
      return (int)
          Libc.result(
              (int) GETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, SO_PEERCRED, credentials, length),
              state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** Writes; to a closed connection that is an error and no signal. */
  static long send(MemorySegment state, int fd, MemorySegment bytes) {
    try {
      long length = bytes.byteSize();
      return Libc.result((long) SEND.invokeExact(state, fd, bytes, length, MSG_NOSIGNAL), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }
}
