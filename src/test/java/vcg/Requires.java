package vcg;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * What an integration test needs of the machine. Where it is missing the test is skipped and says
 * why; in CI it fails, so that a green run there has really run.
 */
public final class Requires {
  private Requires() {}

  /** Root, and a writable cgroup v1 cpu controller. */
  public static void rootAndCgroupV1() {
    require(isRoot(), "needs root");
    require(mounts().contains(" cgroup "), "needs cgroup v1, which this host has not mounted");
  }

  /** A QEMU for x86 machines. */
  public static void qemu() {
    program("qemu-system-x86_64");
  }

  /** A program in {@code /usr/bin} or {@code /bin}. */
  public static void program(String name) {
    require(
        Files.isExecutable(Path.of("/usr/bin", name)) || Files.isExecutable(Path.of("/bin", name)),
        "needs " + name);
  }

  private static void require(boolean met, String reason) {
    if (met) {
      return;
    }
    if ("true".equals(System.getenv("CI"))) {
      fail(reason + "; in CI this is an error");
    }
    Assumptions.abort(reason);
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException _) { // not Linux: no root either
      return false;
    }
  }

  private static String mounts() {
    try {
      return Files.readString(Path.of("/proc/self/mounts"));
    } catch (IOException _) { // not Linux: nothing is mounted
      return "";
    }
  }
}
