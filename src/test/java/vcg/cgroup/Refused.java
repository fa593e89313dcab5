package vcg.cgroup;

/** The fake kernel says no, by the name of an error number. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final String errno;

  Refused(String errno) {
    super(errno);
    this.errno = errno;
  }

  String errno() {
    return errno;
  }
}
