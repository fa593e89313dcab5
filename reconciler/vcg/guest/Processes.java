package vcg.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import vcg.cgroup.CgroupPath;
import vcg.model.Command;
import vcg.model.GuestUser;
import vcg.model.ProcessId;
import vcg.model.Scheduling;

/** The processes of the host. */
public interface Processes {
  /**
   * Starts a program that is in all of {@code cgroups} before its first instruction, in a session
   * of its own, with an empty environment but for PATH, and with no input. What starts a container
   * is also in a mount name space of its own, into which unmounting on the host still reaches.
   *
   * @param log what it prints is added to this; made if need be, mode 0600
   * @param user whom it runs as, with no capability; empty: as vcg does. Either way it cannot gain
   *     any privilege by what it executes, unless it starts a container
   * @throws IOException it did not start: a cgroup refused it, or there is no such program
   */
  ProcessId start(Command command, List<CgroupPath> cgroups, Path log, Optional<GuestUser> user)
      throws IOException;

  /**
   * Says that a program will be started soon, the sooner the better; returns at once. It changes
   * nothing, but the kernel then has done some of its waiting by the time of {@link #start}.
   */
  default void announce() {}

  /** The process that has this number now; empty: none, or it is a zombie. */
  Optional<ProcessId> find(long pid) throws IOException;

  /** Its command line, the program first; empty: it is gone. */
  Optional<List<String>> commandLine(ProcessId process) throws IOException;

  /** The path of its cgroup in each hierarchy, by the hierarchy's name; empty: it is gone. */
  Optional<SortedMap<String, String>> placement(ProcessId process) throws IOException;

  /** The same for one of its threads; empty: it has no such thread any more. */
  Optional<SortedMap<String, String>> placement(ProcessId process, long thread) throws IOException;

  /**
   * How the kernel schedules those of its threads that are not as all others, by their numbers;
   * none also when it is gone.
   */
  default SortedMap<Long, Scheduling> schedulers(ProcessId process) throws IOException {
    return new TreeMap<>();
  }

  /**
   * Has the kernel schedule one of its threads in another way, and reads that back.
   *
   * @throws IOException the kernel refuses, or there is no such thread any more
   */
  void schedule(ProcessId process, long thread, Scheduling scheduling) throws IOException;

  /**
   * Sends a signal to this very process, never to another that has got its number.
   *
   * @return false: it is gone
   */
  boolean signal(ProcessId process, Signal signal) throws IOException;

  /**
   * Waits for its end.
   *
   * @return false: it still runs
   */
  boolean awaitExit(ProcessId process, Duration atMost) throws IOException, InterruptedException;

  /**
   * The processes of this host with one of these uuids on their command lines, as QEMU has it:
   * {@code -uuid U}.
   */
  default SortedMap<ProcessId, UUID> claiming(Set<UUID> uuids) throws IOException {
    return new TreeMap<>();
  }

  /**
   * How a process ended that this program started; empty: it still runs, or another program started
   * it. 128 and more: a signal of that number less 128.
   */
  default Optional<Integer> exitStatus(ProcessId process) throws IOException {
    return Optional.empty();
  }

  /**
   * Whether it is process 1 of a process name space directly below the one that vcg is in: of a
   * container, not of one inside that.
   */
  boolean isInit(ProcessId process) throws IOException;

  /** Whether a process has a handler for a signal; false also when it is gone. */
  boolean catches(ProcessId process, Signal signal) throws IOException;

  /** The signals that vcg sends, by their number. */
  enum Signal {
    TERM(15),
    KILL(9),
    /** SIGRTMIN+3, by which systemd shuts a container down. */
    HALT(37);

    private final int number;

    Signal(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }
}
