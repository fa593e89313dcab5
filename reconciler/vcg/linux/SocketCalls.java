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
  static final int DATAGRAM_CLOEXEC = 2 | 0x80000;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int MSG_DONTWAIT = 0x40;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;
  private static final int SO_PEERGROUPS = 59;
  private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  private static final int WAITING_CLIENTS = 64;

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

  /** The calls of whoever listens, or sends to an address: the daemon. */
  private static final class Serving {
    private static final MethodHandle BIND =
        Libc.call("bind", FunctionDescriptor.of(INT, INT, POINTER, INT), -1);
    private static final MethodHandle LISTEN =
        Libc.call("listen", FunctionDescriptor.of(INT, INT, INT), -1);
    private static final MethodHandle ACCEPT =
        Libc.call("accept4", FunctionDescriptor.of(INT, INT, POINTER, POINTER, INT), -1);
    private static final MethodHandle SEND_TO =
        Libc.call("sendto", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT, POINTER, INT), -1);
  }

  /** Gives a socket its address. */
  static int bind(MemorySegment state, int fd, MemorySegment address) {
    try {
      int length = (int) address.byteSize();
      return (int) Libc.result((int) Serving.BIND.invokeExact(state, fd, address, length), state);
    } catch (Throwable e) { // what invokeExact declares
      throw new AssertionError(e);
    }
  }

  static int listen(MemorySegment state, int fd) {
    try {
      return (int) Libc.result((int) Serving.LISTEN.invokeExact(state, fd, WAITING_CLIENTS), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** The next client, as a descriptor that never blocks. */
  static int accept(MemorySegment state, int fd) {
    try {
      return (int)
          Libc.result(
              (int)
                  Serving.ACCEPT.invokeExact(
                      state, fd, MemorySegment.NULL, MemorySegment.NULL, NONBLOCK_CLOEXEC),
              state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** Sends one datagram, without waiting for room. */
  static long sendTo(MemorySegment state, int fd, MemorySegment bytes, MemorySegment address) {
    try {
      long length = bytes.byteSize();
      return Libc.result(
          (long)
              Serving.SEND_TO.invokeExact(
                  state,
                  fd,
                  bytes,
                  length,
                  MSG_NOSIGNAL | MSG_DONTWAIT,
                  address,
                  (int) address.byteSize()),
          state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /**
   * The further groups of whoever is at the other end.
   *
   * @param groups receives four bytes for each
   * @param length holds the size of that, then how much of it was used
   */
  static int peerGroups(MemorySegment state, int fd, MemorySegment groups, MemorySegment length) {
    return option(state, fd, SO_PEERGROUPS, groups, length);
  }

  private static int option(
      MemorySegment state, int fd, int option, MemorySegment value, MemorySegment length) {
    try {
      return (int)
          Libc.result(
              (int) GETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, option, value, length), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** Of a type such as {@link #STREAM_NONBLOCK_CLOEXEC}. */
  static int socket(MemorySegment state, int type) {
    try {
      return (int) Libc.result((int) SOCKET.invokeExact(state, AF_UNIX, type, 0), state);
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
    return option(state, fd, SO_PEERCRED, credentials, length);
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
