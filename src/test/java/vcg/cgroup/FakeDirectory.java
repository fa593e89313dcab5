package vcg.cgroup;

import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** One directory of the fake: what is in its files, and what is below it. */
final class FakeDirectory {
  final Optional<FakeDirectory> parent;
  final TreeMap<String, FakeDirectory> children = new TreeMap<>();
  final TreeMap<String, String> files = new TreeMap<>();
  final TreeSet<Long> processes = new TreeSet<>();

  /** What is charged to it and cannot be reclaimed, in bytes. */
  long usage;

  FakeDirectory(Optional<FakeDirectory> parent) {
    this.parent = parent;
  }

  boolean isRoot() {
    return parent.isEmpty();
  }

  /** The content of a file that every directory has. */
  String content(String file) {
    String content = files.get(file);
    if (content == null) {
      throw new AssertionError("no " + file + " in " + files.keySet());
    }
    return content;
  }
}
