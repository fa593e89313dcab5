package vcg.cgroup;

import java.util.Map;
import java.util.Optional;

/** The files of one controller and what the kernel lets one do with them. */
interface FakeRules {
  /** The controller's files in a new directory, and what is in them. */
  Map<String, String> initial(FakeDirectory directory);

  /** What a file shows; empty: what was stored in it. */
  default Optional<String> shown(FakeDirectory directory, String file) throws Refused {
    return Optional.empty();
  }

  /**
   * Takes a value, as the kernel would: rounded, clamped.
   *
   * @param value what was written, without a final newline
   * @return false: not a file of this controller, or one that cannot be written
   */
  boolean write(FakeDirectory directory, String file, String value) throws Refused;

  /** Whether a process may move into a directory. */
  default void attach(FakeDirectory directory) throws Refused {}

  /** What the kernel says by an errno where something holds. */
  static void refuseIf(boolean forbidden, String errno) throws Refused {
    if (forbidden) {
      throw new Refused(errno);
    }
  }
}
