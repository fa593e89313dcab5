package vcg.apply;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.CgroupPath;
import vcg.guest.GuestFiles;
import vcg.guest.Monitors;
import vcg.guest.Monitors.Monitor;
import vcg.guest.Processes;
import vcg.guest.Processes.Signal;
import vcg.model.Change;
import vcg.model.GuestId;
import vcg.model.ProcessId;

/**
 * Ends a guest, each step only when the one before did not help in time: the power button, once
 * more, then QEMU's own end, then the signals, of which the last goes to all in its cgroup.
 */
record StopLadder(
    Processes processes,
    Monitors monitors,
    GuestFiles files,
    CgroupSteps cgroups,
    HelperSteps helpers) {
  private static final Logger LOG = LoggerFactory.getLogger(StopLadder.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration SECOND_PRESS = Duration.ofSeconds(10);
  private static final Duration TERM = Duration.ofSeconds(10);

  /** Ends a guest: in order as long as it may take, then by force. */
  void stop(Change.StopGuest stop) throws IOException, InterruptedException {
    ProcessId process = stop.process();
    if (!orderly(stop)) {
      LOG.warn("{}: did not shut down in {} s, is ended", stop.guest(), stop.graceSeconds());
    }
    if (!processes.awaitExit(process, Duration.ZERO)
        && processes.signal(process, Signal.TERM)
        && !processes.awaitExit(process, TERM)) {
      LOG.warn("{}: process {} does not end, is killed", stop.guest(), process.pid());
      kill(process, stop.tree());
    }
    LOG.info("{}: process {} ended", stop.guest(), process.pid());
  }

  /** Asks the guest, then QEMU, to end. False: the guest took too long. */
  private boolean orderly(Change.StopGuest stop) throws InterruptedException {
    Duration grace = Duration.ofSeconds(stop.graceSeconds());
    try (Monitor monitor = monitors.connect(files.monitor(stop.guest()), stop.process(), ANSWER)) {
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
    new Killing(processes).kill(process);
  }

  /**
   * Ends what a guest left behind in a directory of its own; guests are left alone, also others.
   *
   * @param all otherwise only what runs beside a guest, which ends by itself as a rule
   * @return what was ended, a sentence each, but for that
   */
  List<String> endLeftOver(GuestId guest, CgroupPath cgroup, boolean all)
      throws IOException, InterruptedException {
    List<String> ended = new ArrayList<>();
    for (long pid : cgroups.processes(cgroup)) {
      Optional<ProcessId> left = processes.find(pid);
      if (left.isPresent() && !helpers.end(guest, left.get()) && all && !isGuest(left.get())) {
        String program =
            processes.commandLine(left.get()).stream()
                .flatMap(List::stream)
                .findFirst()
                .orElse("?");
        kill(left.get(), Optional.empty());
        ended.add("process " + pid + " (" + program + ") was left in " + cgroup + " and is killed");
      }
    }
    return ended;
  }

  private boolean isGuest(ProcessId process) throws IOException {
    return processes.commandLine(process).filter(words -> words.contains("-uuid")).isPresent();
  }
}
