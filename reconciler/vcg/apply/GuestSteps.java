package vcg.apply;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Group;
import vcg.guest.FileAccess;
import vcg.guest.GuestFiles;
import vcg.guest.Monitors;
import vcg.guest.Monitors.Monitor;
import vcg.guest.Processes;
import vcg.guest.Processes.Signal;
import vcg.model.Change;
import vcg.model.GuestId;
import vcg.model.ProcessId;

/** The steps that concern the process of a guest. */
public final class GuestSteps {
  private static final Logger LOG = LoggerFactory.getLogger(GuestSteps.class);
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(1);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration SECOND_PRESS = Duration.ofSeconds(10);
  private static final Duration TERM = Duration.ofSeconds(10);
  private static final Duration KILL = Duration.ofSeconds(30);
  private static final int TAIL_BYTES = 1024;

  private final Processes processes;
  private final Monitors monitors;
  private final GuestFiles files;
  private final FileAccess access;
  private final CgroupSteps cgroups;

  public GuestSteps(
      Processes processes,
      Monitors monitors,
      GuestFiles files,
      FileAccess access,
      CgroupSteps cgroups) {
    this.cgroups = cgroups;
    this.access = access;
    this.processes = processes;
    this.monitors = monitors;
    this.files = files;
  }

  /** Opens a file to the user whom the guest runs as, and for reading those that it is based on. */
  void grant(Change.GrantAccess grant) throws IOException {
    Path file = Path.of(grant.path());
    access.grant(file, grant.user(), grant.write());
    LOG.info("{}: open to {}", file, grant.user().name());
    if (grant.chain()) {
      for (Path below : access.below(file)) {
        access.grant(below, grant.user(), false);
        LOG.info("{}: open to {} for reading", below, grant.user().name());
      }
    }
  }

  void revoke(Change.RevokeAccess revoke) throws IOException {
    Path file = Path.of(revoke.path());
    List<Path> below = revoke.chain() ? access.below(file) : List.of();
    access.revoke(file, revoke.user());
    for (Path image : below) {
      access.revoke(image, revoke.user());
    }
    LOG.info("{}: no longer open to {}", file, revoke.user().name());
  }

  /** Starts the process, inside its cgroups from its first instruction on. */
  ProcessId launch(Change.StartGuest start) throws IOException {
    Path directory = files.directory(start.guest());
    Files.createDirectories(directory.getParent());
    tidy(start.guest());
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    if (start.user().isPresent()) {
      Files.setAttribute(directory, "unix:uid", start.user().get().uid());
    }
    ProcessId process =
        processes.start(start.command(), start.cgroups(), files.log(start.guest()), start.user());
    LOG.info("{}: process {} started", start.guest(), process.pid());
    return process;
  }

  /** Waits for the monitor, then lets the guest run. */
  void awaitRunning(Change.StartGuest start, ProcessId process)
      throws IOException, InterruptedException {
    try (Monitor monitor = awaitMonitor(start, process)) {
      if (!start.groups().isEmpty()) {
        place(start.groups(), monitor.threads());
      }
      if (!start.paused()) {
        monitor.resume();
      }
    }
  }

  /** Puts virtual CPUs and I/O threads where they belong, before the first of them runs. */
  private void place(SortedMap<Group, List<CgroupPath>> groups, SortedMap<Group, Long> threads)
      throws IOException {
    Optional<String> shared = Group.shared(threads);
    if (shared.isPresent()) {
      throw new IOException(shared.get());
    }
    for (Map.Entry<Group, List<CgroupPath>> group : groups.entrySet()) {
      Long thread = threads.get(group.getKey());
      if (thread == null) {
        throw new IOException("QEMU has no thread for " + group.getKey());
      }
      for (CgroupPath cgroup : group.getValue()) {
        cgroups.moveThread(cgroup, thread);
      }
    }
  }

