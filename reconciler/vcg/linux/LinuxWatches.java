package vcg.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.Hierarchy;
import vcg.guest.ExitWatch;
import vcg.guest.SettingWatch;
import vcg.guest.Watches;
import vcg.model.Hint;
import vcg.model.ProcessId;

/**
 * What is pushed: writes to cgroup files, the ends of processes and what QEMU tells, all by one
 * thread that sleeps in between.
 */
public final class LinuxWatches implements Watches {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxWatches.class);

  private final List<Hierarchy> hierarchies;
  private Optional<EventLoop> loop = Optional.empty();
  private volatile Optional<Exits> exits = Optional.empty();
  private volatile Optional<CgroupWatch> settings = Optional.empty();
  private int open;

  public LinuxWatches(List<Hierarchy> hierarchies) {
    this.hierarchies = List.copyOf(hierarchies);
  }

  @Override
  public synchronized SettingWatch settings(Consumer<Hint> hints) throws IOException {
    EventLoop thread = begin();
    try {
      CgroupWatch watch =
          CgroupWatch.open(thread, hierarchies, hints, this::isGuest, this::settingsEnded);
      settings = Optional.of(watch);
      return watch;
    } catch (IOException e) {
      end();
      throw e;
    }
  }

  @Override
  public synchronized ExitWatch exits(Consumer<Hint> hints) throws IOException {
    EventLoop thread = begin();
    Exits followed = new Exits(thread, new ExitHints(hints));
    exits = Optional.of(followed);
    GuestEvents events = new GuestEvents(thread, hints);
    return new ExitWatch() {
      @Override
      public void follow(ProcessId process) {
        thread.post(() -> {
          followed.follow(process);
          retry();
        });
      }

      @Override
      public void listen(ProcessId process, Path socket) {
        thread.post(() -> events.follow(process, socket));
      }

      @Override
      public void close() {
        thread.post(followed::leaveAll);
        thread.post(events::leaveAll);
        end();
      }
    };
  }

  /** Says once why processes cannot be followed: mostly all for the same reason. */
  private static final class ExitHints implements Exits.Listener {
    private final Consumer<Hint> hints;
    private boolean said;

    private ExitHints(Consumer<Hint> hints) {
      this.hints = hints;
    }

    @Override
    public void ended(ProcessId process) {
      hints.accept(new Hint.Ended(process));
    }

    @Override
    public void refused(ProcessId process, String errno) {
      if (!said) {
        said = true;
        LOG.warn(
            "cannot follow process {}: {}; that it ends is seen by the next look at everything",
            process.pid(),
            errno);
      }
    }
  }

  /** Asked by the loop's thread, which alone changes what is followed. */
  private boolean isGuest(long pid) {
    return exits.filter(e -> e.follows(pid)).isPresent();
  }

  /** A guest that was started has cgroups now that were not there when they were followed. */
  private void retry() {
    settings.ifPresent(CgroupWatch::retry);
  }

  private void settingsEnded() {
    settings = Optional.empty();
    end();
  }

  private EventLoop begin() throws IOException {
    if (!CgroupFiles.foreignCalls()) {
      throw new IOException("Java may not make system calls: --enable-native-access is missing");
    }
    if (loop.isEmpty()) {
      loop = Optional.of(EventLoop.start("vcg-watch"));
    }
    open++;
    return loop.get();
  }

  private synchronized void end() {
    open--;
    if (open == 0) {
      loop.ifPresent(EventLoop::close);
      loop = Optional.empty();
      exits = Optional.empty();
    }
  }
}
