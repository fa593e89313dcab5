package vcg.linux;

import java.io.ByteArrayOutputStream;
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
  private final ByteArrayOutputStream heard;

  private FakeQmp(ServerSocketChannel server, ByteArrayOutputStream heard) {
    this.server = server;
    this.heard = heard;
  }

  /** Every line that it heard, the last without its end. */
  String heard() {
    return heard.toString(StandardCharsets.UTF_8).strip();
  }

  /**
   * Listens, and in the end does not listen any more.
   *
   * @param texts one for each line it hears, a character for each byte
   * @param noise sent again and again; empty: it hangs up at once after the last text
   */
  static FakeQmp talking(Path socket, List<String> texts, String noise) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    Thread.ofVirtual().start(() -> talk(server, texts, noise, heard));
    return new FakeQmp(server, heard);
  }

  private static void talk(
      ServerSocketChannel server, List<String> texts, String noise, ByteArrayOutputStream heard) {
    try (SocketChannel client = server.accept()) {
      send(client, texts.getFirst());
      for (String text : texts.subList(1, texts.size())) {
        hearLine(client, heard);
        send(client, text);
      }
      while (!noise.isEmpty()) {
        send(client, noise);
      }
    } catch (IOException _) { // the test is over
      return;
    }
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
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    Thread.ofVirtual().start(() -> serve(server, closes, texts, heard));
    return new FakeQmp(server, heard);
  }

  private static void send(SocketChannel client, String text) throws IOException {
    ByteBuffer out = StandardCharsets.ISO_8859_1.encode(text);
    while (out.hasRemaining()) {
      client.write(out);
    }
  }

  private static void serve(
      ServerSocketChannel server, boolean closes, List<String> texts, ByteArrayOutputStream heard) {
    try (SocketChannel client = server.accept()) {
      for (String text : texts) {
        send(client, text);
        hearLine(client, heard);
      }
      boolean open = !closes;
      while (open) {
        open = hearLine(client, heard);
      }
    } catch (IOException _) { // the test is over
      return;
    }
  }

  private static boolean hearLine(SocketChannel client, ByteArrayOutputStream heard)
      throws IOException {
    ByteBuffer next = ByteBuffer.allocate(1);
    int count;
    do {
      count = client.read(next.clear());
      if (count > 0) {
        heard.write(next.get(0));
      }
    } while (count > 0 && next.get(0) != '\n');
    return count > 0;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
