package vcg.model;

import java.util.List;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;

/** One step of a plan. Doing a step that is already done succeeds and changes nothing. */
public sealed interface Change {
  /** Makes a directory; the one above exists or an earlier step makes it. */
  record CreateCgroup(CgroupPath cgroup) implements Change {}

  /**
   * Writes one interface file and reads it back.
   *
   * @param file the file that stands for the knob on this host
   * @param from what it holds, without the final newline; empty: it is about to be made
   * @param to the text to write
   * @param reads what reading must give afterwards, in the kernel's unit
   */
  record WriteSetting(
      CgroupPath cgroup, Knob knob, String file, String from, String to, Value reads)
      implements Change {}

  /** Brings a process back that somebody moved away. */
  record MoveProcess(CgroupPath cgroup, ProcessId process) implements Change {}

  /**
   * Starts a guest inside its cgroups and waits until it runs.
   *
   * @param cgroups the directories that the process enters before exec
   * @param paused whether it stays paused
   */
  record StartGuest(GuestId guest, Command command, List<CgroupPath> cgroups, boolean paused)
      implements Change {
    public StartGuest {
      cgroups = List.copyOf(cgroups);
    }
  }

  /**
   * Ends a guest and waits until its process is gone.
   *
   * @param graceSeconds how long it may take to shut down by itself; 0: it is ended at once
   */
  record StopGuest(GuestId guest, ProcessId process, int graceSeconds) implements Change {}

  /** Stops the virtual CPUs of a running guest. */
  record PauseGuest(GuestId guest, ProcessId process) implements Change {}

  /** Lets a paused guest go on. */
  record ResumeGuest(GuestId guest, ProcessId process) implements Change {}

  /** Removes a directory that vcg made and that nothing uses any more. */
  record RemoveCgroup(CgroupPath cgroup) implements Change {}
}
