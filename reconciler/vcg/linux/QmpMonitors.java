package vcg.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import vcg.guest.Monitors;

/** QEMU's monitors at their Unix sockets. */
public final class QmpMonitors implements Monitors {
  @Override
  public Monitor connect(Path socket, Duration patience) throws IOException {
    return QmpMonitor.connect(socket, patience);
  }
}
