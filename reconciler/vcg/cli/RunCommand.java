package vcg.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import vcg.guest.Networks;
import vcg.linux.LinuxHost;
import vcg.linux.LinuxWatches;
import vcg.linux.StateLock;
import vcg.model.Desired;
import vcg.model.Reading;
import vcg.run.Daemon;
import vcg.run.DirectorySource;
import vcg.run.DirectoryWatch;

/** {@code vcg run [DIR]}: the daemon. */
final class RunCommand {
  private static final int USUAL_SWEEP_SECONDS = 60;
  private static final int LONGEST_SWEEP_SECONDS = 86_400;

  private RunCommand() {}

  static ExitCode run(Arguments arguments, Console console)
      throws UsageException, IOException, InterruptedException {
    Path directory = Path.of(arguments.directory()).toAbsolutePath();
    Duration sweep = sweep(arguments);
    Networks networks = HostOptions.networks(arguments);
    System.setErr(JournalStream.of(System.err, System.getenv()));
    try (StateLock _ = StateLock.acquire(Stages.stateDirectory(arguments), "vcg run");
        Notifier notifier = Notifier.open(System.getenv())) {
      LiveMachine machine = LiveMachine.open(arguments);
      DirectorySource source =
          new DirectorySource(
              directory, Stages.trust(arguments), reading -> resolved(networks, reading));
      Daemon daemon =
          Daemon.of(
              machine,
              source,
              new LinuxWatches(LinuxHost.read().hierarchies()),
              sweep,
              new Lean(notifier));
      Signals.on("TERM", daemon::end);
      Signals.on("INT", daemon::end);
      Signals.on("HUP", () -> reload(daemon));
      try (DirectoryWatch _ = DirectoryWatch.open(directory, daemon::changed);
          Service _ = Service.open(arguments, daemon, notifier::isAlive)) {
        daemon.run();
      }
    }
    return ExitCode.OK;
  }

  private static Duration sweep(Arguments arguments) throws UsageException {
    int seconds =
        arguments.has(Option.SWEEP) ? arguments.number(Option.SWEEP) : USUAL_SWEEP_SECONDS;
    if (seconds < 1 || seconds > LONGEST_SWEEP_SECONDS) {
      throw new UsageException(
          "--sweep is " + seconds + ", must be 1 to " + LONGEST_SWEEP_SECONDS + " seconds");
    }
    return Duration.ofSeconds(seconds);
  }

  private static Reading resolved(Networks networks, Reading reading) {
    return networks
        .resolve(new Desired("", true, List.of(reading), List.of()))
        .readings()
        .getFirst();
  }

  private static void reload(Daemon daemon) {
    try {
      daemon.reload();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // it ends anyway
    }
  }
}
