package vcg.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Location;
import vcg.model.Problem;
import vcg.model.Reading;
import vcg.read.DomainDirectory.Content;
import vcg.validate.Rules;

/**
 * All documents, and which content of each is in force: its own, or, while that cannot be used or
 * the file is away, its last good one. Values only: it reads nothing.
 *
 * <p>When a change counts:
 *
 * <ul>
 *   <li>a file that took the place of another, or is new, and is valid: at once. A document of
 *       which the end is missing is never valid.
 *   <li>a file that was written to in place, or is not valid: when two reads {@link #QUIET} apart
 *       agree, or {@link #LONGEST} after the first.
 *   <li>one file that is gone while nothing else changed: after {@link #GONE}, when it is still
 *       gone. Any other file that is gone: after {@link #GRACE} without another change of the kind.
 * </ul>
 */
final class Documents {
  static final long QUIET = TimeUnit.MILLISECONDS.toNanos(200);
  static final long LONGEST = TimeUnit.SECONDS.toNanos(2);
  static final long GONE = TimeUnit.MILLISECONDS.toNanos(20);
  static final long GRACE = TimeUnit.SECONDS.toNanos(2);

  private final String source;
  private final SortedMap<String, Entry> entries = new TreeMap<>();
  private final Map<String, Set<String>> claims = new HashMap<>();
  private final Map<GuestId, Set<String>> guests = new HashMap<>();
  private final Set<String> unsettled = new TreeSet<>();
  private final Set<String> others = new TreeSet<>(); // of which none is about a guest
  private long lastGone = Long.MIN_VALUE / 2;
  private boolean listed;
  private boolean present = true;

  Documents(String source) {
    this.source = source;
  }

  /** What follows from a look, or from time that has passed. */
  static final class Change {
    /** The guests to look at. */
    final Set<GuestId> guests = new TreeSet<>();

    /** Contents to keep as the last good ones, by the names of their files. */
    final SortedMap<String, byte[]> keep = new TreeMap<>();

    /** The files of which there may be something new to tell. */
    final Set<String> told = new TreeSet<>();

    /** Whether partitions have to be looked at. */
    boolean partitions;

    private void touch(GuestId id) {
      guests.add(id);
    }

    private void touch(Reading reading) {
      partitions |= id(reading).isEmpty();
    }
  }

  private static final class Entry {
    final String name;
    Optional<Reading> own = Optional.empty(); // what it says by itself, once that counts
    Optional<Reading> reading = Optional.empty(); // the same, given all others
    Optional<Reading> good = Optional.empty();
    String digest = "";
    byte[] content = {};
    Set<String> claims = Set.of();
    Set<GuestId> ids = Set.of();
    Optional<Instant> invalidSince = Optional.empty();
    Optional<Pending> pending = Optional.empty();
    OptionalLong goneUntil = OptionalLong.empty();
    Optional<Instant> goneSince = Optional.empty();
    boolean isGone;
    Optional<FileCondition> told = Optional.empty();

    Entry(String name) {
      this.name = name;
    }

    boolean isAway() {
      return goneSince.isPresent();
    }

    /** What is in force; empty: it is let go, or was never usable and is away. */
    Optional<Reading> inForce() {
      if (isGone) {
        return Optional.empty();
      }
      return reading
          .filter(Reading::isValid)
          .filter(_ -> !isAway())
          .or(() -> good)
          .or(() -> reading);
    }

    /** What stands for it when files are compared with each other. */
    Optional<Reading> candidate() {
      if (isAway()) {
        return Optional.empty();
      }
      boolean broken = own.filter(Reading::isValid).isEmpty();
      boolean same =
          own.flatMap(Reading::claims).isEmpty()
              || own.flatMap(Reading::claims).equals(good.flatMap(Reading::claims));
      return broken && good.isPresent() && same ? good : own;
    }
  }

  /** A content that does not count yet. */
  private record Pending(Content content, Optional<Reading> good, long first, long last) {}

  /** Whether the source was listed at least once. */
  boolean listed() {
    return listed;
  }

  boolean present() {
    return present;
  }

  /** How many documents there are, those in grace included. */
  int size() {
    return (int) entries.values().stream().filter(e -> !e.isAway()).count();
  }

