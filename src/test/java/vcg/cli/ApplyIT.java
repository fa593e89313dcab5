package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** The whole path on real cgroups with real QEMU processes. */
class ApplyIT {
  private static final String NO_POLICY = "";
  private static final String TUNING =
      """
      <cputune><shares>2048</shares><global_period>50000</global_period>\
      <global_quota>25000</global_quota></cputune>\
      <memtune><hard_limit unit='KB'>300001</hard_limit><soft_limit unit='MiB'>200</soft_limit>\
      <swap_hard_limit unit='MiB'>400</swap_hard_limit></memtune>\
      <blkiotune><weight>300</weight></blkiotune>\
      """;

  @RegisterExtension final TestHost host = new TestHost();

  @Test
  void apply_newGuest_runsInEveryHierarchyWithEveryLimit() throws Exception {
    host.domain("web", 'N', TUNING, NO_POLICY);

    Run applied = host.vcg("apply");

    assertThat(applied.err()).isEmpty();
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(applied.out()).contains("web: ").contains("Applied: 2 done, 0 failed");
    long pid = host.pid("web").orElseThrow();
    List<String> placement = Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"));
    for (String controller :
        List.of("cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio")) {
      assertThat(placement)
          .anyMatch(line ->
              line.matches("[0-9]+:(.*,)?" + controller + "(,.*)?:.*")
                  && line.endsWith(":" + host.parent() + "/system/web.qemu.libvirt"));
    }
    assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("2048");
    assertThat(host.read("cpu", "web", "cpu.cfs_period_us")).isEqualTo("50000");
    assertThat(host.read("cpu", "web", "cpu.cfs_quota_us")).isEqualTo("25000");
    assertThat(host.read("memory", "web", "memory.limit_in_bytes")).isEqualTo("299999232");
    assertThat(host.read("memory", "web", "memory.memsw.limit_in_bytes")).isEqualTo("419430400");
    assertThat(host.read("blkio", "web", "blkio.bfq.weight")).isEqualTo("300");
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();
    assertThat(host.vcg("plan").out()).startsWith("  = 1 guest in sync\n\nNo changes.");
    assertThat(host.vcg("status").out()).containsPattern("web +qemu +running +in sync +" + pid);
  }

  @Test
  void apply_sharesEdited_changesOneValueAndNothingElse() throws Exception {
    host.domain("web", 'N', TUNING, NO_POLICY);
    host.vcg("apply");
    long pid = host.pid("web").orElseThrow();
    host.edit("web", "<shares>2048<", "<shares>512<");

    Run plan = host.vcg("plan", "--detailed-exitcode");
    Run applied = host.vcg("-v", "apply");

    assertThat(plan.exit()).as("%s", plan).isEqualTo(2);
    assertThat(plan.out()).containsPattern("~ web +live +cpu +shares +2048 → 512 +web.xml:6");
    assertThat(plan.out()).contains("Plan: 1 live. 1 write of ");
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(applied.err().lines())
        .hasSize(1)
        .allMatch(l -> l.contains("cpu.shares: 2048 → 512"));
    assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("512");
    assertThat(host.pid("web")).contains(pid);
  }

  @Test
  void apply_foreignWrite_isRepaired() throws Exception {
    host.domain("web", 'N', TUNING, NO_POLICY);
    host.vcg("apply");
    host.drift("cpu", "web", "cpu.shares", "77");

    Run plan = host.vcg("plan");
    Run applied = host.vcg("apply");

    assertThat(plan.out())
        .containsPattern("! web +repair +cpu +shares +77 → 2048 +web.xml:6 +changed outside vcg");
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("2048");
  }

