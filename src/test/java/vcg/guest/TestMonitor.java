package vcg.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client for QEMU's monitor that is just good enough to ask questions. */
final class TestMonitor implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SocketChannel channel;
  private final BufferedReader lines;

  private TestMonitor(SocketChannel channel) {
    this.channel = channel;
    this.lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  /** Connects as soon as the process listens; fails when it ends before, or takes too long. */
  static TestMonitor connect(Process process, Path socket) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      Optional<SocketChannel> channel = open(socket);
      if (channel.isPresent()) {
        TestMonitor monitor = new TestMonitor(channel.get());
        monitor.lines.readLine();
        monitor.ask("qmp_capabilities", Map.of());
        return monitor;
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    throw new IOException("no monitor at " + socket);
  }

  private static Optional<SocketChannel> open(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return Optional.of(channel);
    } catch (IOException _) { // nobody listens yet
      channel.close();
      return Optional.empty();
    }
  }

  /** The answer to a command; events are skipped. */
  JsonNode ask(String command, Map<String, ?> arguments) throws IOException {
    ObjectNode request = JsonMapper.shared().createObjectNode().put("execute", command);
    ObjectNode object = request.putObject("arguments");
    arguments.forEach(object::putPOJO);
    channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
    while (true) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("connection closed after " + request);
      }
      JsonNode answer = JsonMapper.shared().readTree(line);
      if (answer.has("error")) {
        throw new IOException(request + ": " + answer.get("error"));
      }
      if (answer.has("return")) {
        return answer.get("return");
      }
    }
  }

  JsonNode ask(String command) throws IOException {
    return ask(command, Map.of());
  }

  /** A property of an object inside QEMU. */
  String property(String path, String name) throws IOException {
    return ask("qom-get", Map.of("path", path, "property", name)).asString();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
