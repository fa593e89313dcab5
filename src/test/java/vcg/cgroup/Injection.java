package vcg.cgroup;

/** Lets the n-th operation fail. */
final class Injection {
  private int countdown;
  private String errno = "";
  private boolean persistent;
  private boolean happened;

  void arm(int n, String reason, boolean stays) {
    countdown = n;
    errno = reason;
    persistent = stays;
    happened = false;
  }

  boolean happened() {
    return happened;
  }

  /** Counts one operation. */
  void check() throws Refused {
    if (happened ? persistent : countdown > 0 && --countdown == 0) {
      happened = true;
      throw new Refused(errno);
    }
  }
}
