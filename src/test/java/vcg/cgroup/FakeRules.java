package vcg.cgroup;

/** The files of one controller and what the kernel lets one do with them. */
interface FakeRules {
  /** Puts the controller's files into a new directory. */
  void fill(FakeDirectory directory);

  /**
   * Takes a value, as the kernel would: rounded, clamped.
   *
   * @param value what was written, without a final newline
   * @return false: not a file of this controller
   */
  boolean write(FakeDirectory directory, String file, String value) throws Refused;

  /** Whether a process may move into a directory. */
  default void attach(FakeDirectory directory) throws Refused {}
}