  /** Takes in what a look has found. */
  Change apply(Scan scan, long now, Instant wall) {
    Change change = new Change();
    Set<String> changed = new TreeSet<>();
    for (Scan.Read read : scan.files()) {
      Entry entry = entries.computeIfAbsent(read.name(), Entry::new);
      boolean back = entry.isAway();
      if (back) {
        entry.isGone = false;
        entry.goneSince = Optional.empty();
        entry.goneUntil = OptionalLong.empty();
        changed.add(read.name());
      }
      boolean valid = read.content().reading().isValid();
      if (!listed || (valid && !read.inPlace())) { // at first there is nothing to compare with
        entry.pending = Optional.empty();
        take(entry, read.content(), read.good(), changed);
      } else {
        settle(entry, read, now, changed);
      }
    }
    for (Scan.Kept kept : scan.kept()) {
      Entry entry = entries.computeIfAbsent(kept.name(), Entry::new);
      if (entry.own.isEmpty() && entry.pending.isEmpty()) {
        entry.good = Optional.of(kept.good());
        goes(entry, now, GRACE, wall);
        changed.add(kept.name());
      }
    }
    if (scan.names().isPresent() && scan.trouble().isEmpty()) {
      listed = true;
      present = scan.present();
      missing(scan, now, wall, changed);
    }
    recompute(changed, wall, change);
    return change;
  }

  private void missing(Scan scan, long now, Instant wall, Set<String> changed) {
    Set<String> names = scan.names().orElseThrow();
    List<Entry> away =
        entries.values().stream().filter(e -> !names.contains(e.name) && !e.isAway()).toList();
    if (away.isEmpty()) {
      return;
    }
    boolean plain =
        away.size() == 1
            && scan.files().isEmpty()
            && scan.aside().isEmpty()
            && scan.present()
            && !scan.replaced()
            && !names.isEmpty()
            && now - lastGone > GRACE;
    lastGone = now;
    for (Entry entry : away) {
      goes(entry, now, plain ? GONE : GRACE, wall);
      changed.add(entry.name);
    }
    if (!plain) { // an accident is seen as a whole
      entries.values().stream()
          .filter(e -> e.isAway() && !e.isGone)
          .forEach(e -> e.goneUntil = OptionalLong.of(now + GRACE));
    }
  }

  private void goes(Entry entry, long now, long grace, Instant wall) {
    entry.pending = Optional.empty();
    entry.goneSince = Optional.of(wall);
    entry.goneUntil = OptionalLong.of(now + grace);
    unsettled.add(entry.name);
  }

  /** A content that may not be whole counts when it stays as it is. */
  private void settle(Entry entry, Scan.Read read, long now, Set<String> changed) {
    Optional<Pending> before = entry.pending;
    boolean same = before.filter(p -> isSame(p.content(), read.content())).isPresent();
    boolean unchanged =
        before.isEmpty()
            && entry.own.isPresent()
            && !read.content().digest().isEmpty()
            && read.content().digest().equals(entry.digest)
            && read.content().reading().problems().equals(entry.own.get().problems());
    if (unchanged) {
      return;
    }
    long first = before.map(Pending::first).orElse(now);
    boolean settled = same && now - before.get().last() >= QUIET;
    if (settled || now - first >= LONGEST) {
      entry.pending = Optional.empty();
      take(entry, read.content(), read.good(), changed);
      return;
    }
    long last = same ? before.get().last() : now;
    entry.pending = Optional.of(new Pending(read.content(), read.good(), first, last));
    unsettled.add(entry.name);
  }

  private static boolean isSame(Content one, Content other) {
    return one.digest().equals(other.digest())
        && one.reading().problems().equals(other.reading().problems());
  }

  private static void take(
      Entry entry, Content content, Optional<Reading> kept, Set<String> changed) {
    if (entry.own.filter(content.reading()::equals).isPresent()) {
      return;
    }
    entry.own = Optional.of(content.reading());
    entry.digest = content.reading().guest().map(Guest::digest).orElse(content.digest());
    entry.content = content.content();
    if (entry.good.isEmpty()) {
      entry.good = kept;
    }
    changed.add(entry.name);
  }

  /** What counts by now because time has passed. */
  Change settle(long now, Instant wall) {
    Change change = new Change();
    Set<String> changed = new TreeSet<>();
    for (String name : List.copyOf(unsettled)) {
      Entry entry = entries.get(name);
      if (entry == null) {
        unsettled.remove(name);
        continue;
      }
      if (entry.goneUntil.isPresent() && now - entry.goneUntil.getAsLong() >= 0) {
        entry.goneUntil = OptionalLong.empty();
        entry.isGone = true;
        changed.add(name);
      }
      if (entry.goneUntil.isEmpty() && entry.pending.isEmpty()) {
        unsettled.remove(name);
      }
    }
    recompute(changed, wall, change);
    return change;
  }

