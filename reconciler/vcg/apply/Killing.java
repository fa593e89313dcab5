package vcg.apply;

import java.io.IOException;
import java.time.Duration;
import vcg.guest.Processes;
import vcg.guest.Processes.Signal;
import vcg.model.ProcessId;

/** The end of a process that nothing else ended. */
record Killing(Processes processes) {
  /** How long it may take. */
  static final Duration MOST = Duration.ofSeconds(30);

  void kill(ProcessId process) throws IOException, InterruptedException {
    if (processes.signal(process, Signal.KILL) && !processes.awaitExit(process, MOST)) {
      throw new IOException(
          "process "
              + process.pid()
              + " is unkillable: it still runs "
              + MOST.toSeconds()
              + " s after it was killed, mostly because it waits for a disk or a file system that"
              + " does not answer");
    }
  }
}
