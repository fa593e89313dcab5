package vcg.cgroup;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The kernel refused something. The message names operation, value, path and reason, such as {@code
 * cannot write "3" to cpuset:/vm/web/cpuset.cpus: EACCES}.
 */
public final class CgroupException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String errno;

  private CgroupException(String operation, String errno, String detail) {
    super(operation + ": " + errno + detail);
    this.errno = errno;
  }

  /** The kernel's name of the reason, such as {@code EBUSY}. */
  public String errno() {
    return errno;
  }

  /** An interface file could not be read. */
  public static CgroupException reading(CgroupPath cgroup, String file, String errno) {
    return new CgroupException("cannot read " + path(cgroup, file), errno, "");
  }

  /** An interface file did not take a value. */
  public static CgroupException writing(
      CgroupPath cgroup, String file, String value, String errno) {
    return new CgroupException(
        "cannot write \"" + value.replace("\n", "\\n") + "\" to " + path(cgroup, file), errno, "");
  }

  /** A directory could not be made. */
  public static CgroupException creating(CgroupPath cgroup, String errno) {
    return new CgroupException("cannot create " + cgroup, errno, "");
  }

  /** A directory could not be removed. */
  public static CgroupException removing(CgroupPath cgroup, String errno) {
    return new CgroupException("cannot remove " + cgroup, errno, "");
  }

  /** A directory could not be removed because something is still in it. */
  public static CgroupException busy(
      CgroupPath cgroup, List<Long> processes, List<String> directories) {
    String what =
        !processes.isEmpty()
            ? " (still in it: processes " + join(processes) + ")"
            : !directories.isEmpty() ? " (still in it: " + join(directories) + ")" : "";
    return new CgroupException("cannot remove " + cgroup, "EBUSY", what);
  }

  private static String join(List<?> items) {
    return items.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** The entries of a directory could not be listed. */
  public static CgroupException listing(CgroupPath cgroup, String errno) {
    return new CgroupException("cannot list " + cgroup, errno, "");
  }

  /**
   * Something about the device programs of a directory could not be done.
   *
   * @param operation with its object, such as {@code attach device program vcg_e3b0c44298f to}
   */
  public static CgroupException deviceProgram(String operation, CgroupPath cgroup, String errno) {
    return new CgroupException("cannot " + operation + " " + cgroup, errno, "");
  }

  private static String path(CgroupPath cgroup, String file) {
    return cgroup.path().equals("/") ? cgroup + file : cgroup + "/" + file;
  }
}