  /** The files to read again now. */
  Set<String> again(long now) {
    Set<String> names = new TreeSet<>();
    for (String name : unsettled) {
      Optional.ofNullable(entries.get(name))
          .flatMap(e -> e.pending)
          .filter(p -> now - p.last() >= QUIET || now - p.first() >= LONGEST)
          .ifPresent(_ -> names.add(name));
    }
    return names;
  }

  /** When there is something to do next. */
  OptionalLong next() {
    return unsettled.stream()
        .flatMap(name -> Optional.ofNullable(entries.get(name)).stream())
        .flatMapToLong(e ->
            java.util.stream.LongStream.concat(
                e.goneUntil.stream(),
                e.pending.stream().mapToLong(p -> Math.min(p.last() + QUIET, p.first() + LONGEST))))
        .min();
  }

  private void recompute(Set<String> changed, Instant wall, Change change) {
    Set<String> affected = new TreeSet<>(changed);
    changed.forEach(name -> claim(entry(name), affected));
    for (String name : affected) {
      Entry entry = entry(name);
      entry.ids.forEach(change::touch);
      entry.inForce().ifPresent(change::touch);
      judge(entry, change);
      note(entry, wall);
    }
    changed.forEach(name -> leave(entry(name)));
    for (String name : affected) {
      Entry entry = entry(name);
      index(entry);
      entry.ids.forEach(change::touch);
      entry.inForce().ifPresent(change::touch);
      Optional<FileCondition> condition = condition(entry);
      if (!condition.equals(entry.told)) {
        entry.told = condition;
        change.told.add(name);
      }
    }
  }

  private Entry entry(String name) {
    return Objects.requireNonNull(entries.get(name));
  }

  /** Notes what a file has that no other may have, and who else has, or had, some of it. */
  private void claim(Entry entry, Set<String> affected) {
    Set<String> now = entry.candidate().map(Rules::claims).orElse(Set.of());
    for (String claim : entry.claims) {
      affected.addAll(claims.getOrDefault(claim, Set.of()));
      if (!now.contains(claim)) {
        without(claims, claim, entry.name);
      }
    }
    for (String claim : now) {
      with(claims, claim, entry.name);
      affected.addAll(claims.getOrDefault(claim, Set.of()));
    }
    entry.claims = Set.copyOf(now);
  }

  /** Adds a name; nearly every set has one, so they are of the kind that takes least room. */
  private static <K> void with(Map<K, Set<String>> index, K key, String name) {
    Set<String> names = index.getOrDefault(key, Set.of());
    if (!names.contains(name)) {
      Set<String> more = new TreeSet<>(names);
      more.add(name);
      index.put(key, Set.copyOf(more));
    }
  }

  private static <K> void without(Map<K, Set<String>> index, K key, String name) {
    Set<String> fewer = new TreeSet<>(index.getOrDefault(key, Set.of()));
    fewer.remove(name);
    if (fewer.isEmpty()) {
      index.remove(key);
    } else {
      index.put(key, Set.copyOf(fewer));
    }
  }

  /** What a file says given all others. */
  private void judge(Entry entry, Change change) {
    entry.reading = entry.own;
    if (entry.isAway() || entry.own.filter(Reading::isValid).isEmpty()) {
      return;
    }
    Reading own = entry.own.get();
    Set<String> group = new TreeSet<>();
    entry.claims.forEach(c -> group.addAll(claims.getOrDefault(c, Set.of())));
    if (group.size() > 1) {
      List<Reading> readings = group.stream().flatMap(n -> entry(n).candidate().stream()).toList();
      entry.reading =
          Rules.across(new Desired(source, true, readings, List.of())).readings().stream()
              .filter(r -> r.file().equals(own.file()))
              .findFirst();
    }
    if (entry.reading.filter(Reading::isValid).isPresent()) {
      entry.good = entry.reading;
      if (entry.content.length > 0) {
        change.keep.put(entry.name, entry.content);
        entry.content = new byte[0];
      }
    }
  }

  private static void note(Entry entry, Instant wall) {
    boolean valid = entry.reading.filter(Reading::isValid).isPresent();
    entry.invalidSince =
        valid || entry.isAway() ? Optional.empty() : entry.invalidSince.or(() -> Optional.of(wall));
  }

