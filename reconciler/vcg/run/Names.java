package vcg.run;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which files have something; nearly every set has one, so they are of the kind that takes least
 * room.
 */
final class Names<K> {
  private final Map<K, Set<String>> index = new HashMap<>();

  Set<String> of(K key) {
    return index.getOrDefault(key, Set.of());
  }

  boolean has(K key) {
    return index.containsKey(key);
  }

  Set<K> keys() {
    return Collections.unmodifiableSet(index.keySet());
  }

  void add(K key, String name) {
    Set<String> names = of(key);
    if (!names.contains(name)) {
      Set<String> more = new TreeSet<>(names);
      more.add(name);
      index.put(key, Set.copyOf(more));
    }
  }

  void remove(K key, String name) {
    Set<String> fewer = new TreeSet<>(of(key));
    fewer.remove(name);
    if (fewer.isEmpty()) {
      index.remove(key);
    } else {
      index.put(key, Set.copyOf(fewer));
    }
  }
}
