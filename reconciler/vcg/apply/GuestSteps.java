package vcg.apply;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Group;
import vcg.guest.Containers;
import vcg.guest.FileAccess;
import vcg.guest.GuestFiles;
import vcg.guest.MonitorDevices;
import vcg.guest.Monitors;
import vcg.guest.Monitors.Monitor;
import vcg.guest.Notes;
import vcg.guest.Processes;
import vcg.guest.Taps;
import vcg.model.Change;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.GuestUser;
import vcg.model.LiveSetting;
import vcg.model.Preparation;
import vcg.model.ProcessId;
import vcg.model.Scheduling;

/** The steps that concern the process of a guest. */
public final class GuestSteps {
  private static final Logger LOG = LoggerFactory.getLogger(GuestSteps.class);
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(1);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int TAIL_LINES = 5;

  private final Processes processes;
  private final Monitors monitors;
  private final GuestFiles files;
  private final FileAccess access;
  private final CgroupSteps cgroups;
  private final TapSteps taps;
  private final HelperSteps helpers;
  private final StopLadder ladder;
  private final ContainerSteps containers;

  public GuestSteps(
      Processes processes,
      Monitors monitors,
      Containers notes,
      GuestFiles files,
      FileAccess access,
      Taps taps,
      CgroupSteps cgroups) {
    this.taps = new TapSteps(taps, files);
    this.cgroups = cgroups;
    this.access = access;
    this.processes = processes;
    this.monitors = monitors;
    this.files = files;
    this.helpers = new HelperSteps(processes, cgroups, files);
    this.ladder = new StopLadder(processes, monitors, files, cgroups, helpers);
    this.containers = new ContainerSteps(processes, notes, files, cgroups);
  }

