package vcg;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * What an integration test needs of the machine. Where it is missing the test is skipped and says
 * why; in CI it fails, so that a green run there has really run.
 */
public final class Requires {
  private Requires() {}

  /**
   * Root, and cgroups that a test may write to: version 1, or the machine of {@link vcg.vm}, also
   * without any. On a host with version 2 alone they belong to systemd.
   */
  public static void rootAndCgroups() {
    require(isRoot(), "needs root");
    if ("none".equals(System.getenv("VCG_MACHINE"))) {
      return;
    }
    boolean own = inTestMachine() && mounts().contains(" cgroup2 ");
    require(
        own || mounts().contains(" cgroup "), "needs cgroup v1, which this host has not mounted");
  }

  /** Root. */
  public static void root() {
    require(isRoot(), "needs root");
  }

  /** Whether this is the machine of {@link vcg.vm}, whose cgroups nobody else uses. */
  public static boolean inTestMachine() {
    return System.getenv("VCG_MACHINE") != null;
  }

  /** What the emulated machine is made of. */
  public static void testMachine() {
    try {
      Process check =
          new ProcessBuilder("src/test/vm/machine", "--check").redirectErrorStream(true).start();
      String missing = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      require(check.waitFor() == 0, missing.strip());
    } catch (IOException | InterruptedException e) {
      require(false, "cannot run src/test/vm/machine: " + e.getMessage());
    }
  }

  /** Root, and a cgroup v2 tree, with controllers or without. */
  public static void rootAndCgroupV2() {
    require(isRoot(), "needs root");
    require(mounts().contains(" cgroup2 "), "needs cgroup v2, which this host has not mounted");
  }

  /** What checks unit files, which needs no systemd that runs. */
  public static void systemdAnalyze() {
    require(
        Files.isExecutable(Path.of("/usr/bin/systemd-analyze")),
        "needs systemd-analyze, of the package systemd");
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

  /** Goes on if a condition is met; otherwise the test is skipped, and in CI it fails. */
  public static void require(boolean met, String reason) {
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
