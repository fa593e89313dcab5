package vcg.run;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again what failed, later each time. */
final class Retries {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final Tools tools;
  private final Guests guests;

  Retries(Tools tools, Guests guests) {
    this.tools = tools;
    this.guests = guests;
  }

  void failed(Tracked guest, String why) {
    guest.failures++;
    guest.failure = Optional.of(why);
    long at = tools.time().nanos() + Backoff.after(guest.failures, tools.random());
    guest.notBefore = at;
    guest.nextTry = Optional.of(tools.wallAt(at));
    LOG.warn(
        "{}: {}; is tried again in {} s",
        guest.id,
        why,
        (at - tools.time().nanos()) / 1_000_000_000.0);
    guests.tell(guest, GuestCondition.Sync.FAILED, why);
    guests.look(guest.id);
    guests.later(guest, at);
  }
}
