package vcg.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A connection to the daemon's {@link ControlSocket}. */
public final class ControlConnection implements AutoCloseable {
  /** The status of ten thousand guests is some megabytes. */
  private static final int LONGEST_LINE = 64 << 20;

  private final LineSocket socket;

  private ControlConnection(LineSocket socket) {
    this.socket = socket;
  }

  /**
   * Connects at once or fails.
   *
   * @throws IOException nobody listens there, or one may not; the message is the error's name
   */
  public static ControlConnection open(Path path) throws IOException {
    try {
      return new ControlConnection(LineSocket.connect(path, LONGEST_LINE));
    } catch (IOException e) {
      throw new IOException(Errno.name(e), e);
    }
  }

  /** Asks, and returns the first line of the answer. */
  public Map<String, Object> ask(Map<String, Object> request, Duration atMost) throws IOException {
    socket.send(Json.write(request), Deadline.in(atMost));
    return next(atMost);
  }

  /** The next line of the answer. */
  public Map<String, Object> next(Duration atMost) throws IOException {
    try {
      return Json.object(socket.receive(Deadline.in(atMost)));
    } catch (IllegalArgumentException e) {
      throw new IOException("the daemon's answer makes no sense: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
