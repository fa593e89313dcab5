package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** The descriptors of a line to a guest; none of them ever blocks. */
interface LineEnds extends AutoCloseable {
  /** Readable when {@link #read} has something to tell. */
  int readable();

  /** Where what is typed goes. */
  int writable();

  /** The terminal that is to have the user's size. */
  int terminal();

  /**
   * What the guest said.
   *
   * @param buffer where it may be put meanwhile
   * @return empty: it is gone
   */
  Optional<byte[]> read(MemorySegment buffer) throws IOException;

  @Override
  void close();

  /** What a descriptor gives; empty: there will be no more. */
  static Optional<byte[]> read(MemorySegment state, int fd, MemorySegment buffer) {
    long count = Libc.read(state, fd, buffer, buffer.byteSize());
    if (count > 0) {
      return Optional.of(buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
    }
    boolean later = count == -Errno.EAGAIN.number() || count == -Errno.EINTR.number();
    return later ? Optional.of(new byte[0]) : Optional.empty();
  }

  /** A terminal, or a socket, which has no size. */
  final class OneFile implements LineEnds {
    private final MemorySegment state = Arena.ofAuto().allocate(Libc.STATE);
    private final int fd;

    OneFile(int fd) {
      this.fd = fd;
    }

    @Override
    public int readable() {
      return fd;
    }

    @Override
    public int writable() {
      return fd;
    }

    @Override
    public int terminal() {
      return fd;
    }

    @Override
    public Optional<byte[]> read(MemorySegment buffer) {
      return LineEnds.read(state, fd, buffer);
    }

    @Override
    public void close() {
      Libc.close(state, fd);
    }
  }
}
