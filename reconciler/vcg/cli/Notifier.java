package vcg.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.linux.ServiceNotices;
import vcg.run.Moment;

/** Passes moments of the daemon's life on to the service manager. */
final class Notifier implements Consumer<Moment>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  /** From when on a daemon that tells nothing is stuck. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final Optional<ServiceNotices> notices;
  private boolean failed;
  private volatile long lastMoment = System.nanoTime();

  private Notifier(Optional<ServiceNotices> notices) {
    this.notices = notices;
  }

  /** Where nobody asked for notices, or they cannot be sent, it tells nobody. */
  static Notifier open(Map<String, String> environment) {
    try {
      return new Notifier(ServiceNotices.open(environment));
    } catch (IOException e) {
      LOG.warn("the service manager is not told how vcg is: {}", e.getMessage());
      return new Notifier(Optional.empty());
    }
  }

  @Override
  public void accept(Moment moment) {
    lastMoment = System.nanoTime();
    if (notices.isEmpty()) {
      return;
    }
    try {
      tell(notices.get(), moment);
      failed = false;
    } catch (IOException e) {
      if (!failed) { // the manager may be restarting; it is told the next time
        failed = true;
        LOG.warn("{}", e.getMessage());
      }
    }
  }

  /** Whether the daemon told something lately; it does so every few seconds. */
  boolean isAlive() {
    return System.nanoTime() - lastMoment < SILENCE.toNanos();
  }

  private static void tell(ServiceNotices notices, Moment moment) throws IOException {
    switch (moment) {
      case Moment.Ready _ -> notices.ready();
      case Moment.Reloading _ -> notices.reloading();
      case Moment.Stopping _ -> notices.stopping();
      case Moment.Summary(String text) -> notices.status(text);
      case Moment.Alive _ -> notices.alive();
    }
  }

  @Override
  public void close() {
    notices.ifPresent(ServiceNotices::close);
  }
}
