package vcg.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfLong;
import java.lang.invoke.MethodHandle;

/**
 * The C library's functions to be told of changes, as {@link Libc} has those for files: bound only
 * where somebody watches.
 */
final class WatchCalls {
  static final int EPOLL_ADD = 1;
  static final int EPOLL_REMOVE = 2;
  static final int EPOLL_CHANGE = 3;
  private static final int CLOEXEC = 0x80000;
  private static final int NONBLOCK = 0x800;

  private static final OfInt INT = ValueLayout.JAVA_INT;
  private static final OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private static final MethodHandle EPOLL_CREATE =
      Libc.call("epoll_create1", FunctionDescriptor.of(INT, INT), -1);
  private static final MethodHandle EPOLL_CTL =
      Libc.call("epoll_ctl", FunctionDescriptor.of(INT, INT, INT, INT, POINTER), -1);
  private static final MethodHandle EPOLL_WAIT =
      Libc.call("epoll_wait", FunctionDescriptor.of(INT, INT, POINTER, INT, INT), -1);
  private static final MethodHandle EVENTFD =
      Libc.call("eventfd", FunctionDescriptor.of(INT, INT, INT), -1);
  private static final MethodHandle INOTIFY_INIT =
      Libc.call("inotify_init1", FunctionDescriptor.of(INT, INT), -1);
  private static final MethodHandle INOTIFY_ADD =
      Libc.call("inotify_add_watch", FunctionDescriptor.of(INT, INT, POINTER, INT), -1);
  private static final MethodHandle INOTIFY_REMOVE =
      Libc.call("inotify_rm_watch", FunctionDescriptor.of(INT, INT, INT), -1);
  private static final MethodHandle FANOTIFY_INIT =
      Libc.call("fanotify_init", FunctionDescriptor.of(INT, INT, INT), -1);
  private static final MethodHandle FANOTIFY_MARK =
      Libc.call("fanotify_mark", FunctionDescriptor.of(INT, INT, INT, LONG, INT, POINTER), -1);
  private static final MethodHandle OPEN_BY_HANDLE =
      Libc.call("open_by_handle_at", FunctionDescriptor.of(INT, INT, POINTER, INT), -1);
  private static final MethodHandle READLINK =
      Libc.call("readlink", FunctionDescriptor.of(LONG, POINTER, POINTER, LONG), -1);
  private static final MethodHandle STATFS =
      Libc.call("statfs", FunctionDescriptor.of(INT, POINTER, POINTER), -1);

  private WatchCalls() {}

  static int epollCreate(MemorySegment state) {
    try {
      return (int) Libc.result((int) EPOLL_CREATE.invokeExact(state, CLOEXEC), state);
    } catch (Throwable e) { // what invokeExact declares
      throw new AssertionError(e);
    }
  }

  /**
   * Adds, changes or removes a descriptor.
   *
   * @param event {@code struct epoll_event}
   */
  static int epollControl(
      MemorySegment state, int epoll, int operation, int fd, MemorySegment event) {
    try {
      return (int)
          Libc.result((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** How many of {@code most} events came; waits for ever when {@code millis} is negative. */
  static int epollWait(MemorySegment state, int epoll, MemorySegment events, int most, int millis) {
    try {
      return (int)
          Libc.result((int) EPOLL_WAIT.invokeExact(state, epoll, events, most, millis), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  static int eventfd(MemorySegment state) {
    try {
      return (int) Libc.result((int) EVENTFD.invokeExact(state, 0, CLOEXEC | NONBLOCK), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  static int inotifyInit(MemorySegment state) {
    try {
      return (int) Libc.result((int) INOTIFY_INIT.invokeExact(state, CLOEXEC | NONBLOCK), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** Returns the number of the watch. */
  static int inotifyAdd(MemorySegment state, int fd, MemorySegment path, int mask) {
    try {
      return (int) Libc.result((int) INOTIFY_ADD.invokeExact(state, fd, path, mask), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  static int inotifyRemove(MemorySegment state, int fd, int watch) {
    try {
      return (int) Libc.result((int) INOTIFY_REMOVE.invokeExact(state, fd, watch), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /**
   * Opens a group.
   *
   * @param fileFlags how files are opened that events bring
   */
  static int fanotifyInit(MemorySegment state, int flags, int fileFlags) {
    try {
      return (int) Libc.result((int) FANOTIFY_INIT.invokeExact(state, flags, fileFlags), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  static int fanotifyMark(MemorySegment state, int fd, int flags, long mask, MemorySegment path) {
    try {
      return (int)
          Libc.result(
              (int) FANOTIFY_MARK.invokeExact(state, fd, flags, mask, Libc.AT_FDCWD, path), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /**
   * Opens what a {@code struct file_handle} names.
   *
   * @param mount any descriptor of the file system
   */
  static int openByHandle(MemorySegment state, int mount, MemorySegment handle, int flags) {
    try {
      return (int)
          Libc.result((int) OPEN_BY_HANDLE.invokeExact(state, mount, handle, flags), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /** The length of the text, which is then in the buffer, without a zero. */
  static long readlink(MemorySegment state, MemorySegment path, MemorySegment buffer) {
    try {
      return Libc.result(
          (long) READLINK.invokeExact(state, path, buffer, buffer.byteSize()), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }

  /**
   * Fills a {@code struct statfs}.
   *
   * @param facts room for 120 bytes
   */
  static int statfs(MemorySegment state, MemorySegment path, MemorySegment facts) {
    try {
      return (int) Libc.result((int) STATFS.invokeExact(state, path, facts), state);
    } catch (Throwable e) { // as above
      throw new AssertionError(e);
    }
  }
}
