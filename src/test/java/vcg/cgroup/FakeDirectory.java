package vcg.cgroup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One directory of the fake: what is in its files, and what is below it. */
final class FakeDirectory {
  final FakeHost host;
  final Optional<FakeDirectory> parent;
  final TreeMap<String, FakeDirectory> children = new TreeMap<>();

  /** Directories that were removed from it and that the kernel still counts, for a moment. */
  final List<FakeDirectory> gone = new ArrayList<>();

  /** What was stored in each file; one that is computed when read holds nothing. */
  final TreeMap<String, String> files = new TreeMap<>();

  /** What has files here: each controller, in the kernel's order. */
  final LinkedHashMap<String, FakeRules> rules = new LinkedHashMap<>();

  final TreeSet<Long> threads = new TreeSet<>();

  /** Where v2 charges what only processes have; another directory than this one: it is threaded. */
  FakeDirectory domain = this;

  /** What is charged to it and cannot be reclaimed, in bytes. */
  long usage;

  /** The devices that v1 denies here where it allows all others. */
  final List<FakeDeviceRule> denied = new ArrayList<>();

  FakeDirectory(FakeHost host, Optional<FakeDirectory> parent) {
    this.host = host;
    this.parent = parent;
    parent.ifPresent(above -> denied.addAll(above.denied));
  }

  boolean isRoot() {
    return parent.isEmpty();
  }

  FakeDirectory root() {
    return parent.map(FakeDirectory::root).orElse(this);
  }

  /** The files of a controller appear, as new. */
  void add(String name, FakeRules rule) {
    rules.put(name, rule);
    files.putAll(rule.initial(this));
    files.keySet().removeAll(host.missing());
  }

  /** The files of a controller disappear with all that was in them. */
  void drop(String name) {
    FakeRules rule = rules.remove(name);
    if (rule != null) {
      files.keySet().removeAll(rule.initial(this).keySet());
    }
  }

  /** The content of a file that every directory has. */
  String content(String file) {
    String content = files.get(file);
    if (content == null) {
      throw new AssertionError("no " + file + " in " + files.keySet());
    }
    return content;
  }

  /** The content of a file that a kernel may be without. */
  String content(String file, String otherwise) {
    return files.getOrDefault(file, otherwise);
  }

  /** The threads in this directory and all below it. */
  SortedSet<Long> threadsBelow() {
    TreeSet<Long> all = new TreeSet<>(threads);
    children.values().forEach(child -> all.addAll(child.threadsBelow()));
    return all;
  }

  boolean isPopulated() {
    return !threads.isEmpty() || children.values().stream().anyMatch(FakeDirectory::isPopulated);
  }
}
