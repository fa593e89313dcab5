package vcg.linux;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** Lines over a Unix socket; nothing takes longer than it may, whoever is at the other end. */
final class LineSocket implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 << 10;

  private final ByteSocket socket;
  private final int longestLine;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();

  /** The beginning of a line whose end has not come: who gave up waiting may ask again. */
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  private LineSocket(ByteSocket socket, int longestLine) {
    this.socket = socket;
    this.longestLine = longestLine;
  }

  /**
   * Connects at once or fails; it does not wait for somebody to listen.
   *
   * @param longestLine in bytes; a longer one is no answer that this program asked for
   */
  static LineSocket connect(Path path, int longestLine) throws IOException {
    return new LineSocket(ByteSocket.connect(path), longestLine);
  }

  /** The process at the other end, as far as that can be told. */
  OptionalLong peer() throws IOException {
    return socket.peer();
  }

  /** Sends text that ends in a newline. After a failure nobody knows how much of it went. */
  void send(String line, Deadline deadline) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    while (out.hasRemaining()) {
      if (socket.write(out) == 0) {
        socket.await(true, deadline.check());
      }
    }
  }

  /**
   * The next line, without its end.
   *
   * @throws EOFException the other end closed the connection
   * @throws java.net.SocketTimeoutException the deadline passed; the line may still come
   */
  String receive(Deadline deadline) throws IOException {
    while (!takeLine()) {
      fill(deadline);
    }
    String line = begun.toString(StandardCharsets.UTF_8);
    begun.reset();
    return line;
  }

  /** Moves what is there of a line; false: its end is not. */
  private boolean takeLine() throws IOException {
    int from = buffer.position();
    int to = from;
    while (to < buffer.limit() && buffer.get(to) != '\n') {
      to++;
    }
    if (begun.size() + to - from > longestLine) {
      throw new IOException("a line longer than " + longestLine + " bytes");
    }
    byte[] part = new byte[to - from];
    buffer.get(part);
    begun.writeBytes(part);
    boolean whole = buffer.hasRemaining();
    if (whole) {
      buffer.get();
    }
    return whole;
  }

  private void fill(Deadline deadline) throws IOException {
    Duration left = deadline.check(); // also where the other end never stops talking
    int count;
    while ((count = socket.read(buffer.clear())) == 0) {
      buffer.flip();
      socket.await(false, left);
      left = deadline.check();
    }
    if (count < 0) {
      buffer.clear().flip();
      throw new EOFException("the connection was closed");
    }
    buffer.flip();
  }

  @Override
  public void close() {
    socket.close();
  }
}
