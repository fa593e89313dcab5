package vcg.cli;

/** What a command's exit code says; the numbers never change. */
enum ExitCode {
  OK(0, "done, nothing to do, or plan computed"),
  FAILED(1, "failed: input or output, the kernel refused, internal error"),
  DIFFERENT(2, "differences exist (only with --detailed-exitcode)"),
  INVALID(3, "invalid input; the rest was processed"),
  REFUSED(4, "refused by a guard: mass stop, protected guest, stale plan"),
  NOT_CONVERGED(5, "applied but not converged: restart due or guest held"),
  UNREACHABLE(6, "the source of domain files, or the daemon, is not there"),
  USAGE(64, "usage error");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }
}
