package vcg.run;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import vcg.model.Reading;
import vcg.read.DomainDirectory.Content;

/**
 * What one look at the source has found.
 *
 * @param present false: there is no directory
 * @param replaced it is another directory than at the last look
 * @param names all there are; empty: not listed
 * @param files those that were read, because they are not what they were
 * @param absent files that were looked for and are not there
 * @param aside files whose names are gone and that are there under another, as editors do it
 * @param kept documents of which only the last good content is left, when they were first looked
 *     for
 * @param trouble why it could not be looked at, or what is kept of it could not be read; nothing
 *     else counts then but what was read
 */
record Scan(
    boolean present,
    boolean replaced,
    Optional<Set<String>> names,
    List<Read> files,
    Set<String> absent,
    SortedSet<String> aside,
    List<Kept> kept,
    Optional<String> trouble) {
  Scan {
    names = names.map(Collections::unmodifiableSet); // not copied: they may be ten thousand
    files = List.copyOf(files);
    absent = Set.copyOf(absent);
    aside = new TreeSet<>(aside);
    kept = List.copyOf(kept);
  }

  /** Whether a file is not there; false also where it was not looked for. */
  boolean lacks(String name) {
    return absent.contains(name) || (names.isPresent() && !names.get().contains(name));
  }

  /**
   * A file that was read.
   *
   * @param inPlace it is the very file that was known, written to: it may not be complete
   * @param good what was kept of it, where it cannot be used now
   */
  record Read(String name, boolean inPlace, Content content, Optional<Reading> good) {}

  /** A file that is gone, and what was kept of it. */
  record Kept(String name, Reading good) {}
}
