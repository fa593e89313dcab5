package vcg.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Reading;

/**
 * All documents, and which content of each is in force: its own, or, while that cannot be used or
 * the file is away, its last good one. Values only: it reads nothing.
 */
final class Documents {
  private final String source;
  private final SortedMap<String, Entry> entries = new TreeMap<>();
  private final Arrivals arrivals = new Arrivals(entries);
  private final Comparison comparison;
  private final FileTally tally = new FileTally();

  Documents(String source) {
    this.source = source;
    this.comparison = new Comparison(source, entries);
  }

  /** Whether the source was listed at least once. */
  boolean listed() {
    return arrivals.listed();
  }

  boolean present() {
    return arrivals.present();
  }

  /** How many documents there are, those in grace included. */
  int size() {
    return (int) entries.values().stream().filter(e -> !e.isAway()).count();
  }

  /** Takes in what a look has found. */
  DocumentChange apply(Scan scan, long now, Instant wall) {
    return follow(arrivals.apply(scan, now, wall), wall);
  }

  private DocumentChange follow(Set<String> changed, Instant wall) {
    DocumentChange change = new DocumentChange();
    for (String name : comparison.recompute(changed, wall, change)) {
      tally.update(Objects.requireNonNull(entries.get(name)));
    }
    return change;
  }

  /** The files to look at again now. */
  Set<String> again(long now) {
    return arrivals.again(now);
  }

  /** When there is something to do next. */
  OptionalLong next() {
    return arrivals.next();
  }

  /** All guests that documents speak of, also those whose files are gone. */
  Set<GuestId> guests() {
    return comparison.guests().keys();
  }

  /** The documents in force that are about a guest; none: it has none, or its file is gone. */
  List<Reading> of(GuestId id) {
    List<Reading> all =
        entries(id).flatMap(e -> e.inForce().stream()).filter(r -> isAbout(r, id)).toList();
    List<Reading> valid =
        entries(id)
            .filter(e -> !e.isAway())
            .flatMap(e -> e.reading.stream())
            .filter(r -> r.isValid() && isAbout(r, id))
            .toList();
    List<Reading> usable = all.stream().filter(Reading::isValid).limit(1).toList();
    return !valid.isEmpty() ? valid : !usable.isEmpty() ? usable : all;
  }

  /** Whether some document in force is about a guest: {@link #of} finds one. */
  boolean isAsked(GuestId id) {
    return comparison.isAsked(id);
  }

  /** What was last in force for a guest whose file is gone. */
  Optional<Reading> last(GuestId id) {
    return entries(id)
        .filter(e -> e.isGone)
        .flatMap(e -> e.good.stream())
        .filter(r -> isAbout(r, id))
        .findFirst();
  }

  /** Whether a guest's file is gone for good, and what was kept of it still speaks of it. */
  boolean isGone(GuestId id) {
    return !isAsked(id) && last(id).isPresent();
  }

  /** The documents of partitions that are in force, and those that nobody can tell what about. */
  List<Reading> ofNoGuest() {
    return comparison.others().stream()
        .flatMap(name -> Optional.ofNullable(entries.get(name)).stream())
        .flatMap(e -> e.inForce().stream())
        .filter(r -> id(r).isEmpty())
        .toList();
  }

  /** All documents in force. */
  Desired inForce() {
    List<Reading> readings = entries.values().stream().flatMap(e -> e.inForce().stream()).toList();
    return new Desired(source, arrivals.present(), readings, List.of());
  }

  /** Those of a few guests, with those of partitions. */
  Desired inForce(Collection<GuestId> some) {
    List<Reading> readings = new ArrayList<>(ofNoGuest());
    some.forEach(id -> readings.addAll(of(id)));
    return new Desired(source, arrivals.present(), readings, List.of());
  }

  /** The same where some of those whose files are gone are as they were last. */
  Desired withLast(Collection<GuestId> some, Collection<GuestId> gone) {
    List<Reading> readings = new ArrayList<>(inForce(some).readings());
    gone.forEach(id -> last(id).ifPresent(readings::add));
    return new Desired(source, arrivals.present(), readings, List.of());
  }

  /** Forgets a guest that was stopped because its file is gone; returns what need not be kept. */
  Set<String> letGo(GuestId id) {
    Set<String> names = new TreeSet<>();
    for (Entry entry : entries(id).filter(e -> e.isGone).toList()) {
      names.add(entry.name);
      entries.remove(entry.name);
      comparison.forget(entry);
      tally.forget(entry);
    }
    return names;
  }

  /** Why a guest is at the last good content of its file; empty: it is not. */
  Optional<FileCondition> condition(GuestId id) {
    return entries(id).flatMap(e -> e.condition().stream()).findFirst();
  }

  /** How all files are. */
  FileTally.Files files() {
    return tally.files();
  }

  /** What there is to say of a file, for the log; empty: it counts. */
  Optional<FileCondition> file(String name) {
    return Optional.ofNullable(entries.get(name)).flatMap(Entry::condition);
  }

  private Stream<Entry> entries(GuestId id) {
    return comparison.guests().of(id).stream()
        .flatMap(name -> Optional.ofNullable(entries.get(name)).stream());
  }

  private static boolean isAbout(Reading reading, GuestId id) {
    return id(reading).filter(id::equals).isPresent();
  }

  static Optional<GuestId> id(Reading reading) {
    return reading.guest().map(Guest::id).or(reading::claims);
  }
}