  /** A process that has just been started may not listen yet. */
  private Monitor awaitMonitor(Change.StartGuest start, ProcessId process)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        return monitors.connect(files.monitor(start.guest()), ANSWER);
      } catch (IOException e) {
        if (processes.awaitExit(process, BETWEEN_TRIES)) {
          String program = start.command().program();
          throw new IOException(program + " ended at once: " + logTail(start.guest()), e);
        }
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
      }
    }
  }

  /** The number of a process alone may belong to another one by now. */
  void requireRunning(ProcessId process) throws IOException {
    if (!processes.find(process.pid()).equals(Optional.of(process))) {
      throw new IOException("process " + process.pid() + " has ended");
    }
  }

  void pause(GuestId guest) throws IOException {
    try (Monitor monitor = monitors.connect(files.monitor(guest), ANSWER)) {
      monitor.pause();
    }
  }

  void resume(GuestId guest) throws IOException {
    try (Monitor monitor = monitors.connect(files.monitor(guest), ANSWER)) {
      monitor.resume();
    }
  }

  /** Ends a guest: in order as long as it may take, then by force. */
  void stop(Change.StopGuest stop) throws IOException, InterruptedException {
    ProcessId process = stop.process();
    if (!orderly(stop)) {
      LOG.warn("{}: did not shut down in {} s, is ended", stop.guest(), stop.graceSeconds());
    }
    if (!processes.awaitExit(process, Duration.ZERO)
        && processes.signal(process, Signal.TERM)
        && !processes.awaitExit(process, TERM)) {
      kill(process, stop.tree());
    }
    LOG.info("{}: process {} ended", stop.guest(), process.pid());
    tidy(stop.guest());
  }

  /** Asks the guest, then QEMU, to end. False: the guest took too long. */
  private boolean orderly(Change.StopGuest stop) throws InterruptedException {
    Duration grace = Duration.ofSeconds(stop.graceSeconds());
    try (Monitor monitor = monitors.connect(files.monitor(stop.guest()), ANSWER)) {
      boolean off = grace.isZero() || powerDown(monitor, grace);
      monitor.quit();
      processes.awaitExit(stop.process(), ANSWER);
      return off;
    } catch (IOException e) {
      LOG.info("{}: {}", stop.guest(), e.getMessage());
      return true; // it does not answer: the signals that follow need no answer
    }
  }

  /** A guest that is still starting may miss the first press of the button. */
  private static boolean powerDown(Monitor monitor, Duration grace) throws IOException {
    Duration first = grace.compareTo(SECOND_PRESS) < 0 ? grace : SECOND_PRESS;
    monitor.powerDown();
    if (monitor.awaitPowerOff(first)) {
      return true;
    }
    if (first.equals(grace)) {
      return false;
    }
    monitor.powerDown();
    return monitor.awaitPowerOff(grace.minus(first));
  }

  /**
   * Ends a process by force.
   *
   * @param tree the directory of v2 whose other processes end with it
   */
  void kill(ProcessId process, Optional<CgroupPath> tree) throws IOException, InterruptedException {
    if (tree.isPresent()) {
      cgroups.kill(tree.get()); // the signal that follows is for kernels that cannot do this
    }
    if (processes.signal(process, Signal.KILL) && !processes.awaitExit(process, KILL)) {
      throw new IOException(
          "process "
              + process.pid()
              + " still runs "
              + KILL.toSeconds()
              + " s after it was killed");
    }
  }

  /** Removes the guest's run directory with what is in it. */
  void tidy(GuestId guest) throws IOException {
    for (Path file : List.of(files.monitor(guest), files.log(guest), files.directory(guest))) {
      Files.deleteIfExists(file);
    }
  }

  private String logTail(GuestId guest) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(files.log(guest).toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(TAIL_BYTES, log.length())];
      log.seek(log.length() - tail.length);
      log.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8).strip().replace('\n', ' ');
    }
  }
}
