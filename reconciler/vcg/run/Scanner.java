package vcg.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import vcg.guest.LastGood;
import vcg.model.Reading;
import vcg.read.DomainDirectory;
import vcg.read.DomainDirectory.Content;
import vcg.read.DomainDirectory.Inode;
import vcg.read.DomainDirectory.Listing;
import vcg.read.DomainDirectory.Stamp;

/**
 * Finds out what has changed in the source since it was last asked; for the use of one thread at a
 * time. It may take long where a disk is slow, so it is not the thread that decides.
 */
final class Scanner {
  private final Source source;
  private final LastGood good;
  private final Runnable expectStart;
  private final Map<String, Stamp> known = new HashMap<>();
  private Optional<Inode> directory = Optional.empty();
  private boolean first = true;

  /**
   * @param expectStart is run before a file of another name than before is read
   */
  Scanner(Source source, LastGood good, Runnable expectStart) {
    this.source = source;
    this.good = good;
    this.expectStart = expectStart;
  }

  /**
   * Looks.
   *
   * @param only the files that may have changed; empty: any
   * @param again files that are read whether they seem to have changed or not
   */
  Scan scan(Optional<Set<String>> only, Set<String> again) {
    List<Scan.Read> read = new ArrayList<>();
    if (only.filter(names -> !known.keySet().containsAll(names)).isPresent()) {
      expectStart.run();
    }
    try {
      Optional<Stamp> now = source.stamp();
      boolean replaced = !first && !now.map(Stamp::inode).equals(directory);
      directory = now.map(Stamp::inode);
      if (now.isEmpty()) {
        known.clear();
        return scan(false, replaced, Optional.of(Set.of()), read, Set.of(), new TreeSet<>());
      }
      Set<String> some = new TreeSet<>(only.orElse(Set.of()));
      some.addAll(again);
      boolean all = only.isEmpty() || replaced || first;
      Map<String, Stamp> stamps = new HashMap<>();
      Set<String> absent = new TreeSet<>();
      boolean gone = false;
      for (String name : all ? Set.<String>of() : some) {
        Optional<Stamp> stamp = source.stamp(name);
        if (stamp.isPresent()) {
          stamps.put(name, stamp.get());
        } else {
          absent.add(name);
          gone |= known.containsKey(name);
        }
      }
      Optional<Listing> listing = all || gone ? Optional.of(source.list()) : Optional.empty();
      Optional<Set<String>> names = listing.map(Listing::documents);
      if (all) {
        for (String name : names.orElseThrow()) {
          source.stamp(name).ifPresent(s -> stamps.put(name, s));
        }
      }
      SortedSet<String> aside = listing.isPresent() ? forget(listing.get()) : new TreeSet<>();
      read(stamps, again, read);
      return scan(true, replaced, names, read, absent, aside);
    } catch (IOException e) {
      return new Scan(
          true,
          false,
          Optional.empty(),
          read,
          Set.of(),
          new TreeSet<>(),
          List.of(),
          Optional.of("cannot look at " + source.name() + ": " + Reasons.of(e)));
    }
  }

  /** Those whose names are gone; returns the ones that are there under another name. */
  private SortedSet<String> forget(Listing listing) throws IOException {
    Map<String, Inode> gone = new HashMap<>();
    known.forEach((name, stamp) -> {
      if (!listing.documents().contains(name)) {
        gone.put(name, stamp.inode());
      }
    });
    SortedSet<String> aside = new TreeSet<>();
    if (!gone.isEmpty()) {
      known.keySet().removeAll(gone.keySet());
      Set<Inode> others = new HashSet<>();
      for (String name : listing.others()) {
        source.stamp(name).map(Stamp::inode).ifPresent(others::add);
      }
      gone.forEach((name, inode) -> {
        if (others.contains(inode)) {
          aside.add(name);
        }
      });
    }
    return aside;
  }

  private void read(Map<String, Stamp> stamps, Set<String> again, List<Scan.Read> read)
      throws IOException {
    List<String> changed =
        stamps.entrySet().stream()
            .filter(e -> again.contains(e.getKey()) || !e.getValue().equals(known.get(e.getKey())))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    List<Content> contents = source.read(changed);
    for (int i = 0; i < changed.size(); i++) {
      String name = changed.get(i);
      Content content = contents.get(i);
      Stamp before = known.get(name);
      Stamp now = Objects.requireNonNull(stamps.get(name));
      boolean inPlace = before != null && before.inode().equals(now.inode());
      known.put(name, now);
      read.add(new Scan.Read(name, inPlace, content, kept(name, content.reading())));
    }
  }

  private Optional<Reading> kept(String name, Reading reading) throws IOException {
    if (reading.isValid()) {
      return Optional.empty();
    }
    Optional<byte[]> content = good.get(name);
    return content.map(c -> source.parse(name, c)).filter(Reading::isValid);
  }

  private Scan scan(
      boolean present,
      boolean replaced,
      Optional<Set<String>> names,
      List<Scan.Read> read,
      Set<String> absent,
      SortedSet<String> aside) {
    List<Scan.Kept> kept = new ArrayList<>();
    Optional<String> trouble = Optional.empty();
    if (first && names.isPresent()) {
      try {
        for (String name : good.files()) {
          if (!names.get().contains(name) && DomainDirectory.isDomainFile(name)) {
            good.get(name)
                .map(content -> source.parse(name, content))
                .filter(Reading::isValid)
                .ifPresent(reading -> kept.add(new Scan.Kept(name, reading)));
          }
        }
      } catch (IOException e) {
        trouble = Optional.of(Reasons.of(e));
      }
      first = false;
    }
    return new Scan(present, replaced, names, read, absent, aside, kept, trouble);
  }
}
