package vcg.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import vcg.cgroup.Group;

/**
 * The process of a guest.
 *
 * @param state what the guest is doing
 * @param placement the path of its cgroup in each hierarchy in which guests have one
 * @param threads its virtual CPUs and I/O threads; looked at where they have, or should have,
 *     cgroups of their own, or are to be scheduled in a way of their own
 * @param arguments its command line without the program
 * @param live what a virtual machine has now, where that may differ from its command line; empty:
 *     not looked at
 * @param schedulers of its threads that are not scheduled as all others; of the emulator this is
 *     its first thread
 */
public record Running(
    ProcessId process,
    State state,
    SortedMap<String, String> placement,
    SortedMap<Group, GuestThread> threads,
    List<String> arguments,
    Optional<LiveDevices> live,
    SortedMap<Group, Scheduling> schedulers) {
  public Running {
    placement = Sorted.copy(placement);
    threads = Sorted.copy(threads);
    arguments = List.copyOf(arguments);
    schedulers = Sorted.copy(schedulers);
  }

  /** One whose threads are scheduled as all others. */
  public Running(
      ProcessId process,
      State state,
      SortedMap<String, String> placement,
      SortedMap<Group, GuestThread> threads,
      List<String> arguments,
      Optional<LiveDevices> live) {
    this(process, state, placement, threads, arguments, live, Collections.emptySortedMap());
  }

  /** The same, paused. */
  public Running paused() {
    return new Running(process, State.PAUSED, placement, threads, arguments, live, schedulers);
  }

  /**
   * A thread of a guest.
   *
   * @param id its number
   * @param placement as {@link Running#placement}
   */
  public record GuestThread(long id, SortedMap<String, String> placement) {
    public GuestThread {
      placement = Sorted.copy(placement);
    }
  }

  /** What a guest with a process is doing. */
  public enum State {
    RUNNING("running"),
    PAUSED("paused"),
    POWERED_OFF("powered off"),
    CRASHED("crashed"),
    /** Its monitor did not answer in time. */
    SILENT("not answering");

    private final String text;

    State(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
