package vcg.run;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What is told of the daemon: to any thread that asks, and to those that listen. */
final class News {
  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(250);

  private final Tools tools;
  private final Life life;
  private final Guests guests;
  private final String source;
  private final Instant started;
  private final List<Consumer<DaemonStatus>> listeners = new CopyOnWriteArrayList<>();
  private long publishedAt = Long.MIN_VALUE / 2;
  private volatile Published published =
      new Published(
          false, false, Optional.empty(), 0, List.of(), new FileTally.Files("", 0, List.of()));

  News(Tools tools, Life life, Guests guests, String source) {
    this.tools = tools;
    this.life = life;
    this.guests = guests;
    this.source = source;
    this.started = tools.time().wall();
  }

  /** What is published of the daemon itself. */
  private record Published(
      boolean ready,
      boolean paused,
      Optional<Instant> lastLook,
      int working,
      List<String> troubles,
      FileTally.Files files) {}

  DaemonStatus status() {
    Published now = published;
    return new DaemonStatus(
        source,
        started,
        now.ready(),
        now.paused(),
        now.lastLook(),
        now.working(),
        now.troubles(),
        List.copyOf(guests.conditions()),
        now.files().revision(),
        now.files().valid(),
        now.files().conditions());
  }

  AutoCloseable onChange(Consumer<DaemonStatus> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** How all guests are, in one line. */
  String summary() {
    Collection<GuestCondition> all = guests.conditions();
    long out = all.stream().filter(c -> c.sync() != GuestCondition.Sync.IN_SYNC).count();
    return all.size() + " guests, " + out + " not in sync" + (life.paused ? ", paused" : "");
  }

  /** When there is something to tell; empty: nothing is new. */
  OptionalLong next() {
    return life.changed ? OptionalLong.of(publishedAt + BETWEEN) : OptionalLong.empty();
  }

  void turn() {
    if (!life.changed) {
      return;
    }
    published =
        new Published(
            life.ready,
            life.paused,
            life.lastLook,
            life.working,
            List.copyOf(life.troubles.values()),
            tools.documents().files());
    long now = tools.time().nanos();
    if (now - publishedAt >= BETWEEN) {
      life.changed = false;
      publishedAt = now;
      if (!listeners.isEmpty()) {
        DaemonStatus status = status();
        listeners.forEach(l -> l.accept(status));
      }
    }
  }
}
