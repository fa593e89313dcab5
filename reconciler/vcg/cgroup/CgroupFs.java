package vcg.cgroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cgroup file system.
 *
 * <p>Paths are relative to a hierarchy, contents lack the final newline. Every failure is an {@link
 * IOException} whose message names operation, path, value and the kernel's reason, such as {@code
 * cannot write "3" to cpuset:/vm/web/cpuset.cpus: EINVAL}.
 */
public interface CgroupFs {
  /** The content of an interface file; empty when there is no such file or directory. */
  Optional<String> read(CgroupPath cgroup, String file) throws IOException;

  /** Hands {@code value} to the kernel in one {@code write(2)}; never creates a file. */
  void write(CgroupPath cgroup, String file, String value) throws IOException;

  /**
   * Makes the directory; its parent must exist.
   *
   * @return false: it was there
   */
  boolean create(CgroupPath cgroup) throws IOException;

  /**
   * Removes the directory, which must hold no process and no other directory.
   *
   * @return false: it was not there
   */
  boolean remove(CgroupPath cgroup) throws IOException;

  /** Whether the directory exists. */
  boolean exists(CgroupPath cgroup) throws IOException;

  /** The names of the directories in this one, in no order; none when it does not exist. */
  List<String> children(CgroupPath cgroup) throws IOException;

  /** The names of the interface files of a directory, in no order; none when it does not exist. */
  List<String> files(CgroupPath cgroup) throws IOException;

  /** A directory and all below it, those inside first; none when it does not exist. */
  default List<CgroupPath> tree(CgroupPath top) throws IOException {
    List<CgroupPath> tree = new ArrayList<>();
    for (String name : children(top)) {
      tree.addAll(tree(top.child(name)));
    }
    if (!tree.isEmpty() || exists(top)) {
      tree.add(top);
    }
    return tree;
  }

  /** The processes in a directory, ascending; none when it does not exist. */
  default List<Long> processes(CgroupPath cgroup) throws IOException {
    return read(cgroup, "cgroup.procs").stream()
        .flatMap(String::lines)
        .map(Long::valueOf)
        .sorted()
        .toList();
  }
}
