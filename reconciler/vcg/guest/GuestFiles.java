package vcg.guest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import vcg.model.GuestId;

/**
 * Where a guest's socket lies while it runs: a directory of its own, mode 0700, below the run
 * directory; where notes about it lie; and where what its process prints is kept.
 *
 * @param runDirectory absolute
 * @param logDirectory absolute
 */
public record GuestFiles(Path runDirectory, Path logDirectory) {
  /** The longest path that fits into a Unix socket address, in bytes. */
  public static final int MAX_SOCKET_BYTES = 107;

  /** Both in one directory. */
  public GuestFiles(Path runDirectory) {
    this(runDirectory, runDirectory);
  }

  public Path directory(GuestId guest) {
    return runDirectory.resolve(guest.fileName());
  }

  public Path monitor(GuestId guest) {
    return directory(guest).resolve("qmp");
  }

  /** What its process printed since it was started. */
  public Path log(GuestId guest) {
    return logDirectory.resolve(guest.fileName() + ".log");
  }

  /** What was in the log before. */
  public Path olderLog(GuestId guest) {
    return logDirectory.resolve(guest.fileName() + ".log.1");
  }

  /**
   * What was changed of the guest since its process was started; none: nothing. It is not in the
   * guest's directory, where its process may write.
   */
  public Path notes(GuestId guest) {
    return runDirectory.resolve(guest.fileName() + ".changes");
  }

  /** Whether the monitor's path is too long for a socket. */
  public boolean tooLong(GuestId guest) {
    return monitor(guest).toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_BYTES;
  }
}
