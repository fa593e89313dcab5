package vcg.run;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.model.Guest;
import vcg.model.Partition;
import vcg.model.Reading;

/** How files are, kept up to date as each changes: to go through ten thousand takes too long. */
final class FileTally {
  private final SortedMap<String, FileCondition> unknown = new TreeMap<>();
  private int valid;
  private long revision;

  /**
   * What there is to tell of all.
   *
   * @param revision a name for the documents in force, of 16 hexadecimal digits
   * @param valid how many are in force as they are
   * @param conditions of those that do not count and that no guest is known by
   */
  record Files(String revision, int valid, List<FileCondition> conditions) {}

  Files files() {
    return new Files(HexFormat.of().toHexDigits(revision), valid, List.copyOf(unknown.values()));
  }

  /** Takes in how one is now. */
  void update(Entry entry) {
    boolean counts = !entry.isAway() && entry.reading.filter(Reading::isValid).isPresent();
    count(entry, counts, entry.inForce().map(FileTally::number).orElse(0L));
    entry
        .condition()
        .filter(_ -> entry.ids.isEmpty())
        .ifPresentOrElse(c -> unknown.put(entry.name, c), () -> unknown.remove(entry.name));
  }

  void forget(Entry entry) {
    count(entry, false, 0);
    unknown.remove(entry.name);
  }

  private void count(Entry entry, boolean counts, long number) {
    valid += (counts ? 1 : 0) - (entry.counts ? 1 : 0);
    revision += number - entry.number;
    entry.counts = counts;
    entry.number = number;
  }

  /** Digests are random; so are sums of these numbers, whatever their order. */
  private static long number(Reading reading) {
    Optional<String> digest =
        reading.guest().map(Guest::digest).or(() -> reading.partition().map(Partition::digest));
    long number = 0;
    for (char c : digest.orElse("").toCharArray()) {
      number = 31 * number + c;
    }
    return number;
  }
}
