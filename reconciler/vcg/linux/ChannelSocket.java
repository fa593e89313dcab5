package vcg.linux;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** A Unix socket by Java's own means, where the C library may not be called. */
record ChannelSocket(SocketChannel channel, Selector selector) implements ByteSocket {
  static ChannelSocket open(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(path))) {
        throw new IOException("Resource temporarily unavailable");
      }
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new ChannelSocket(channel, selector);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return channel.write(from);
  }

  @Override
  public void await(boolean alsoToWrite, Duration atMost) throws IOException {
    int operations = SelectionKey.OP_READ | (alsoToWrite ? SelectionKey.OP_WRITE : 0);
    channel.keyFor(selector).interestOps(operations);
    selector.selectedKeys().clear();
    selector.select(Math.max(1, atMost.toMillis()));
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public OptionalLong peer() {
    return OptionalLong.empty();
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
