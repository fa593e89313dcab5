package vcg.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.MountTable;
import vcg.guest.Processes;
import vcg.model.Command;
import vcg.model.GuestUser;
import vcg.model.ProcessId;
import vcg.model.Scheduling;

/** The processes of this host, by {@code /proc} and process descriptors. */
public final class LinuxProcesses implements Processes {
  private static final Duration COLLECTED = Duration.ofSeconds(2);

  /** Of so many it is known how they ended. */
  private static final int MOST_ENDED = 1000;

  /** How long the kernel need not wait again, at least. */
  private static final Duration ANNOUNCED = Duration.ofMillis(5);

  private final MountTable mounts;
  private final CgroupFs fs;
  private final Map<ProcessId, Child> children = new ConcurrentHashMap<>();
  private final Queue<ProcessId> ended = new ConcurrentLinkedQueue<>();
  private final AtomicLong announced = new AtomicLong(System.nanoTime() - ANNOUNCED.toNanos());
  private final boolean foreign = CgroupFiles.foreignCalls();

  /**
   * @param mounts where the cgroups are that a process is started in
   * @param fs tells why a cgroup refused a process
   */
  public LinuxProcesses(MountTable mounts, CgroupFs fs) {
    this.mounts = mounts;
    this.fs = fs;
  }

  @Override
  public ProcessId start(
      Command command, List<CgroupPath> cgroups, Path log, Optional<GuestUser> user)
      throws IOException {
    Launch.Started started = new Launch(command, cgroups, log, user, mounts, fs).start();
    children.put(started.id(), started.child());
    CompletableFuture<Integer> _ =
        started.child().status().whenComplete((_, _) -> ended(started.id()));
    return started.id();
  }

  /** Somebody may ask how it ended, but not for months. */
  private void ended(ProcessId process) {
    ended.add(process);
    if (ended.size() > MOST_ENDED) {
      children.remove(ended.remove());
    }
  }

  /**
   * Before the kernel moves a process in the v2 tree it waits, up to 11 ms, until no thread of the
   * machine is being made, and need not wait again for one that is moved soon after. So vcg moves
   * itself to where it is. Until the kernel has waited no cgroup can be made either. Java takes
   * about as long until it can start its first program.
   */
  @Override
  public void announce() {
    long now = System.nanoTime();
    long before = announced.get();
    if (now - before < ANNOUNCED.toNanos() || !announced.compareAndSet(before, now)) {
      return; // for several guests once is enough
    }
    Thread.ofPlatform()
        .daemon()
        .name("vcg-announce")
        .start(() -> {
          mounts.unified().ifPresent(this::stay);
          boolean _ = Child.canSpawn();
        });
  }

  /** Only into the directory that has vcg among its processes, whatever its path seems to be. */
  private void stay(MountTable.Mount unified) {
    long self = ProcessHandle.current().pid();
    try {
      Optional<ProcessId> vcg = find(self);
      Optional<String> path =
          vcg.isEmpty()
              ? Optional.empty()
              : placement(vcg.get())
                  .flatMap(places -> Optional.ofNullable(places.get(Hierarchy.UNIFIED)));
      if (path.isPresent()) {
        Path file = Path.of(unified.hierarchy().mount() + path.get(), "cgroup.procs");
        if (Files.readAllLines(file).contains(Long.toString(self))) {
          Files.writeString(file, "0", StandardOpenOption.WRITE);
        }
      }
    } catch (IOException _) { // where vcg may not do that, a start takes a little longer
      return;
    }
  }

  @Override
  public SortedMap<ProcessId, UUID> claiming(Set<UUID> uuids) throws IOException {
    return ProcFiles.claiming(uuids);
  }

