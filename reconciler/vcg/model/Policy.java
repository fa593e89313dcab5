package vcg.model;

/**
 * vcg's own settings of a guest, from {@code <vcg:policy>} in its metadata.
 *
 * @param run what the guest should be doing
 * @param protect whether stopping it for a removed file is refused
 * @param restartDue what to do when a change needs a restart
 * @param stopTimeoutSeconds how long an orderly shutdown may take before the guest is killed
 * @param drift what to do when somebody else changed a value
 */
public record Policy(
    Run run, boolean protect, RestartDue restartDue, int stopTimeoutSeconds, Drift drift) {
  /** The policy of a document that states none. */
  public static final Policy DEFAULT =
      new Policy(Run.RUNNING, false, RestartDue.HOLD, 60, Drift.REPAIR);

  /** What a guest should be doing. */
  public enum Run {
    RUNNING,
    PAUSED,
    SHUTOFF
  }

  /** What to do when a change needs a restart. */
  public enum RestartDue {
    HOLD,
    APPLY
  }

  /** What to do when somebody else changed a value. */
  public enum Drift {
    REPAIR,
    REPORT
  }
}
