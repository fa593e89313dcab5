package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the service manager how the service is, by systemd's protocol (sd_notify(3)): one datagram
 * for each notice, to a socket with a path or with an abstract name.
 */
public final class ServiceNotices implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final MemorySegment address;
  private final int descriptor;
  private final boolean watched;

  private ServiceNotices(String socket, boolean watched) throws IOException {
    this.watched = watched;
    address = LibcSocket.address(arena, socket);
    descriptor = SocketCalls.socket(state, SocketCalls.DATAGRAM_CLOEXEC);
    if (descriptor < 0) {
      throw new IOException("cannot notify the service manager: " + Errno.name(-descriptor));
    }
  }

  /**
   * To whoever the environment names.
   *
   * @return empty: nobody asked for notices
   * @throws IOException somebody did, and they cannot be sent
   */
  public static Optional<ServiceNotices> open(Map<String, String> environment) throws IOException {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (socket.isEmpty()) {
      return Optional.empty();
    }
    if (!socket.startsWith("/") && !socket.startsWith("@")) {
      throw new IOException("NOTIFY_SOCKET is neither a path nor an abstract name: " + socket);
    }
    if (!CgroupFiles.foreignCalls()) {
      throw new IOException("Java may not make system calls: --enable-native-access is missing");
    }
    return Optional.of(new ServiceNotices(socket, isWatched(environment)));
  }

  /** Whether the manager ends a service that is silent, and means this process. */
  private static boolean isWatched(Map<String, String> environment) {
    String pid = environment.getOrDefault("WATCHDOG_PID", "");
    return !environment.getOrDefault("WATCHDOG_USEC", "").isEmpty()
        && (pid.isEmpty() || pid.equals(Long.toString(ProcessHandle.current().pid())));
  }

  /** It has begun to do its work, or to do it anew. */
  public void ready() throws IOException {
    send("READY=1");
  }

  /** It reads its input anew; {@link #ready} follows. */
  public void reloading() throws IOException {
    send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000); // CLOCK_MONOTONIC on Linux
  }

  /** It ends. */
  public void stopping() throws IOException {
    send("STOPPING=1");
  }

  /** How it is, for people; the first line counts. */
  public void status(String text) throws IOException {
    send("STATUS=" + text.lines().findFirst().orElse(""));
  }

  /** It is not stuck; says so only where the manager wants to know. */
  public void alive() throws IOException {
    if (watched) {
      send("WATCHDOG=1");
    }
  }

  private synchronized void send(String notice) throws IOException {
    try (Arena once = Arena.ofConfined()) {
      byte[] bytes = notice.getBytes(StandardCharsets.UTF_8);
      MemorySegment text = once.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      long sent = SocketCalls.sendTo(state, descriptor, text, address);
      if (sent < 0) {
        throw new IOException("cannot notify the service manager: " + Errno.name((int) -sent));
      }
    }
  }

  @Override
  public synchronized void close() {
    Libc.close(state, descriptor);
    arena.close();
  }
}
