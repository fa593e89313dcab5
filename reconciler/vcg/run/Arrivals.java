package vcg.run;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import vcg.model.Guest;
import vcg.model.Reading;
import vcg.read.DomainDirectory.Content;

/**
 * Which content of a file counts, and from when on.
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
final class Arrivals {
  static final long QUIET = TimeUnit.MILLISECONDS.toNanos(200);
  static final long LONGEST = TimeUnit.SECONDS.toNanos(2);
  static final long GONE = TimeUnit.MILLISECONDS.toNanos(20);
  static final long GRACE = TimeUnit.SECONDS.toNanos(2);

  private final SortedMap<String, Entry> entries;
  private final Set<String> unsettled = new TreeSet<>();
  private long lastGone = Long.MIN_VALUE / 2;
  private boolean listed;
  private boolean present = true;

  Arrivals(SortedMap<String, Entry> entries) {
    this.entries = entries;
  }

  /** Whether the source was listed at least once. */
  boolean listed() {
    return listed;
  }

  boolean present() {
    return present;
  }

  /** Takes in what a look has found; returns the files that count otherwise now. */
  Set<String> apply(Scan scan, long now, Instant wall) {
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
    unsettled.forEach(name -> confirm(name, scan, now, changed));
    return changed;
  }

  /**
   * A file that has been away for long enough counts as gone when another look does not find it.
   */
  private void confirm(String name, Scan scan, long now, Set<String> changed) {
    Entry entry = entries.get(name);
    if (entry == null || entry.goneUntil.isEmpty() || now - entry.goneUntil.getAsLong() < 0) {
      return;
    }
    if (scan.trouble().isPresent()) {
      entry.goneUntil = OptionalLong.of(now + GRACE);
    } else if (scan.lacks(name)) {
      entry.goneUntil = OptionalLong.empty();
      entry.isGone = true;
      changed.add(name);
    }
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
    Optional<Entry.Pending> before = entry.pending;
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
    long first = before.map(Entry.Pending::first).orElse(now);
    boolean settled = same && now - before.get().last() >= QUIET;
    if (settled || now - first >= LONGEST) {
      entry.pending = Optional.empty();
      take(entry, read.content(), read.good(), changed);
      return;
    }
    long last = same ? before.get().last() : now;
    entry.pending = Optional.of(new Entry.Pending(read.content(), read.good(), first, last));
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

  /** The files to look at again now. */
  Set<String> again(long now) {
    unsettled.removeIf(name -> {
      Entry entry = entries.get(name);
      return entry == null || (entry.goneUntil.isEmpty() && entry.pending.isEmpty());
    });
    Set<String> names = new TreeSet<>();
    for (String name : unsettled) {
      Entry entry = Objects.requireNonNull(entries.get(name));
      boolean due =
          entry
              .pending
              .filter(p -> now - p.last() >= QUIET || now - p.first() >= LONGEST)
              .isPresent();
      if (due || (entry.goneUntil.isPresent() && now - entry.goneUntil.getAsLong() >= 0)) {
        names.add(name);
      }
    }
    return names;
  }

  /** When there is something to do next. */
  OptionalLong next() {
    return unsettled.stream()
        .flatMap(name -> Optional.ofNullable(entries.get(name)).stream())
        .flatMapToLong(e ->
            LongStream.concat(
                e.goneUntil.stream(),
                e.pending.stream().mapToLong(p -> Math.min(p.last() + QUIET, p.first() + LONGEST))))
        .min();
  }
}
