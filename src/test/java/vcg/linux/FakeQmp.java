package vcg.linux;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A server that says what it is told to, one text for each line it hears. */
final class FakeQmp implements AutoCloseable {
  static final String GREETING = "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n";

  private final ServerSocketChannel server;

  private FakeQmp(ServerSocketChannel server) {
    this.server = server;
  }

  /**
   * Listens.
   *
   * @param closes whether it hangs up after the last text; otherwise it stays silent
   * @param texts the first is sent at once, each further one after a line was heard
   */
  static FakeQmp at(Path socket, boolean closes, List<String> texts) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(() -> serve(server, closes, texts));
    return new FakeQmp(server);
  }

  private static void serve(ServerSocketChannel server, boolean closes, List<String> texts) {
    try (SocketChannel client = server.accept()) {
      for (String text : texts) {
        ByteBuffer out = StandardCharsets.UTF_8.encode(text);
        while (out.hasRemaining()) {
          client.write(out);
        }
        hearLine(client);
      }
      boolean open = !closes;
      while (open) {
        open = hearLine(client);
      }
    } catch (IOException _) { // the test is over
      return;
    }
  }

  private static boolean hearLine(SocketChannel client) throws IOException {
    ByteBuffer heard = ByteBuffer.allocate(1);
    int count;
    do {
      count = client.read(heard.clear());
    } while (count > 0 && heard.get(0) != '\n');
    return count > 0;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
