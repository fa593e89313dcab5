package vcg.model;

import java.util.Optional;

/**
 * A serial port.
 *
 * @param path for {@code FILE} and {@code UNIX}; otherwise empty
 */
public record CharDevice(Location at, Kind kind, Optional<String> path) {
  /** What a serial port is connected to. */
  public enum Kind {
    PTY,
    FILE,
    UNIX,
    NULL
  }
}
