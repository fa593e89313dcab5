package vcg.model;

import java.util.Optional;

/** What a character device of a guest is connected to. Paths are absolute. */
public sealed interface CharBackend {
  /** A pseudo terminal that QEMU makes. */
  record Pty() implements CharBackend {}

  /** Nothing. */
  record Null() implements CharBackend {}

  /** QEMU's output, which is its log. */
  record Stdio() implements CharBackend {}

  /** A screen of text among those of the guest. */
  record TextScreen() implements CharBackend {}

  /**
   * A file that gets what the guest writes.
   *
   * @param append whether it is written on; empty: QEMU's default, which empties it
   */
  record File(String path, Optional<Boolean> append) implements CharBackend {}

  /** A device of the host, such as {@code /dev/ttyS0}. */
  record Device(String path) implements CharBackend {}

  /** A named pipe, or a pair of them whose names end in {@code .in} and {@code .out}. */
  record Pipe(String path) implements CharBackend {}

  /**
   * A Unix socket.
   *
   * @param path empty: one in the guest's run directory
   * @param reconnectSeconds between attempts of a client; empty: it tries once
   */
  record Unix(Optional<String> path, boolean listens, Optional<Integer> reconnectSeconds)
      implements CharBackend {}

  /**
   * A TCP connection; otherwise like {@link Unix}.
   *
   * @param encrypted whether it is by TLS, and both ends must have certificates
   */
  record Tcp(
      String host,
      String service,
      boolean listens,
      boolean telnet,
      boolean encrypted,
      Optional<Integer> reconnectSeconds)
      implements CharBackend {}

  /** Packets to one address; empty parts of the local address are QEMU's to choose. */
  record Udp(String host, String service, Optional<String> localHost, Optional<String> localService)
      implements CharBackend {}

  /**
   * The client of a spice server.
   *
   * @param name such as {@code vdagent}
   */
  record Spice(String name) implements CharBackend {}

  /** A channel of its own of a spice server. */
  record SpicePort(String name) implements CharBackend {}

  /** QEMU's own end of the agent for clipboard and pointer; empty: QEMU's default. */
  record Agent(Optional<Boolean> clipboard, Optional<Boolean> clientMouse) implements CharBackend {}

  /** The file or socket that it names. */
  default Optional<String> file() {
    return switch (this) {
      case File file -> Optional.of(file.path());
      case Device device -> Optional.of(device.path());
      case Pipe pipe -> Optional.of(pipe.path());
      case Unix unix -> unix.path();
      case Pty _, Null _, Stdio _, TextScreen _, Tcp _, Udp _, Spice _, SpicePort _, Agent _ ->
          Optional.empty();
    };
  }
}
