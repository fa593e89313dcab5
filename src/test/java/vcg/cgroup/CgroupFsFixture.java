package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the cases of the contract need of a kernel, be it real or not. */
public interface CgroupFsFixture {
  /**
   * A process with several threads.
   *
   * @param some three of its threads that do nothing; not its first
   * @param all its threads, the first among them
   */
  record Threads(long pid, List<Long> some, List<Long> all) {}

  /** The file system under test. */
  CgroupFs fs();

  /**
   * A path that exists in every hierarchy and is empty; a v1 cpuset is filled, on v2 all
   * controllers are enabled for the directories below.
   */
  String parent();

  /** The name of the hierarchy that a controller is on. */
  String hierarchy(Controller controller);

  /** Starts a process in the cgroups where it may be moved from; its memory is not zero. */
  long startProcess() throws IOException;

  /** As {@link #startProcess()}, with threads. */
  Threads startThreads() throws IOException;

  /** The number of a whole disk without BFQ; empty: the machine has none. */
  Optional<String> disk() throws IOException;

  /** A path below {@link #parent()}. */
  default CgroupPath at(Controller controller, String below) {
    return new CgroupPath(hierarchy(controller), parent() + below);
  }

  /** A directory below {@link #parent()}, which now exists. */
  default CgroupPath made(Controller controller, String below) throws IOException {
    CgroupPath path = at(controller, below);
    fs().create(path);
    return path;
  }

  /** What a file says. */
  default String value(CgroupPath cgroup, String file) throws IOException {
    return fs().read(cgroup, file).orElseThrow();
  }

  /** The kernel says no, and says why. */
  static void assertRefused(ThrowingCallable operation, String errno) {
    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(operation)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(errno))
        .withMessageContaining(": " + errno);
  }
}
