package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.Requires;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** The process that emulates a trusted platform module: with its guest, and never without it. */
@Timeout(180)
class TpmIT {
  private static final String USER = "--guest-user=64055:64055";

  @RegisterExtension final TestHost host = new TestHost();

  @BeforeEach
  void needsEmulator() throws IOException {
    Requires.program("swtpm");
    host.domain("web", 'N', "", "");
    host.edit(
        "web",
        "<memballoon",
        "<tpm model='tpm-crb'><backend type='emulator'/></tpm>\n    <memballoon");
  }

  /** The processes that emulate the module of this guest. */
  private List<Long> emulators() {
    String state = host.state().resolve("tpm/web.qemu").toString();
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> commandLine(pid).startsWith("/usr/bin/swtpm\0"))
        .filter(pid -> commandLine(pid).contains("dir=" + state + ","))
        .toList();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    } catch (IOException _) { // it has ended
      return "";
    }
  }

  private static void signal(String signal, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
  }

  @Test
  void apply_guestWithModule_emulatorIsInItsCgroupAndEndsWithIt() throws Exception {
    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(emulators()).hasSize(1);
    for (String controller : List.of("memory", "cpu")) {
      assertThat(TestHost.placement(emulators().getFirst(), controller))
          .isEqualTo(host.path("web"));
    }
    assertThat(host.state().resolve("tpm/web.qemu")).isNotEmptyDirectory();
    assertThat(host.vcg("plan").out()).contains("No changes.");

    host.delete("web");
    Run stopped = host.vcg("apply", "--allow-stops", "1");

    assertThat(stopped.exit()).as("%s", stopped).isZero();
    assertThat(stopped.out() + stopped.err()).doesNotContain("was left");
    assertThat(emulators()).isEmpty();
    assertThat(host.cgroup("memory", "web")).doesNotExist();
    assertThat(host.state().resolve("tpm/web.qemu")).as("what it keeps").isNotEmptyDirectory();
  }

  @Test
  void apply_guestWithModuleAndPinnedThreads_emulatorIsInTheGroupOfQemu() throws Exception {
    host.edit("web", "<vcpu>1<", "<cputune><vcpupin vcpu='0' cpuset='0'/></cputune><vcpu>1<");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    long emulator = emulators().getFirst();
    assertThat(TestHost.placement(emulator, "cpu")).isEqualTo(host.path("web") + "/emulator");
    assertThat(TestHost.placement(emulator, "memory")).isEqualTo(host.path("web"));
    assertThat(host.vcg("plan").out()).contains("No changes.");

    host.delete("web");
    Run stopped = host.vcg("apply", "--allow-stops", "1");

    assertThat(stopped.exit()).as("%s", stopped).isZero();
    assertThat(emulators()).isEmpty();
    assertThat(host.cgroup("cpu", "web")).doesNotExist();
  }

  @Test
  void apply_guestWasKilled_startsAgainWithOneEmulator() throws Exception {
    assertThat(host.vcg("apply").exit()).isZero();
    long first = emulators().getFirst();
    signal("STOP", first); // so that it does not see its guest end
    signal("KILL", host.onlyProcess("web"));
    host.startedLongAgo("web");

    Run again = host.vcg("apply");

    assertThat(again.exit()).as("%s", again).isZero();
    assertThat(TestHost.hasEnded(first)).isTrue();
    assertThat(emulators()).hasSize(1).doesNotContain(first);
    assertThat(host.vcg("plan").out()).contains("No changes.");
    signal("KILL", host.onlyProcess("web"));
    Eventually.holds(TestHost.SOON, () -> emulators().isEmpty());
  }

  @Test
  void apply_guestDoesNotStart_leavesNoEmulator() throws Exception {
    host.edit("web", "<driver type='raw'/>", "<driver type='qcow2'/>");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(1);
    assertThat(applied.out()).contains("not in qcow2 format");
    assertThat(emulators()).isEmpty();
    assertThat(host.cgroup("memory", "web")).doesNotExist();
  }

  @Test
  void apply_guestUser_emulatorIsThatUser() throws Exception {
    host.edit(
        "web",
        "<serial type='file'><source path='" + host.home().resolve("web.serial") + "'/></serial>",
        "");
    Files.setPosixFilePermissions(host.home(), PosixFilePermissions.fromString("rwxr-xr-x"));

    Run applied = host.vcg("apply", USER);

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(Files.getAttribute(Path.of("/proc/" + emulators().getFirst()), "unix:uid"))
        .isEqualTo(64055);
    assertThat(host.vcg("plan", USER).out()).contains("No changes.");
  }
}
