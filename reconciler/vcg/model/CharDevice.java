package vcg.model;

import java.util.Optional;

/**
 * A character device: a serial or parallel port, console, channel or redirected USB device.
 *
 * @param log a file that also gets what the guest writes
 */
public record CharDevice(Location at, CharBackend backend, Optional<Log> log) {
  /**
   * A file that gets what the guest writes.
   *
   * @param append whether it is written on; empty: QEMU's default
   */
  public record Log(String file, Optional<Boolean> append) {}
}
