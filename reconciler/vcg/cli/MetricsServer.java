package vcg.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import vcg.run.Control;

/** Answers GET on a loopback address: {@code /metrics}, {@code /healthz} and {@code /readyz}. */
final class MetricsServer implements AutoCloseable {
  private static final int MOST_WAITING = 16;

  private final HttpServer server;
  private final ExecutorService threads;

  private MetricsServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Listens.
   *
   * @param place {@code ADDRESS:PORT}; an address of IPv6 in brackets
   * @param alive whether the daemon's own thread is not stuck
   */
  static MetricsServer open(String place, Control control, BooleanSupplier alive)
      throws UsageException, IOException {
    InetSocketAddress address = address(place);
    // a client that is slow to ask or to read is not waited for
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    System.setProperty("jdk.httpserver.maxConnections", "32");
    HttpServer server;
    try {
      server = HttpServer.create(address, MOST_WAITING);
    } catch (BindException e) {
      throw new IOException("cannot listen at " + place + ": " + e.getMessage(), e);
    }
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("vcg-http").factory());
    server.setExecutor(threads);
    serve(server, "/metrics", () -> new Reply(200, DaemonMetrics.TYPE, DaemonMetrics.of(control)));
    serve(server, "/healthz", () -> Reply.of(alive.getAsBoolean(), "stuck"));
    serve(server, "/readyz", () -> Reply.of(control.status().ready(), "not ready yet"));
    server.start();
    return new MetricsServer(server, threads);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Reply(int code, String type, byte[] body) {
    static Reply of(boolean well, String otherwise) {
      String text = (well ? "ok" : otherwise) + "\n";
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      return new Reply(well ? 200 : 503, "text/plain; charset=utf-8", body);
    }
  }

  private interface Answer {
    Reply reply() throws IOException;
  }

  private static void serve(HttpServer server, String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            int refusal = refusal(exchange, path);
            if (refusal != 0) {
              exchange.sendResponseHeaders(refusal, -1);
              return;
            }
            Reply reply = answer.reply();
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            exchange.sendResponseHeaders(reply.code(), reply.body().length);
            exchange.getResponseBody().write(reply.body());
          }
        });
  }

  /** The code of an answer without content; 0: none. A page elsewhere must not read it either. */
  private static int refusal(HttpExchange exchange, String path) {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      return 404;
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      return 405;
    }
    String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
    String name = host.replaceAll(":[0-9]*$", "");
    return List.of("localhost", "[::1]").contains(name) || name.matches("127\\.[0-9.]+") ? 0 : 403;
  }

  private static InetSocketAddress address(String place) throws UsageException {
    int colon = place.lastIndexOf(':');
    String host = colon < 1 ? "" : place.substring(0, colon);
    String port = place.substring(colon + 1);
    boolean literal = host.matches("[0-9.]+|\\[[0-9a-f:]+]") || host.equals("localhost");
    try {
      if (literal && port.matches("[0-9]{1,5}") && Integer.parseInt(port) < 65536) {
        InetAddress address = InetAddress.getByName(host);
        if (address.isLoopbackAddress()) {
          return new InetSocketAddress(address, Integer.parseInt(port));
        }
      }
    } catch (IOException e) {
      throw new UsageException("--metrics is \"" + place + "\": " + e.getMessage());
    }
    throw new UsageException(
        "--metrics is \"" + place + "\", must be a loopback address, such as 127.0.0.1:9177");
  }

  /** Where it listens. */
  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
