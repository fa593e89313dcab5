package vcg.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Reading;

/** What follows from a look at documents, or from time that has passed. */
final class DocumentChange {
  /** The guests to look at. */
  final Set<GuestId> guests = new TreeSet<>();

  /** The documents of guests that were in force before. */
  final Map<GuestId, Guest> before = new HashMap<>();

  /** Contents to keep as the last good ones, by the names of their files. */
  final SortedMap<String, byte[]> keep = new TreeMap<>();

  /** The files of which there may be something new to tell. */
  final Set<String> told = new TreeSet<>();

  /** Whether partitions have to be looked at. */
  boolean partitions;

  void touch(GuestId id) {
    guests.add(id);
  }

  void touch(Reading reading) {
    partitions |= Documents.id(reading).isEmpty();
  }
}
