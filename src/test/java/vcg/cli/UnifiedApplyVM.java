package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cgroup.Group;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** The whole path where every controller is on cgroup version 2, with real QEMU processes. */
@Tag("vm")
class UnifiedApplyVM {
  private static final String TUNING =
      """
      <cputune><shares>2048</shares><global_quota>150000</global_quota></cputune>\
      <memtune><hard_limit unit='MiB'>300</hard_limit></memtune>\
      """;
  private static final String GROUPS =
      """
      <iothreads>1</iothreads><cputune><period>50000</period><quota>25000</quota>\
      <emulator_quota>40000</emulator_quota><vcpupin vcpu='0' cpuset='0'/>\
      <vcpupin vcpu='1' cpuset='1'/></cputune>\
      """;

  @RegisterExtension final TestHost host = new TestHost();

  private long start(String tuning) throws Exception {
    host.domain("web", 'N', tuning, "stop-timeout='5'");
    host.edit("web", "<vcpu>1<", "<vcpu>2<");
    assertApplied(host.vcg("apply"));
    return host.onlyProcess("web");
  }

  private static void assertApplied(Run applied) {
    assertThat(applied.exit()).as("%s", applied).isZero();
  }

  private String read(String file) throws Exception {
    return host.read("cpu", "web", file);
  }

  private static String placement(long thread) throws Exception {
    return Files.readString(Path.of("/proc/" + thread + "/cgroup")).strip();
  }

  @Test
  void apply_guestFromStartToStop_leavesNothing() throws Exception {
    long pid = start(TUNING);
    assertThat(placement(pid)).isEqualTo("0::" + host.path("web"));
    assertThat(read("cpu.weight")).isEqualTo("174");
    assertThat(read("cpu.max")).isEqualTo("150000 100000");
    assertThat(read("memory.max")).isEqualTo("314572800");
    assertThat(host.vcg("plan").out()).contains("No changes.");

    host.edit("web", "<shares>2048<", "<shares>512<");
    Run edited = host.vcgUnder(List.of(), "-v", "apply"); // what it logs is not in a call
    assertApplied(edited);
    assertThat(edited.err().lines())
        .singleElement()
        .asString()
        .containsPattern("cpu.weight: 174 . 59");
    host.drift("cpu", "web", "cpu.weight", "77");
    assertApplied(host.vcg("apply"));
    assertThat(read("cpu.weight")).isEqualTo("59");
    assertThat(host.onlyProcess("web")).isEqualTo(pid);

    host.delete("web");
    Run stopped = host.vcg("apply", "--allow-stops", "1");
    assertApplied(stopped);
    assertThat(host.cgroup("cpu", "web").getParent()).doesNotExist();
  }

  @Test
  void apply_groupsAddedAndRemoved_happensWhileItRuns() throws Exception {
    String none = "<iothreads>1</iothreads>";
    long pid = start(none);
    host.edit("web", none, GROUPS);

    assertApplied(host.vcg("apply"));

    SortedMap<Group, Long> threads = host.threads("web");
    for (Map.Entry<Group, Long> thread : threads.entrySet()) {
      assertThat(placement(thread.getValue()))
          .isEqualTo("0::" + host.path("web") + "/" + thread.getKey());
    }
    assertThat(placement(pid)).isEqualTo("0::" + host.path("web") + "/emulator");
    assertThat(read("vcpu1/cpu.max")).isEqualTo("25000 50000");
    assertThat(read("vcpu1/cpuset.cpus")).isEqualTo("1");
    assertThat(host.vcg("plan").out()).contains("No changes.");

    host.edit("web", GROUPS, none);
    assertApplied(host.vcg("apply"));

    assertThat(host.onlyProcess("web")).isEqualTo(pid);
    assertThat(placement(host.thread("web", Group.vcpu(0)))).isEqualTo("0::" + host.path("web"));
    assertThat(host.directories("cpu", "web")).isEmpty();
    assertThat(host.vcg("plan").out()).contains("No changes.");
  }

  @Test
  void apply_newGuestWithGroups_leavesNothing() throws Exception {
    long pid = start(GROUPS);
    assertThat(placement(pid)).isEqualTo("0::" + host.path("web") + "/emulator");
    assertThat(host.vcg("plan").out()).contains("No changes.");
    host.delete("web");

    assertApplied(host.vcg("apply", "--allow-stops", "1"));

    assertThat(host.cgroup("cpu", "web").getParent()).doesNotExist();
  }

  @Test
  void apply_frozenByOthers_isThawedAndCanStop() throws Exception {
    long pid = start("");
    freeze();
    assertApplied(host.vcg("apply"));
    assertThat(read("cgroup.freeze")).isEqualTo("0");
    assertThat(host.onlyProcess("web")).isEqualTo(pid);

    freeze();
    host.delete("web");
    assertApplied(host.vcg("apply", "--allow-stops", "1"));

    assertThat(TestHost.hasEnded(pid)).isTrue();
  }

  private void freeze() throws Exception {
    host.drift("cpu", "web", "cgroup.freeze", "1");
    Eventually.holds(TestHost.SOON, () -> read("cgroup.events").contains("frozen 1"));
  }

  @Test
  void apply_movedToAPartitionWithADocument_keepsRunning() throws Exception {
    host.write(
        "production",
        "<partition path='/production'><cputune><shares>512</shares></cputune></partition>");
    long pid = start("<cputune><shares>2048</shares></cputune>");
    host.edit(
        "web", "<cputune>", "<resource><partition>/production</partition></resource><cputune>");

    assertApplied(host.vcg("apply"));

    assertThat(placement(pid)).isEqualTo("0::" + host.parent() + "/production/web.qemu.libvirt");
    assertThat(Files.readString(host.partition("cpu", "production").resolve("cpu.weight")))
        .isEqualTo("59\n");
    assertThat(host.partition("cpu", "system")).doesNotExist();
    assertThat(host.vcg("plan").out()).contains("No changes.");
  }

  @Test
  void apply_deviceOutsidePolicy_cannotBeOpened() throws Exception {
    start("");

    assertThat(open("/dev/null")).isEmpty();
    assertThat(open("/dev/kmsg")).contains("Operation not permitted");
    assertThat(host.vcg("plan").out()).contains("No changes.");
  }

  /** What a process in the guest's cgroup hears that opens a device. */
  private String open(String device) throws Exception {
    String procs = host.cgroup("cpu", "web").resolve("cgroup.procs").toString();
    Process shell =
        new ProcessBuilder("sh", "-c", "echo 0 >\"$1\" && exec <\"$2\"", "sh", procs, device)
            .redirectErrorStream(true)
            .start();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void apply_systemdManagesTheHost_needsADelegatedParent() throws Exception {
    host.domain("web", 'N', "", "");
    Path sign = Path.of("/run/systemd/system");
    Files.createDirectories(sign);
    try {
      Run refused = host.vcg("apply");
      assertThat(refused.exit()).as("%s", refused).isNotZero();
      assertThat(refused.out() + refused.err()).contains("Delegate=yes").contains("systemd");
      assertThat(host.processes("web")).isEmpty();

      Path parent = host.cgroup("cpu", "web").resolve("../..").normalize();
      Files.getFileAttributeView(parent, UserDefinedFileAttributeView.class)
          .write("delegate", StandardCharsets.UTF_8.encode("1"));
      assertApplied(host.vcg("apply"));
      assertThat(host.pid("web")).isPresent();
    } finally {
      Files.delete(sign);
    }
  }
}
