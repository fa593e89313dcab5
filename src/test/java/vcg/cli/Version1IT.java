package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.Requires;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** Guests of a vcg that sees version 1 alone: no v2 tree is mounted where it runs. */
@Timeout(180)
class Version1IT {
  /** All but the v2 tree, which the kernel has all the same. */
  private static final String TAKES_OVER =
      TestContainers.TAKES_OVER.replace("grep -v name=", "grep -v -e name= -e ^0:");

  @RegisterExtension final TestHost host = TestHost.ofVersion1();
  private final TestContainers containers = new TestContainers(host);

  @BeforeEach
  void require() {
    Requires.program("crun");
    Requires.program("busybox");
    Requires.program("unshare");
  }

  @AfterEach
  void nothingIsLeft() {
    for (String controller : TestHost.CONTROLLERS) {
      assertThat(host.partition(controller, "system")).as(controller).doesNotExist();
    }
  }

  @Test
  void apply_container_isLimitedAndGoneWithItsFile() throws Throwable {
    containers.provesThatLimitsHold(
        TAKES_OVER,
        () -> {
          containers.areInSync();
          long init = containers.init("box");
          for (String controller : TestHost.CONTROLLERS) {
            assertThat(TestHost.placement(init, controller))
                .startsWith(containers.place("box", controller)); // or in one that it made
          }
          assertThatVersion2IsNotUsed(init);
          assertThat(containers.log("box")).contains("made memory/own", "made devices/own");
          assertThat(containers.cgroup("devices", "box").resolve("devices.list"))
              .content()
              .contains("c 1:3 rwm")
              .doesNotContain("a *:* rwm");
        });

    assertThat(containers.record("box")).doesNotExist();
    assertThat(containers.runDirectory("box")).doesNotExist();
  }

  @Test
  void apply_containerWithUsersOfItsOwn_cannotWriteToCgroups() throws Exception {
    containers.provesThatUsersOfItsOwnCannotWriteToCgroups();
    assertThatVersion2IsNotUsed(containers.init("box"));
    host.delete("box");

    Run removed = host.vcg("apply", "--allow-stops", "1");

    assertThat(removed.exit()).as("%s", removed).isZero();
  }

  @Test
  void apply_virtualMachine_startsChangesAndIsGoneWithItsFile() throws Exception {
    host.domain("web", 'N', "<cputune><shares>2048</shares></cputune>", "");
    assertThat(host.vcg("apply").exit()).isZero();
    containers.areInSync();
    final long pid = host.onlyProcess("web");
    Eventually.holds(TestHost.SOON, () -> !host.serial("web").isEmpty());
    for (String controller : TestHost.CONTROLLERS) {
      assertThat(TestHost.placement(pid, controller)).isEqualTo(host.path("web"));
    }
    assertThatVersion2IsNotUsed(pid);
    assertThat(host.read("devices", "web", "devices.list")).doesNotContain("a *:* rwm");

    host.edit("web", "<shares>2048<", "<shares>512<");
    assertThat(host.vcg("apply").exit()).isZero();
    assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("512");
    host.delete("web");
    Run removed = host.vcg("apply", "--allow-stops", "1");

    assertThat(removed.exit()).as("%s", removed).isZero();
    assertThat(TestHost.hasEnded(pid)).isTrue();
    assertThat(host.record("web")).doesNotExist();
  }

  /** A guest is where the test itself is in the v2 tree, which the kernel has though unmounted. */
  private static void assertThatVersion2IsNotUsed(long pid) throws Exception {
    assertThat(version2(Long.toString(pid))).isEqualTo(version2("self"));
    assertThat(Path.of("/proc/" + pid + "/mounts")).content().doesNotContain(" cgroup2 ");
  }

  private static String version2(String process) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + process + "/cgroup")).stream()
        .filter(line -> line.startsWith("0:"))
        .findFirst()
        .orElse("");
  }
}
