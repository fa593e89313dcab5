package vcg.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.guest.SettingWatch;
import vcg.model.Hint;

/**
 * Writes of others to the cgroups that matter: in each hierarchy the best that its kernel offers,
 * {@link Fanotify} or {@link Inotify}.
 */
final class CgroupWatch implements SettingWatch {
  private static final Logger LOG = LoggerFactory.getLogger(CgroupWatch.class);

  private final EventLoop loop;
  private final Map<String, Hierarchy> hierarchies;
  private final Consumer<Hint> hints;
  private final LongPredicate isGuest;
  private final Runnable closed;

  /** Asked by the loop's thread, changed by those who follow. */
  private final Set<String> followed = ConcurrentHashMap.newKeySet();

  private final List<Flow> flows = new ArrayList<>();
  private Optional<Inotify> inotify = Optional.empty();
  private boolean refusalSaid;

  private CgroupWatch(
      EventLoop loop,
      List<Hierarchy> hierarchies,
      Consumer<Hint> hints,
      LongPredicate isGuest,
      Runnable closed) {
    this.loop = loop;
    this.hierarchies = hierarchies.stream().collect(Collectors.toMap(Hierarchy::name, h -> h));
    this.hints = hints;
    this.isGuest = isGuest;
    this.closed = closed;
  }

  /**
   * Begins, with no cgroup followed.
   *
   * @param isGuest whether a process is that of a guest; asked by the loop's thread
   * @param closed called when this is closed
   */
  static CgroupWatch open(
      EventLoop loop,
      List<Hierarchy> hierarchies,
      Consumer<Hint> hints,
      LongPredicate isGuest,
      Runnable closed)
      throws IOException {
    CgroupWatch watch = new CgroupWatch(loop, hierarchies, hints, isGuest, closed);
    try {
      watch.arm(hierarchies);
    } catch (IOException e) {
      watch.release();
      throw e;
    }
    return watch;
  }

  private void arm(List<Hierarchy> all) throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    List<Hierarchy> left = all;
    for (Fanotify.Kind kind : Fanotify.Kind.values()) {
      left = left.isEmpty() ? left : mark(kind, left, reasons);
    }
    if (!left.isEmpty()) {
      LOG.warn(
          "writes of others to {} are watched by inotify, which does not tell who wrote: {}",
          left.stream().map(Hierarchy::name).collect(Collectors.joining(", ")),
          String.join(", ", reasons.values()));
    }
    Inotify single = Inotify.open(left, all, new Singles());
    inotify = Optional.of(single);
    flows.add(Flow.start(loop, single, hints));
  }

  /** Marks what can be marked; returns the rest. */
  private List<Hierarchy> mark(
      Fanotify.Kind kind, List<Hierarchy> hierarchies, Map<String, String> reasons)
      throws IOException {
    Fanotify group;
    try {
      group = Fanotify.open(kind, new Writes());
    } catch (IOException e) {
      reasons.put("", String.valueOf(e.getMessage()));
      return hierarchies;
    }
    List<Hierarchy> left = new ArrayList<>();
    for (Hierarchy hierarchy : hierarchies) {
      Optional<String> refusal = group.mark(hierarchy);
      if (refusal.isPresent()) {
        left.add(hierarchy);
        reasons.put(hierarchy.name(), "fanotify on " + hierarchy.mount() + ": " + refusal.get());
      }
    }
    if (group.marksSome()) {
      flows.add(Flow.start(loop, group, hints));
    } else {
      group.close();
    }
    return left;
  }

  @Override
  public void follow(String path) {
    followed.add(path);
    loop.post(() -> inotify.ifPresent(i -> i.follow(path)));
  }

  @Override
  public void leave(String path) {
    followed.remove(path);
    loop.post(() -> inotify.ifPresent(i -> i.leave(path)));
  }

  /** Watches what was not there when it was followed; a guest was started meanwhile. */
  void retry() {
    inotify.ifPresent(Inotify::retry);
  }

  @Override
  public void close() {
    loop.post(this::release);
    closed.run();
  }

  private void release() {
    flows.forEach(Flow::close);
    flows.clear();
    inotify = Optional.empty();
  }

  private boolean isFollowed(String path) {
    for (String at = path; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      if (followed.contains(at)) {
        return true;
      }
    }
    return followed.contains("/");
  }

  /**
   * Whether somebody put a guest's process into a cgroup that is none of its own. What was written
   * is not told; who is in the cgroup now tells.
   */
  private boolean holdsGuest(CgroupPath cgroup) {
    Hierarchy hierarchy = hierarchies.get(cgroup.hierarchy());
    if (hierarchy == null) {
      return false;
    }
    try (Stream<String> pids =
        Files.lines(Path.of(hierarchy.mount() + cgroup.path(), "cgroup.procs"))) {
      return pids.anyMatch(pid -> isGuest.test(Long.parseLong(pid)));
    } catch (IOException | UncheckedIOException _) { // gone, and what was in it with it
      return false;
    }
  }

  private final class Writes implements Fanotify.Listener {
    @Override
    public void written(CgroupPath cgroup, String file, int pid) {
      if (isFollowed(cgroup.path())) {
        hints.accept(new Hint.Setting(cgroup, file, writer(pid)));
      } else if (WatchedFiles.moves(file) && holdsGuest(cgroup)) {
        hints.accept(new Hint.Everything("process " + pid + " moved a guest to " + cgroup));
      }
    }

    @Override
    public void rearranged(CgroupPath cgroup, String name, int pid) {
      if (isFollowed(cgroup.path()) || followed.contains(cgroup.child(name).path())) {
        hints.accept(new Hint.Setting(cgroup, "", writer(pid)));
      }
    }

    private static OptionalLong writer(int pid) {
      return pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty();
    }
  }

  private final class Singles implements Inotify.Listener {
    @Override
    public void changed(CgroupPath cgroup, String file) {
      hints.accept(new Hint.Setting(cgroup, file, OptionalLong.empty()));
    }

    @Override
    public void refused(CgroupPath cgroup, String errno) {
      if (!refusalSaid) {
        refusalSaid = true;
        LOG.warn(
            "cannot watch {}: {}{}; changes there are seen by the next look at everything",
            cgroup,
            errno,
            errno.equals("ENOSPC") ? ", fs.inotify.max_user_watches is too low" : "");
      }
    }
  }
}
