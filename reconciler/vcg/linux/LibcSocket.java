package vcg.linux;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** A Unix socket by system calls, which know who is at its other end. */
final class LibcSocket implements ByteSocket {
  /** The most of {@code struct sockaddr_un}: two bytes for the family, the path and a zero. */
  private static final int ADDRESS_BYTES = 110;

  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final int SLICE_MILLIS = 200; // how long it may be deaf to an interrupt

  private final MemorySegment state;
  private final MemorySegment scratch; // credentials and their length, or struct pollfd
  private int fd;

  private LibcSocket(MemorySegment state, MemorySegment scratch, int fd) {
    this.state = state;
    this.scratch = scratch;
    this.fd = fd;
  }

  static LibcSocket open(Path path) throws IOException {
    Arena arena = Arena.ofAuto(); // a connection may be closed by another thread
    MemorySegment state = arena.allocate(Libc.STATE);
    return new LibcSocket(state, arena.allocate(16, 8), connect(state, path));
  }

  /** A descriptor that is connected and never blocks. */
  static int connect(MemorySegment state, Path path) throws IOException {
    int fd = SocketCalls.socket(state, SocketCalls.STREAM_NONBLOCK_CLOEXEC);
    if (fd < 0) {
      throw new IOException(Errno.name(-fd));
    }
    try (Arena arena = Arena.ofConfined()) {
      int connected = SocketCalls.connect(state, fd, address(arena, path.toString()));
      if (connected < 0) {
        Libc.close(state, fd);
        throw new IOException(Errno.name(-connected));
      }
    }
    return fd;
  }

  /**
   * {@code struct sockaddr_un}.
   *
   * @param name a path, or a name without a file: {@code @} and what follows
   */
  static MemorySegment address(Arena arena, String name) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > ADDRESS_BYTES - 3) {
      throw new IOException("its path is longer than " + (ADDRESS_BYTES - 3) + " bytes");
    }
    boolean file = !name.startsWith("@");
    MemorySegment address = arena.allocate(bytes.length + (file ? 3 : 2), 8);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) SocketCalls.AF_UNIX);
    MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, 2, bytes.length);
    if (!file) {
      address.set(ValueLayout.JAVA_BYTE, 2, (byte) 0);
    }
    return address;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    MemorySegment room = MemorySegment.ofBuffer(into);
    long count = Libc.read(state, open(), room, room.byteSize());
    if (count == 0) {
      return -1;
    }
    return moved(into, count);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return moved(from, SocketCalls.send(state, open(), MemorySegment.ofBuffer(from)));
  }

  private static int moved(ByteBuffer buffer, long count) throws IOException {
    if (count >= 0) {
      buffer.position(buffer.position() + (int) count);
      return (int) count;
    }
    String errno = Errno.name((int) -count);
    return switch (errno) {
      case "EAGAIN", "EINTR" -> 0;
      default -> throw new SocketException(errno);
    };
  }

  @Override
  public void await(boolean alsoToWrite, Duration atMost) throws IOException {
    scratch.set(ValueLayout.JAVA_INT, 0, open());
    scratch.set(ValueLayout.JAVA_SHORT, 4, alsoToWrite ? (short) (POLLIN | POLLOUT) : POLLIN);
    Libc.poll(state, scratch, 1, Math.clamp(atMost.toMillis(), 1, SLICE_MILLIS));
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public OptionalLong peer() throws IOException {
    scratch.set(ValueLayout.JAVA_INT, 12, 12);
    int told = SocketCalls.peer(state, open(), scratch, scratch.asSlice(12));
    if (told < 0) {
      throw new IOException("cannot tell who is at its other end: " + Errno.name(-told));
    }
    return OptionalLong.of(scratch.get(ValueLayout.JAVA_INT, 0));
  }

  private int open() throws IOException {
    if (fd < 0) {
      throw new SocketException("closed");
    }
    return fd;
  }

  @Override
  public void close() {
    if (fd >= 0) {
      Libc.close(state, fd);
      fd = -1;
    }
  }
}
