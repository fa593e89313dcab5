package vcg.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Copies that nobody can change. Most maps of most guests are empty, and those are one object. */
final class Sorted {
  private Sorted() {}

  static <K extends Comparable<K>, V> SortedMap<K, V> copy(SortedMap<K, V> map) {
    return map.isEmpty()
        ? Collections.emptySortedMap()
        : Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
