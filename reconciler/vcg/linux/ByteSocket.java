package vcg.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** A connected Unix socket that never blocks but in {@link #await}. Buffers are direct ones. */
sealed interface ByteSocket extends AutoCloseable permits LibcSocket, ChannelSocket {
  /**
   * Connects at once or fails, also where the other side has a queue of clients and it is full: a
   * stopped process takes nobody out of it.
   */
  static ByteSocket connect(Path path) throws IOException {
    return CgroupFiles.foreignCalls() ? LibcSocket.open(path) : ChannelSocket.open(path);
  }

  /** How many bytes came; 0: none yet; -1: the other end closed the connection. */
  int read(ByteBuffer into) throws IOException;

  /** How many bytes went; 0: none may go yet. */
  int write(ByteBuffer from) throws IOException;

  /** Waits until something can be read, or also written; it may return early. */
  void await(boolean alsoToWrite, Duration atMost) throws IOException;

  /**
   * The process that listened at the socket's path when this connected; empty: Java alone cannot
   * tell.
   */
  OptionalLong peer() throws IOException;

  @Override
  void close();
}
