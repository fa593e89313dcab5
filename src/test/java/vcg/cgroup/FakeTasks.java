package vcg.cgroup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What runs on the fake host, and in which directory of each hierarchy each thread is. */
final class FakeTasks {
  private final TreeMap<Long, TreeSet<Long>> processes = new TreeMap<>();
  private final Map<Long, Long> owners = new HashMap<>();

  /** By thread, then by the root of the hierarchy. */
  private final Map<Long, Map<FakeDirectory, FakeDirectory>> places = new HashMap<>();

  private final List<FakeDirectory> roots = new ArrayList<>();
  private final List<Long> killed = new ArrayList<>();
  private final List<Long> outOfMemory = new ArrayList<>();

  void addRoot(FakeDirectory root) {
    roots.add(root);
  }

  /** A process in every root; threads of one that runs begin where its first thread is. */
  void start(long pid, long... threads) {
    TreeSet<Long> mine = processes.computeIfAbsent(pid, _ -> new TreeSet<>());
    startThread(pid, pid, mine);
    for (long thread : threads) {
      startThread(pid, thread, mine);
    }
  }

  private void startThread(long pid, long thread, Set<Long> mine) {
    if (mine.add(thread)) {
      owners.put(thread, pid);
      Map<FakeDirectory, FakeDirectory> first = places.getOrDefault(pid, Map.of());
      places.put(thread, new HashMap<>());
      roots.forEach(root -> put(thread, first.getOrDefault(root, root)));
    }
  }

  void end(long pid) {
    for (long thread : Optional.ofNullable(processes.remove(pid)).orElse(new TreeSet<>())) {
      owners.remove(thread);
      Optional.ofNullable(places.remove(thread))
          .ifPresent(was -> was.values().forEach(d -> d.threads.remove(thread)));
    }
  }

  /** Somebody wrote to {@code cgroup.kill}. */
  void kill(SortedSet<Long> pids) {
    killed.addAll(pids);
    pids.forEach(this::end);
  }

  /** The kernel found no memory. */
  void killOutOfMemory(SortedSet<Long> pids) {
    outOfMemory.addAll(pids);
    pids.forEach(this::end);
  }

  List<Long> killed() {
    return List.copyOf(killed);
  }

  List<Long> outOfMemory() {
    return List.copyOf(outOfMemory);
  }

  /** The processes to which threads belong. */
  SortedSet<Long> owners(SortedSet<Long> threads) {
    return threads.stream().map(owners::get).collect(Collectors.toCollection(TreeSet::new));
  }

  SortedSet<Long> threads(long pid) {
    return Collections.unmodifiableSortedSet(processes.getOrDefault(pid, new TreeSet<>()));
  }

  /** The number of a thread, as somebody wrote it to move it. */
  long parse(String text) throws Refused {
    long thread = KernelNumbers.signed(text.strip());
    if (thread < 0 || thread > Integer.MAX_VALUE) {
      throw new Refused("EINVAL");
    }
    if (thread == 0) {
      throw new UnsupportedOperationException("the fake has no process that could be the writer");
    }
    if (!owners.containsKey(thread)) {
      throw new Refused("ESRCH");
    }
    return thread;
  }

  /** All threads of the process that a thread belongs to. */
  SortedSet<Long> siblings(long thread) {
    return threads(owners.getOrDefault(thread, thread));
  }

  /** Where a thread is in the hierarchy of a directory. */
  FakeDirectory place(long thread, FakeDirectory inHierarchyOf) {
    return Optional.ofNullable(places.getOrDefault(thread, Map.of()).get(inHierarchyOf.root()))
        .orElseThrow();
  }

  void move(long thread, FakeDirectory to) {
    place(thread, to).threads.remove(thread);
    put(thread, to);
  }

  private void put(long thread, FakeDirectory directory) {
    places.getOrDefault(thread, new HashMap<>()).put(directory.root(), directory);
    directory.threads.add(thread);
  }
}
