package vcg.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.CgroupPath;
import vcg.guest.GuestFiles;
import vcg.guest.Processes;
import vcg.guest.Processes.Signal;
import vcg.guest.QemuCommand;
import vcg.model.Change;
import vcg.model.Command;
import vcg.model.GuestId;
import vcg.model.ProcessId;

/**
 * The programs that run beside a guest's own, in its cgroups. Each ends by itself once the guest's
 * process has; that is waited for where something else depends on it.
 */
record HelperSteps(Processes processes, CgroupSteps cgroups, GuestFiles files) {
  private static final Logger LOG = LoggerFactory.getLogger(HelperSteps.class);
  private static final Duration READY = Duration.ofSeconds(20);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);
  private static final Duration ENDS_BY_ITSELF = Duration.ofSeconds(2);
  private static final Duration KILLED = Duration.ofSeconds(10);

  /**
   * Starts the helpers of a guest and waits until they listen.
   *
   * @param log what they print is added to this
   */
  void start(Change.StartGuest start, Path log) throws IOException, InterruptedException {
    for (Command.Helper helper : start.command().helpers()) {
      ProcessId process = processes.start(helper.command(), start.cgroups(), log, start.user());
      LOG.info("{}: {} is process {}", start.guest(), helper.command().program(), process.pid());
      awaitSocket(helper, process);
    }
  }

  private void awaitSocket(Command.Helper helper, ProcessId process)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + READY.toNanos();
    while (!Files.exists(Path.of(helper.socket()), LinkOption.NOFOLLOW_LINKS)) {
      if (processes.awaitExit(process, BETWEEN_LOOKS)) {
        throw new IOException(helper.command().program() + " ended at once");
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(helper.command().program() + " does not listen");
      }
    }
  }

  /**
   * Ends what an earlier process of a guest has left, or a start that came to nothing: what helpers
   * keep belongs to one at a time.
   */
  void end(Change.StartGuest start) throws IOException, InterruptedException {
    if (start.command().helpers().isEmpty()) {
      return;
    }
    SortedSet<Long> pids = new TreeSet<>();
    for (CgroupPath directory : start.cgroups()) {
      pids.addAll(cgroups.processes(directory));
      Optional<CgroupPath> above = directory.parent();
      if (above.isPresent()) { // in v2 a directory of threads does not tell
        pids.addAll(cgroups.processes(above.get()));
      }
    }
    for (long pid : pids) {
      Optional<ProcessId> process = processes.find(pid);
      if (process.isPresent()) {
        end(start.guest(), process.get());
      }
    }
  }

  /** Ends a process if it is a helper of this guest, which it may do by itself just now. */
  boolean end(GuestId guest, ProcessId process) throws IOException, InterruptedException {
    List<String> words = processes.commandLine(process).orElse(List.of());
    if (!QemuCommand.isHelper(words, guest, files)) {
      return false;
    }
    if (!processes.awaitExit(process, ENDS_BY_ITSELF)) {
      LOG.warn("{}: {} was left and is killed", guest, words.getFirst());
      processes.signal(process, Signal.KILL);
      processes.awaitExit(process, KILLED);
    }
    return true;
  }
}