  /** Opens a file to the user whom the guest runs as, and for reading those that it is based on. */
  void grant(Change.GrantAccess grant) throws IOException {
    Path file = Path.of(grant.path());
    if (grant.made() && !Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
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
  ProcessId launch(Change.StartGuest start) throws IOException, InterruptedException {
    helpers.end(start);
    Path directory = files.directory(start.guest());
    Files.createDirectories(directory.getParent());
    tidy(start.guest());
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    give(directory, start.user());
    for (Preparation preparation : start.command().preparations()) {
      Preparing.perform(preparation, start.user());
    }
    Optional<String> config = start.command().config();
    if (config.isPresent()) {
      containers.prepare(start, config.get());
    }
    log(start.guest()).rotate();
    helpers.start(start, files.log(start.guest()));
    ProcessId started =
        processes.start(start.command(), start.cgroups(), files.log(start.guest()), start.user());
    ProcessId process =
        config.isPresent() ? containers.awaitInit(start, started, log(start.guest())) : started;
    LOG.info("{}: process {} started", start.guest(), process.pid());
    return process;
  }

  private static void give(Path path, Optional<GuestUser> user) throws IOException {
    if (user.isPresent()) {
      Files.setAttribute(path, "unix:uid", user.get().uid());
    }
  }

  /** Waits for the monitor, then lets the guest run; a container does already. */
  void awaitRunning(Change.StartGuest start, ProcessId process)
      throws IOException, InterruptedException {
    if (start.guest().driver() == Driver.LXC) {
      return;
    }
    try (Monitor monitor = awaitMonitor(start, process)) {
      set(start, new MonitorDevices(monitor));
      SortedMap<Group, Long> threads =
          start.groups().isEmpty() && start.schedulers().isEmpty()
              ? new TreeMap<>()
              : monitor.threads();
      place(start.groups(), threads);
      for (Map.Entry<Group, Scheduling> entry : start.schedulers().entrySet()) {
        schedule(process, threads, entry.getKey(), entry.getValue());
      }
      if (!start.paused()) {
        monitor.resume();
      }
    }
  }

  /** What a vcg that is killed in between did not set or note differs at the next plan. */
  private void set(Change.StartGuest start, MonitorDevices devices) throws IOException {
    SortedMap<String, String> notes = new TreeMap<>();
    for (LiveSetting setting : start.command().settings()) {
      devices.set(setting);
      Notes.set(setting, notes);
    }
    if (!notes.isEmpty()) {
      new NoteFile(files.notes(start.guest())).write(notes);
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
      long thread = thread(group.getKey(), threads);
      for (CgroupPath cgroup : group.getValue()) {
        cgroups.moveThread(cgroup, thread);
      }
    }
  }

  private void schedule(
      ProcessId process, SortedMap<Group, Long> threads, Group group, Scheduling scheduling)
      throws IOException {
    processes.schedule(
        process, group.equals(Group.EMULATOR) ? process.pid() : thread(group, threads), scheduling);
  }

  private static long thread(Group group, SortedMap<Group, Long> threads) throws IOException {
    return Optional.ofNullable(threads.get(group))
        .orElseThrow(() -> new IOException("QEMU has no thread for " + group));
  }

  void schedule(Change.SetScheduler set) throws IOException {
    try (Monitor monitor = monitors.connect(files.monitor(set.guest()), set.process(), ANSWER)) {
      schedule(set.process(), monitor.threads(), set.thread(), set.to());
    }
    LOG.info("{}: {} is scheduled as {}", set.guest(), set.thread(), set.to());
  }

  /** A process that has just been started may not listen yet. */
  private Monitor awaitMonitor(Change.StartGuest start, ProcessId process)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        return monitors.connect(files.monitor(start.guest()), process, ANSWER);
      } catch (IOException e) {
        if (processes.awaitExit(process, BETWEEN_TRIES)) {
          throw new IOException(endedAtOnce(start, process), e);
        }
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
      }
    }
  }

  private String endedAtOnce(Change.StartGuest start, ProcessId process) throws IOException {
    String status = exitStatus(process).map(code -> " with exit status " + code).orElse("");
    String said = String.join(" ", log(start.guest()).tail(TAIL_LINES));
    return start.command().program() + " ended at once" + status + ": " + said;
  }

  /** The number of a process alone may belong to another one by now. */
  void requireRunning(ProcessId process) throws IOException {
    if (!processes.find(process.pid()).equals(Optional.of(process))) {
      throw new IOException("process " + process.pid() + " has ended");
    }
  }

  TapSteps taps() {
    return taps;
  }

  void pause(Change.PauseGuest pause) throws IOException {
    try (Monitor monitor =
        monitors.connect(files.monitor(pause.guest()), pause.process(), ANSWER)) {
      monitor.pause();
    }
  }

  void resume(Change.ResumeGuest resume) throws IOException {
    try (Monitor monitor =
        monitors.connect(files.monitor(resume.guest()), resume.process(), ANSWER)) {
      monitor.resume();
    }
  }

  void reset(Change.ResetGuest reset) throws IOException {
    try (Monitor monitor =
        monitors.connect(files.monitor(reset.guest()), reset.process(), ANSWER)) {
      monitor.reset();
      if (!reset.paused()) {
        monitor.resume();
      }
    }
    LOG.info("{}: reset", reset.guest());
  }

  /** Ends a guest: in order as long as it may take, then by force. */
  void stop(Change.StopGuest stop) throws IOException, InterruptedException {
    switch (stop.guest().driver()) {
      case QEMU -> {
        ladder.stop(stop);
        tidy(stop.guest());
      }
      case LXC -> containers.stop(stop); // and is cleared by a step of its own
    }
  }

  /** Ends what a container left behind. */
  void clear(Change.ClearContainer clear) throws IOException, InterruptedException {
    containers.clear(clear);
    tidy(clear.guest());
  }

  /** Ends what ran beside a guest that could not be started. */
  void endHelpers(Change.StartGuest start) throws IOException, InterruptedException {
    helpers.end(start);
  }

  /** Ends a process by force. */
  void kill(ProcessId process) throws IOException, InterruptedException {
    ladder.kill(process, Optional.empty());
  }

  /**
   * Ends what a guest left behind in a directory of its own, and tells of each.
   *
   * @param all otherwise only what runs beside a guest
   */
  List<String> endLeftOver(GuestId guest, CgroupPath cgroup, boolean all)
      throws IOException, InterruptedException {
    return ladder.endLeftOver(guest, cgroup, all);
  }

  /** Removes the guest's run directory with what is in it. */
  void tidy(GuestId guest) throws IOException {
    Path directory = files.directory(guest);
    Files.deleteIfExists(files.notes(guest));
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      delete(files.runtime(guest));
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory)) {
        for (Path file : inside) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(directory);
    }
  }

  /** With all that is in it, and nothing that a symbolic link in it leads to. */
  private static void delete(Path directory) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory)) {
        for (Path file : inside) {
          delete(file);
        }
      }
    }
    Files.deleteIfExists(directory);
  }

  /** Keeps the log of a guest that runs from growing without end. */
  void trimLog(GuestId guest) {
    try {
      log(guest).trim();
    } catch (IOException e) {
      LOG.warn("{}: cannot cut its log: {}", guest, e.getMessage()); // the guest itself is well
    }
  }

  /** Removes what is left of a guest that vcg forgets. */
  void forget(GuestId guest) throws IOException {
    log(guest).delete();
  }

  /** How the guest's process ended, as far as that is known. */
  Optional<Integer> exitStatus(ProcessId process) throws IOException {
    return processes.exitStatus(process);
  }

  private GuestLog log(GuestId guest) {
    return new GuestLog(files.log(guest), files.olderLog(guest));
  }
}
