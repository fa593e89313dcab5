package vcg.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.CgroupPath;
import vcg.guest.ContainerCommand;
import vcg.guest.Containers;
import vcg.guest.GuestFiles;
import vcg.guest.Processes;
import vcg.guest.Processes.Signal;
import vcg.model.Change;
import vcg.model.ProcessId;

/**
 * Starts and ends containers. The process of a container is its first one, which crun makes; around
 * it there are crun and a shell that notes how it ended.
 */
record ContainerSteps(
    Processes processes, Containers containers, GuestFiles files, CgroupSteps cgroups) {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerSteps.class);
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);
  private static final Duration SHELL = Duration.ofSeconds(5);
  private static final String NOT_EXECUTED = "exec container process ";

  /** Puts what crun reads into the run directory. */
  void prepare(Change.StartGuest start, String config) throws IOException {
    Path file = files.config(start.guest());
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, config);
    Files.createDirectory(files.runtime(start.guest()));
    Files.createDirectory(files.hostRoot(start.guest()));
  }

  /**
   * Waits until a container runs its own program.
   *
   * @param shell the process that was started
   * @return its first process; the shell, where that one has ended by now
   * @throws IOException it did not get so far; nothing of it is left
   */
  ProcessId awaitInit(Change.StartGuest start, ProcessId shell, GuestLog log)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      boolean over = processes.awaitExit(shell, BETWEEN_LOOKS);
      Optional<Long> pid = containers.pid(start.guest());
      Optional<ProcessId> init = pid.isPresent() ? processes.find(pid.get()) : Optional.empty();
      if (init.isPresent() && runsItsOwn(init.get())) {
        return init.get();
      }
      if (over) {
        Optional<Integer> status = containers.status(start.guest());
        List<String> said = log.tail(1);
        if (pid.isPresent() && said.stream().noneMatch(line -> line.startsWith(NOT_EXECUTED))) {
          return shell;
        }
        throw new IOException(
            "the container did not start"
                + status.map(code -> " (exit status " + code + ")").orElse("")
                + ": "
                + String.join(" ", said));
      }
      if (System.nanoTime() - deadline > 0) {
        endAll(start.cgroups());
        throw new IOException(
            "the container did not start within " + START.toSeconds() + " s and is ended");
      }
    }
  }

  private boolean runsItsOwn(ProcessId init) throws IOException {
    return processes.isInit(init)
        && processes
            .commandLine(init)
            .filter(words -> !words.isEmpty() && !ContainerCommand.isRuntime(words))
            .isPresent();
  }

  /** Ends the first process of a container, in order where it can be told to. */
  void stop(Change.StopGuest stop) throws IOException, InterruptedException {
    ProcessId init = stop.process();
    Duration grace = Duration.ofSeconds(stop.graceSeconds());
    if (stop.tree().isPresent()) {
      cgroups.thawInside(stop.tree().get());
    }
    Optional<Signal> asked = grace.isZero() ? Optional.empty() : understood(init);
    if (asked.isPresent()
        && processes.signal(init, asked.get())
        && !processes.awaitExit(init, grace)) {
      LOG.warn("{}: did not shut down in {} s, is ended", stop.guest(), stop.graceSeconds());
    }
    new Killing(processes).kill(init); // all others of its name space end with it
    LOG.info("{}: process {} ended", stop.guest(), init.pid());
  }

  /** Process 1 gets no signal that it has no handler for, but for the last one. */
  private Optional<Signal> understood(ProcessId init) throws IOException {
    for (Signal signal : List.of(Signal.HALT, Signal.TERM)) {
      if (processes.catches(init, signal)) {
        return Optional.of(signal);
      }
    }
    return Optional.empty();
  }

  /** Ends and removes what is in a container's cgroup when its first process has ended. */
  void clear(Change.ClearContainer clear) throws IOException, InterruptedException {
    for (CgroupPath cgroup : clear.cgroups()) {
      for (long pid : cgroups.allProcesses(cgroup)) { // the shell has its note to write
        Optional<ProcessId> left = processes.find(pid);
        if (left.isPresent() && isShell(left.get())) {
          processes.awaitExit(left.get(), SHELL);
        }
      }
    }
    for (CgroupPath cgroup : clear.cgroups()) {
      cgroups.thawInside(cgroup);
    }
    endAll(clear.cgroups());
    for (CgroupPath cgroup : clear.cgroups()) {
      cgroups.removeInside(cgroup);
    }
  }

  private boolean isShell(ProcessId process) throws IOException {
    return processes.commandLine(process).filter(ContainerCommand::isShell).isPresent();
  }

  private void endAll(List<CgroupPath> trees) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Killing.MOST.toNanos();
    for (CgroupPath tree : trees) {
      List<Long> inside = cgroups.allProcesses(tree);
      while (!inside.isEmpty()) {
        for (long pid : inside) {
          Optional<ProcessId> left = processes.find(pid);
          if (left.isPresent()) {
            LOG.warn("{}: process {} was left in it and is killed", tree, pid);
            new Killing(processes).kill(left.get());
          }
        }
        inside = cgroups.allProcesses(tree);
        if (!inside.isEmpty() && System.nanoTime() - deadline > 0) {
          throw new IOException("processes stay in " + tree + ": " + inside);
        }
      }
    }
  }
}
