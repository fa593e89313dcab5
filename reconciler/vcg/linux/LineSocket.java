package vcg.linux;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Lines over a Unix socket; nothing takes longer than it may, whoever is at the other end. */
final class LineSocket implements AutoCloseable {
  /** A longer line is no answer of QEMU's. */
  private static final int LONGEST_LINE = 1 << 20;

  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(8192).flip();

  private LineSocket(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /** Connects at once or fails; it does not wait for somebody to listen. */
  static LineSocket connect(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    try {
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new LineSocket(channel, selector);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Sends text that ends in a newline. */
  void send(String line, Deadline deadline) throws IOException {
    ByteBuffer out = StandardCharsets.UTF_8.encode(line);
    while (out.hasRemaining()) {
      if (channel.write(out) == 0) {
        await(SelectionKey.OP_WRITE, deadline);
      }
    }
  }

  /**
   * The next line, without its end.
   *
   * @throws EOFException the other end closed the connection
   * @throws java.net.SocketTimeoutException the deadline passed
   */
  String receive(Deadline deadline) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          return line.toString(StandardCharsets.UTF_8);
        }
        if (line.size() == LONGEST_LINE) {
          throw new IOException("a line longer than " + LONGEST_LINE + " bytes");
        }
        line.write(next);
      }
      fill(deadline);
    }
  }

  private void fill(Deadline deadline) throws IOException {
    int count;
    while ((count = channel.read(buffer.clear())) == 0) {
      buffer.flip();
      await(SelectionKey.OP_READ, deadline);
    }
    if (count < 0) {
      buffer.clear().flip();
      throw new EOFException("the connection was closed");
    }
    buffer.flip();
    deadline.check();
  }

  private void await(int operation, Deadline deadline) throws IOException {
    channel.keyFor(selector).interestOps(operation);
    selector.selectedKeys().clear();
    Duration left = deadline.check();
    selector.select(Math.max(1, left.toMillis()));
    if (Thread.currentThread().isInterrupted()) {
      throw new java.io.InterruptedIOException("interrupted");
    }
  }

  @Override
  public void close() {
    try (selector;
        channel) {
      // nothing else to do
    } catch (IOException _) { // a connection that is given up anyway
      return;
    }
  }
}
