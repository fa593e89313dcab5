package vcg.run;

import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import vcg.model.Desired;
import vcg.model.GuestId;
import vcg.model.Reading;
import vcg.validate.Rules;

/** What each file says given all others: no two may be about one guest, or have its address. */
final class Comparison {
  private final String source;
  private final SortedMap<String, Entry> entries;
  private final Names<String> claims = new Names<>();
  private final Names<GuestId> guests = new Names<>();
  private final Set<GuestId> unasked = new HashSet<>(); // of these guests: none is in force
  private final Set<String> others = new TreeSet<>(); // of which none is about a guest

  Comparison(String source, SortedMap<String, Entry> entries) {
    this.source = source;
    this.entries = entries;
  }

  /** The files that are, or were, about each guest. */
  Names<GuestId> guests() {
    return guests;
  }

  /** Whether a document in force is about a guest. */
  boolean isAsked(GuestId id) {
    return guests.has(id) && !unasked.contains(id);
  }

  /** The files in force that are about no guest. */
  Set<String> others() {
    return Collections.unmodifiableSet(others);
  }

  /**
   * Takes in that the contents of some files count otherwise; returns these and all that have to do
   * with them.
   */
  Set<String> recompute(Set<String> changed, Instant wall, DocumentChange change) {
    Set<String> affected = new TreeSet<>(changed);
    changed.forEach(name -> claim(entry(name), affected));
    for (String name : affected) {
      Entry entry = entry(name);
      entry.ids.forEach(change::touch);
      entry.inForce().ifPresent(change::touch);
      entry.inForce().flatMap(Reading::guest).ifPresent(g -> change.before.put(g.id(), g));
      judge(entry, change);
      note(entry, wall);
    }
    changed.forEach(name -> leave(entry(name)));
    for (String name : affected) {
      Entry entry = entry(name);
      index(entry);
      entry.ids.forEach(change::touch);
      entry.inForce().ifPresent(change::touch);
      Optional<FileCondition> condition = entry.condition();
      if (!condition.equals(entry.told)) {
        entry.told = condition;
        change.told.add(name);
      }
    }
    return affected;
  }

  private Entry entry(String name) {
    return Objects.requireNonNull(entries.get(name));
  }

  /** Notes what a file has that no other may have, and who else has, or had, some of it. */
  private void claim(Entry entry, Set<String> affected) {
    Set<String> now = entry.candidate().map(Rules::claims).orElse(Set.of());
    for (String claim : entry.claims) {
      affected.addAll(claims.of(claim));
      if (!now.contains(claim)) {
        claims.remove(claim, entry.name);
      }
    }
    for (String claim : now) {
      claims.add(claim, entry.name);
      affected.addAll(claims.of(claim));
    }
    entry.claims = Set.copyOf(now);
  }

  /** What a file says given all others. */
  private void judge(Entry entry, DocumentChange change) {
    entry.reading = entry.own;
    if (entry.isAway() || entry.own.filter(Reading::isValid).isEmpty()) {
      return;
    }
    Reading own = entry.own.get();
    Set<String> group = new TreeSet<>();
    entry.claims.forEach(c -> group.addAll(claims.of(c)));
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
    boolean invalid =
        !entry.isAway() && entry.reading.filter(r -> !r.isValid()).isPresent(); // empty: not yet
    entry.invalidSince =
        invalid ? entry.invalidSince.or(() -> Optional.of(wall)) : Optional.empty();
  }

  /** A file that is away counts no more once another one is about its guest. */
  private void leave(Entry entry) {
    boolean elsewhere =
        entry.isAway()
            && entry
                .good
                .flatMap(Documents::id)
                .filter(id -> claims.has("name " + id.fileName()))
                .isPresent();
    if (elsewhere) {
      entry.isGone = true;
      entry.goneUntil = OptionalLong.empty();
    }
  }

  /** Forgets a file: it is about nobody, and has nothing that others may not have. */
  void forget(Entry entry) {
    entry.claims.forEach(claim -> claims.remove(claim, entry.name));
    entry.claims = Set.of();
    entry.good = Optional.empty();
    entry.own = Optional.empty();
    index(entry);
  }

  /** Notes which guests a file is about now. */
  private void index(Entry entry) {
    Set<GuestId> now = new TreeSet<>();
    entry.inForce().flatMap(Documents::id).ifPresent(now::add);
    entry.own.filter(_ -> !entry.isAway()).flatMap(Documents::id).ifPresent(now::add);
    entry.good.flatMap(Documents::id).ifPresent(now::add);
    for (GuestId id : entry.ids) {
      if (!now.contains(id)) {
        guests.remove(id, entry.name);
      }
    }
    now.forEach(id -> guests.add(id, entry.name));
    Set<GuestId> before = entry.ids;
    entry.ids = Set.copyOf(now);
    before.forEach(this::weigh);
    now.forEach(this::weigh);
    if (entry.inForce().filter(r -> Documents.id(r).isEmpty()).isPresent()) {
      others.add(entry.name);
    } else {
      others.remove(entry.name);
    }
  }

  /** Notes whether what files say of a guest is in force. */
  private void weigh(GuestId id) {
    boolean inForce =
        guests.of(id).stream()
            .flatMap(name -> entry(name).inForce().flatMap(Documents::id).stream())
            .anyMatch(id::equals);
    if (inForce || !guests.has(id)) {
      unasked.remove(id);
    } else {
      unasked.add(id);
    }
  }
}