  @Override
  public Optional<Integer> exitStatus(ProcessId process) throws IOException {
    Optional<Child> child = Optional.ofNullable(children.get(process));
    if (child.isEmpty() || ProcFiles.isStill(process)) {
      return Optional.empty();
    }
    try {
      // it is collected a moment after it has ended
      return Optional.of(child.get().status().get(COLLECTED.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException _) { // nobody can know it
      return Optional.empty();
    } catch (InterruptedException _) { // whoever interrupts wants no answer
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public Optional<ProcessId> find(long pid) throws IOException {
    return ProcFiles.find(pid);
  }

  @Override
  public Optional<List<String>> commandLine(ProcessId process) throws IOException {
    return ProcFiles.commandLine(process);
  }

  @Override
  public Optional<SortedMap<String, String>> placement(ProcessId process) throws IOException {
    return ProcFiles.placement(process, mounts);
  }

  @Override
  public Optional<SortedMap<String, String>> placement(ProcessId process, long thread)
      throws IOException {
    return ProcFiles.placement(process, thread, mounts);
  }

  @Override
  public SortedMap<Long, Scheduling> schedulers(ProcessId process) throws IOException {
    return ProcFiles.schedulers(process);
  }

  @Override
  public void schedule(ProcessId process, long thread, Scheduling scheduling) throws IOException {
    if (!foreign) {
      throw new IOException(
          "cannot schedule thread " + thread + ": Java may not call the C library");
    }
    SortedMap<String, String> placement =
        placement(process, thread)
            .orElseThrow(
                () -> new IOException("process " + process.pid() + " has no thread " + thread));
    new ThreadScheduler(thread, placement, fs).set(scheduling);
    Optional<Scheduling> now = ProcFiles.scheduling(process, thread);
    if (!now.equals(Optional.of(scheduling))) {
      throw new IOException(
          "thread "
              + thread
              + " is scheduled as "
              + now.map(Scheduling::toString).orElse("none")
              + " after it was set to "
              + scheduling);
    }
  }

  @Override
  public boolean isInit(ProcessId process) throws IOException {
    return ProcFiles.isInit(process);
  }

  @Override
  public boolean catches(ProcessId process, Signal signal) throws IOException {
    return ProcFiles.catches(process, signal.number());
  }

  @Override
  public boolean signal(ProcessId process, Signal signal) throws IOException {
    Optional<Pidfd> held = foreign ? Pidfd.open(process.pid()) : Optional.empty();
    if (held.isEmpty()) {
      return signalByHandle(process, signal);
    }
    try (Pidfd pidfd = held.get()) {
      // held first, then looked at: from here on the number cannot change hands unnoticed
      if (!ProcFiles.isStill(process)) {
        return false;
      }
      int sent = pidfd.signal(signal.number());
      if (sent == -Errno.ESRCH.number()) {
        return false;
      }
      if (sent < 0) {
        throw new IOException(
            "cannot send " + signal + " to process " + process.pid() + ": " + Errno.name(-sent));
      }
      return true;
    }
  }

  /** Java's handle knows the start time too, and sends nothing when that differs. */
  private static boolean signalByHandle(ProcessId process, Signal signal) throws IOException {
    Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
    if (handle.isEmpty() || !ProcFiles.isStill(process)) {
      return false;
    }
    return switch (signal) {
      case TERM -> handle.get().destroy();
      case KILL -> handle.get().destroyForcibly();
      case HALT ->
          throw new IOException("cannot send " + signal + ": Java may not call the C library");
    };
  }

  @Override
  public boolean awaitExit(ProcessId process, Duration atMost)
      throws IOException, InterruptedException {
    Optional<Pidfd> held = foreign ? Pidfd.open(process.pid()) : Optional.empty();
    if (held.isEmpty()) {
      return awaitByHandle(process, atMost);
    }
    try (Pidfd pidfd = held.get()) {
      return !ProcFiles.isStill(process) || pidfd.awaitExit(atMost);
    }
  }

  private static boolean awaitByHandle(ProcessId process, Duration atMost)
      throws IOException, InterruptedException {
    Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
    if (handle.isEmpty() || !ProcFiles.isStill(process)) {
      return true;
    }
    try {
      handle.get().onExit().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) { // the answer: still there
      return !ProcFiles.isStill(process);
    } catch (ExecutionException e) {
      throw new IOException("cannot wait for process " + process.pid(), e);
    }
  }
}
