package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** A service manager that only listens. For one thread. */
public final class NoticeReceiver implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final MemorySegment buffer = arena.allocate(4096);
  private final String name;
  private final int descriptor;

  /** Listens at a path, or at an abstract name that begins with {@code @}. */
  public NoticeReceiver(String name) throws IOException {
    this.name = name;
    descriptor = SocketCalls.socket(state, SocketCalls.DATAGRAM_CLOEXEC);
    int bound = SocketCalls.bind(state, descriptor, LibcSocket.address(arena, name));
    if (bound < 0) {
      throw new IOException(Errno.name(-bound));
    }
  }

  String name() {
    return name;
  }

  /** The next notice; waits for it. */
  public String next() {
    long length = Libc.read(state, descriptor, buffer, buffer.byteSize());
    return StandardCharsets.UTF_8.decode(buffer.asSlice(0, length).asByteBuffer()).toString();
  }

  /** Waits for this notice; those before it are passed over. */
  public void await(String notice) {
    while (!next().equals(notice)) {
      // another one
    }
  }

  @Override
  public void close() {
    Libc.close(state, descriptor);
    arena.close();
  }
}
