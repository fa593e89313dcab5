package vcg.model;

import java.util.OptionalLong;
import vcg.cgroup.CgroupPath;

/**
 * A reason to look again. It carries no fact to rely on: what is decided is decided by what is
 * there when the daemon looks. A hint that is lost costs time, never correctness; one too many
 * costs a look.
 */
public sealed interface Hint {
  /**
   * Somebody wrote to a file of a cgroup, or made or removed a directory in it.
   *
   * @param file the name of the file; empty: a directory, or not known
   * @param writer the number of the process that did it; empty: not known
   */
  record Setting(CgroupPath cgroup, String file, OptionalLong writer) implements Hint {}

  /** A process has ended. */
  record Ended(ProcessId process) implements Hint {}

  /** A guest's process told that the guest has stopped or goes on, or nobody hears it any more. */
  record Told(ProcessId process) implements Hint {}

  /**
   * Anything may have changed: a watch overflowed, failed or began anew, or somebody asked.
   *
   * @param why for the log, a sentence without its full stop
   */
  record Everything(String why) implements Hint {}
}
