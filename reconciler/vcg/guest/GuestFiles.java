package vcg.guest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import vcg.model.GuestId;

/**
 * Where a guest's socket and log lie while it runs: a directory of its own, mode 0700, below the
 * run directory.
 *
 * @param runDirectory absolute
 */
public record GuestFiles(Path runDirectory) {
  /** The longest path that fits into a Unix socket address, in bytes. */
  public static final int MAX_SOCKET_BYTES = 107;

  public Path directory(GuestId guest) {
    return runDirectory.resolve(guest.fileName());
  }

  public Path monitor(GuestId guest) {
    return directory(guest).resolve("qmp");
  }

  public Path log(GuestId guest) {
    return directory(guest).resolve("log");
  }

  /** Whether the monitor's path is too long for a socket. */
  public boolean tooLong(GuestId guest) {
    return monitor(guest).toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_BYTES;
  }
}