  @Test
  void apply_processMovedAway_isBroughtBack() throws Exception {
    host.domain("web", 'N', "", NO_POLICY);
    host.vcg("apply");
    long pid = host.pid("web").orElseThrow();
    Files.writeString(
        host.cgroup("memory", "web").resolveSibling("cgroup.procs"),
        Long.toString(pid),
        java.nio.file.StandardOpenOption.WRITE);

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.read("memory", "web", "cgroup.procs")).isEqualTo(Long.toString(pid));
    assertThat(host.vcg("plan").out()).contains("No changes.");
  }

  @Test
  void apply_fileRemoved_shutsDownAndLeavesNothing() throws Exception {
    host.domain("web", 'N', TUNING, "stop-timeout='20'");
    host.vcg("apply");
    Eventually.holds(TestHost.SOON, () -> host.serial("web").contains("GUEST-UP"));
    Path memory = host.cgroup("memory", "web");
    long pid = host.pid("web").orElseThrow();
    host.domain("other", 'N', "", NO_POLICY);
    host.vcg("apply");
    host.delete("web");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.serial("web")).contains("GUEST-OFF");
    assertThat(TestHost.hasEnded(pid)).isTrue();
    assertThat(memory).doesNotExist();
    assertThat(host.state().resolve("guests/web.qemu.json")).doesNotExist();
  }

  @Test
  void apply_guestIgnoresPowerButton_isEndedAfterStopTimeout() throws Exception {
    host.domain("web", 'I', "", "stop-timeout='1'");
    host.domain("other", 'N', "", NO_POLICY);
    host.vcg("apply");
    Eventually.holds(TestHost.SOON, () -> host.serial("web").contains("GUEST-UP"));
    host.delete("web");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.serial("web")).doesNotContain("GUEST-OFF");
    assertThat(host.pid("web")).isEmpty();
    assertThat(host.cgroup("cpu", "web")).doesNotExist();
  }

  @Test
  void apply_lastGuestRemoved_removesThePartitionToo() throws Exception {
    host.domain("web", 'N', "", "stop-timeout='5'");
    host.vcg("apply");
    host.delete("web");

    Run applied = host.vcg("apply", "--allow-stops", "1");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.cgroup("cpu", "web").getParent()).doesNotExist();
    assertThat(host.cgroup("cpuset", "web").getParent()).doesNotExist();
  }

  @Test
  void apply_guestPowersItselfOff_staysOffUntilItsFileChanges() throws Exception {
    host.domain("web", 'X', "", NO_POLICY);
    host.vcg("apply");
    Eventually.holds(TestHost.SOON, () -> host.serial("web").contains("GUEST-OFF"));

    Run first = host.vcg("apply");
    Run second = host.vcg("plan", "--detailed-exitcode");
    host.edit("web", "<vcpu>1<", "<vcpu >1<");
    Run third = host.vcg("plan");

    assertThat(first.exit()).as("%s", first).isZero();
    assertThat(second.exit()).as("%s", second).isZero();
    assertThat(second.out()).contains("web powered itself off");
    assertThat(host.cgroup("cpu", "web")).doesNotExist();
    assertThat(third.out()).containsPattern("\\+ web +start");
  }

  @Test
  void apply_processKilled_startsItAgain() throws Exception {
    host.domain("web", 'N', "", NO_POLICY);
    host.vcg("apply");
    long pid = host.pid("web").orElseThrow();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    Eventually.holds(TestHost.SOON, () -> host.pid("web").isEmpty());
    host.startedLongAgo("web");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.pid("web")).isPresent().get().isNotEqualTo(pid);
  }

  @Test
  void apply_memoryChanged_waitsForConsentToRestart() throws Exception {
    host.domain("web", 'N', "", NO_POLICY);
    host.vcg("apply");
    long pid = host.pid("web").orElseThrow();
    host.edit("web", "'MiB'>32<", "'MiB'>48<");

    Run held = host.vcg("apply");
    Run status = host.vcg("status", "web");

    assertThat(held.exit()).as("%s", held).isEqualTo(5);
    assertThat(host.pid("web")).contains(pid);
    assertThat(status.out()).contains("restart due").contains("32 MiB → 48 MiB");

    host.edit("web", "urn:vcg:policy:1' ", "urn:vcg:policy:1' restart-due='apply' ");
    Run restarted = host.vcg("apply");

    assertThat(restarted.exit()).as("%s", restarted).isZero();
    assertThat(host.pid("web")).isPresent().get().isNotEqualTo(pid);
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();
  }

  @Test
  void apply_pausedPolicy_stopsTheCpusAndLetsThemGoOn() throws Exception {
    host.domain("web", 'N', "", "run='paused'");

    Run paused = host.vcg("apply");
    Run status = host.vcg("status");
    host.edit("web", "run='paused'", "run='running'");
    Run resumed = host.vcg("apply");

    assertThat(paused.exit()).as("%s", paused).isZero();
    assertThat(status.out()).containsPattern("web +qemu +paused +in sync");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    Eventually.holds(TestHost.SOON, () -> host.serial("web").contains("GUEST-UP"));
  }

  @Test
  void apply_memoryOfVcgLost_findsTheGuestAgain() throws Exception {
    host.domain("web", 'N', "", NO_POLICY);
    host.vcg("apply");
    long pid = host.pid("web").orElseThrow();
    Files.delete(host.state().resolve("guests/web.qemu.json"));

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.pid("web")).contains(pid);
    assertThat(host.state().resolve("guests/web.qemu.json")).exists();
  }
}
