package vcg.cgroup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Lets the n-th operation fail. */
final class Injection {
  private int countdown;
  private final Deque<String> errnos = new ArrayDeque<>();
  private String refused = "";
  private boolean persistent;
  private boolean happened;

  /**
   * @param reasons an errno, or several with commas: whoever tries that operation again is refused
   *     by the next of them
   * @param stays whether every operation from there on fails
   */
  void arm(int n, String reasons, boolean stays) {
    countdown = n;
    errnos.clear();
    errnos.addAll(List.of(reasons.split(",")));
    persistent = stays;
    happened = false;
    refused = "";
  }

  boolean happened() {
    return happened;
  }

  /** Counts one operation. */
  void check(String operation) throws Refused {
    if (!happened) {
      if (countdown > 0 && --countdown == 0) {
        happened = true;
        refused = operation;
        throw new Refused(errnos.remove());
      }
    } else if (persistent || (operation.equals(refused) && !errnos.isEmpty())) {
      throw new Refused(next());
    }
  }

  private String next() {
    String errno = errnos.isEmpty() ? "EIO" : errnos.remove();
    if (persistent) {
      errnos.add(errno);
    }
    return errno;
  }
}
