package vcg.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vcg.guest.Monitors;
import vcg.model.LiveSetting.Request;
import vcg.model.ProcessId;

/** QEMU's monitors at their Unix sockets. */
public final class QmpMonitors implements Monitors {
  @Override
  public Monitor connect(Path socket, Duration patience) throws IOException {
    return QmpMonitor.connect(socket, Optional.empty(), patience);
  }

  @Override
  public Monitor connect(Path socket, ProcessId peer, Duration patience) throws IOException {
    return QmpMonitor.connect(socket, Optional.of(peer), patience);
  }

  @Override
  public Monitor ask(Path socket, ProcessId peer, Duration patience, List<Request> questions)
      throws IOException {
    return QmpMonitor.ask(socket, Optional.of(peer), patience, questions);
  }
}
