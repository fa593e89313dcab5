package vcg.model;

/**
 * Whom virtual machines run as.
 *
 * @param name as the operator gave it; a name that the host knows, or {@code 64055:64055}
 */
public record GuestUser(String name, int uid, int gid) {
  public GuestUser {
    if (uid <= 0 || gid <= 0) {
      throw new IllegalArgumentException("guests cannot run as user " + uid + ", group " + gid);
    }
  }

  /** Whether the host knows it by a name, and so its further groups. */
  public boolean isNamed() {
    return !Character.isDigit(name.charAt(0));
  }
}
