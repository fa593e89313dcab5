package vcg.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;

/**
 * Watches cgroups one by one. In hierarchies where {@link Fanotify} is not to be had it tells of
 * every write, not of who wrote, so that own writes are among them; in the v2 tree it tells of
 * {@code cgroup.events}, which the kernel itself changes. For one thread.
 */
final class Inotify implements Flow.Events {
  private static final int MODIFY = 2;
  private static final int MADE = 0x100;
  private static final int REMOVED = 0x200;
  private static final int ONLY_DIRECTORIES = 0x0100_0000;
  private static final int OVERFLOW = 0x4000;
  private static final int IGNORED = 0x8000;
  private static final int ON_DIRECTORY = 0x4000_0000;
  private static final int EVENT_BYTES = 16;
  private static final int BUFFER_BYTES = 1 << 15;
  private static final String EVENTS = "cgroup.events";

  /** Who is told; must not block. */
  interface Listener {
    /**
     * Somebody wrote to a file, or the kernel changed it.
     *
     * @param file its name; empty: a directory was made or removed
     */
    void changed(CgroupPath cgroup, String file);

    /** A cgroup cannot be watched, and why; mostly it is the limit of the user. */
    void refused(CgroupPath cgroup, String errno);
  }

  /**
   * Where all writes are told of.
   *
   * @param tree one of the hierarchies
   * @param writes false: only {@code cgroup.events}
   */
  private record Watched(Hierarchy tree, boolean writes) {}

  private final List<Watched> trees;
  private final Listener listener;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
  private final NativeText path = new NativeText(arena);
  private final int descriptor;
  private final Map<Integer, CgroupPath> cgroups = new HashMap<>();
  private final Map<CgroupPath, Integer> numbers = new HashMap<>();
  private final Set<CgroupPath> missing = new HashSet<>();

  private Inotify(List<Watched> trees, Listener listener) throws IOException {
    this.trees = trees;
    this.listener = listener;
    descriptor = WatchCalls.inotifyInit(state);
    if (descriptor < 0) {
      arena.close();
      throw new IOException("inotify: " + Errno.name(-descriptor));
    }
  }

  /**
   * Begins, with no cgroup watched.
   *
   * @param writes the hierarchies of which it tells all
   * @param all every hierarchy; of the v2 tree among the others it tells {@code cgroup.events}
   */
  static Inotify open(List<Hierarchy> writes, List<Hierarchy> all, Listener listener)
      throws IOException {
    Stream<Watched> events =
        all.stream()
            .filter(h -> h.version() == Hierarchy.Version.V2 && !writes.contains(h))
            .map(h -> new Watched(h, false));
    Stream<Watched> whole = writes.stream().map(h -> new Watched(h, true));
    return new Inotify(Stream.concat(whole, events).toList(), listener);
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  /** Watches a cgroup in each hierarchy; where it is not there, from the next retry on. */
  void follow(String cgroup) {
    for (Watched tree : trees) {
      CgroupPath at = new CgroupPath(tree.tree().name(), cgroup);
      if (!numbers.containsKey(at) && !watch(tree, at)) {
        missing.add(at);
      }
    }
  }

  /** Watches what was not there before. */
  void retry() {
    for (CgroupPath at : List.copyOf(missing)) {
      if (watch(tree(at), at)) {
        missing.remove(at);
      }
    }
  }

  private Watched tree(CgroupPath at) {
    return trees.stream()
        .filter(t -> t.tree().name().equals(at.hierarchy()))
        .findFirst()
        .orElseThrow();
  }

  /** False: it is not there. */
  private boolean watch(Watched tree, CgroupPath at) {
    path.set(tree.tree().mount() + at.path(), 0, tree.writes() ? "" : EVENTS);
    int mask = tree.writes() ? MODIFY | MADE | REMOVED | ONLY_DIRECTORIES : MODIFY;
    int number = WatchCalls.inotifyAdd(state, descriptor, path.segment(), mask);
    if (number < 0) {
      String errno = Errno.name(-number);
      if (!errno.equals("ENOENT") && !errno.equals("ENODEV")) {
        listener.refused(at, errno);
      }
      return false;
    }
    cgroups.put(number, at);
    numbers.put(at, number);
    if (tree.writes()) {
      below(tree, at).forEach(child -> watch(tree, at.child(child)));
    }
    return true;
  }

  private static List<String> below(Watched tree, CgroupPath at) {
    try (Stream<Path> entries = Files.list(Path.of(tree.tree().mount() + at.path()))) {
      return entries.filter(Files::isDirectory).map(p -> p.getFileName().toString()).toList();
    } catch (IOException | UncheckedIOException _) { // removed in the meantime: nothing to watch
      return List.of();
    }
  }

  /** Watches a cgroup no more, nor those in it. */
  void leave(String cgroup) {
    List<CgroupPath> left =
        numbers.keySet().stream()
            .filter(at -> (at.path() + "/").startsWith(cgroup.equals("/") ? "/" : cgroup + "/"))
            .toList();
    for (CgroupPath at : left) {
      Integer number = numbers.remove(at);
      if (number != null) {
        cgroups.remove(number);
        WatchCalls.inotifyRemove(state, descriptor, number);
      }
    }
    missing.removeIf(at -> at.path().equals(cgroup));
  }

  @Override
  public int read(boolean tell) {
    long length = Libc.read(state, descriptor, buffer, BUFFER_BYTES);
    int count = 0;
    boolean lost = false;
    for (long at = 0; at < length; count++) {
      int mask = buffer.get(ValueLayout.JAVA_INT, at + 4);
      int nameBytes = buffer.get(ValueLayout.JAVA_INT, at + 12);
      String name = nameBytes == 0 ? "" : buffer.getString(at + EVENT_BYTES);
      lost |= (mask & OVERFLOW) != 0;
      CgroupPath cgroup = cgroups.get(buffer.get(ValueLayout.JAVA_INT, at));
      if (cgroup != null) {
        event(cgroup, mask, name, tell);
      }
      at += EVENT_BYTES + nameBytes;
    }
    return lost ? Flow.LOST : length < 0 ? -1 : count;
  }

  private void event(CgroupPath cgroup, int mask, String name, boolean tell) {
    if ((mask & IGNORED) != 0) { // removed; it may be made again
      cgroups.remove(numbers.remove(cgroup));
      missing.add(cgroup);
    } else if ((mask & ON_DIRECTORY) != 0) {
      if ((mask & MADE) != 0) {
        watch(tree(cgroup), cgroup.child(name));
      }
      tell(cgroup, "", tell);
    } else if (name.isEmpty() || name.equals(EVENTS) || WatchedFiles.matters(name)) {
      tell(cgroup, name.isEmpty() ? EVENTS : name, tell);
    }
  }

  private void tell(CgroupPath cgroup, String file, boolean tell) {
    if (tell) {
      listener.changed(cgroup, file);
    }
  }

  @Override
  public void close() {
    Libc.close(state, descriptor);
    arena.close();
  }
}
