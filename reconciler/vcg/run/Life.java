package vcg.run;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the daemon itself is: what it does, and what is wrong with its host. */
final class Life {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  final SortedMap<String, String> troubles = new TreeMap<>();
  boolean ready;
  boolean paused;
  boolean ending;

  /** How many guests are being changed. */
  int working;

  Optional<Instant> lastLook = Optional.empty();

  /** Whether there is something new to tell. */
  boolean changed = true;

  void trouble(String key, String text) {
    if (!text.equals(troubles.put(key, text))) {
      changed = true;
      LOG.warn("{}", text);
    }
  }

  void noTrouble(String key) {
    if (troubles.remove(key) != null) {
      changed = true;
      LOG.info("{}: well again", key);
    }
  }
}