  /** A file that is away counts no more once another one is about its guest. */
  private void leave(Entry entry) {
    boolean elsewhere =
        entry.isAway()
            && entry
                .good
                .flatMap(Documents::id)
                .filter(id -> claims.containsKey("name " + id.fileName()))
                .isPresent();
    if (elsewhere) {
      entry.isGone = true;
      entry.goneUntil = OptionalLong.empty();
    }
  }

  private void index(Entry entry) {
    Set<GuestId> now = new TreeSet<>();
    entry.inForce().flatMap(Documents::id).ifPresent(now::add);
    entry.own.filter(_ -> !entry.isAway()).flatMap(Documents::id).ifPresent(now::add);
    entry.good.flatMap(Documents::id).ifPresent(now::add);
    for (GuestId id : entry.ids) {
      if (!now.contains(id)) {
        without(guests, id, entry.name);
      }
    }
    now.forEach(id -> with(guests, id, entry.name));
    entry.ids = Set.copyOf(now);
    if (entry.inForce().filter(r -> id(r).isEmpty()).isPresent()) {
      others.add(entry.name);
    } else {
      others.remove(entry.name);
    }
  }

  /** All guests that documents speak of, also those whose files are gone. */
  Set<GuestId> guests() {
    return Collections.unmodifiableSet(guests.keySet());
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
    return of(id).isEmpty() && last(id).isPresent();
  }

  /** The documents of partitions that are in force, and those that nobody can tell what about. */
  List<Reading> ofNoGuest() {
    return others.stream()
        .flatMap(name -> Optional.ofNullable(entries.get(name)).stream())
        .flatMap(e -> e.inForce().stream())
        .filter(r -> id(r).isEmpty())
        .toList();
  }

  /** All documents in force. */
  Desired inForce() {
    List<Reading> readings = entries.values().stream().flatMap(e -> e.inForce().stream()).toList();
    return new Desired(source, present, readings, List.of());
  }

  /** Those of a few guests, with those of partitions. */
  Desired inForce(Collection<GuestId> some) {
    List<Reading> readings = new ArrayList<>(ofNoGuest());
    some.forEach(id -> readings.addAll(of(id)));
    return new Desired(source, present, readings, List.of());
  }

  /** The same where some of those whose files are gone are as they were last. */
  Desired withLast(Collection<GuestId> some, Collection<GuestId> gone) {
    List<Reading> readings = new ArrayList<>(inForce(some).readings());
    gone.forEach(id -> last(id).ifPresent(readings::add));
    return new Desired(source, present, readings, List.of());
  }

  /** Forgets a guest that was stopped because its file is gone; returns what need not be kept. */
  Set<String> letGo(GuestId id) {
    Set<String> names = new TreeSet<>();
    for (Entry entry : entries(id).filter(e -> e.isGone).toList()) {
      names.add(entry.name);
      entries.remove(entry.name);
      entry.good = Optional.empty();
      entry.own = Optional.empty();
      index(entry);
    }
    return names;
  }

  /** Why a guest is at the last good content of its file; empty: it is not. */
  Optional<FileCondition> condition(GuestId id) {
    return entries(id).flatMap(e -> condition(e).stream()).findFirst();
  }

  /** Files that do not count and that no guest is known by. */
  List<FileCondition> conditions() {
    return entries.values().stream()
        .filter(e -> e.ids.isEmpty())
        .flatMap(e -> condition(e).stream())
        .toList();
  }

  /** What there is to say of a file, for the log; empty: it counts. */
  Optional<FileCondition> file(String name) {
    return Optional.ofNullable(entries.get(name)).flatMap(Documents::condition);
  }

  private static Optional<FileCondition> condition(Entry entry) {
    if (entry.isAway()) {
      return entry.goneSince.map(since ->
          new FileCondition(
              entry.name,
              since,
              List.of(
                  Problem.error(
                      "", Location.ofFile(entry.name), "the file is not there any more"))));
    }
    return entry.invalidSince.map(since ->
        new FileCondition(
            entry.name,
            since,
            entry.reading.orElseThrow().problems().stream().filter(Problem::isError).toList()));
  }

  private java.util.stream.Stream<Entry> entries(GuestId id) {
    return guests.getOrDefault(id, Set.of()).stream()
        .flatMap(name -> Optional.ofNullable(entries.get(name)).stream());
  }

  private static boolean isAbout(Reading reading, GuestId id) {
    return id(reading).filter(id::equals).isPresent();
  }

  static Optional<GuestId> id(Reading reading) {
    return reading.guest().map(Guest::id).or(reading::claims);
  }
}
