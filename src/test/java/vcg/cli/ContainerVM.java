package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** Containers where every controller is on cgroup version 2. */
@Tag("vm")
class ContainerVM {
  @RegisterExtension final TestHost host = new TestHost();
  private final TestContainers containers = new TestContainers(host);

  @Test
  void apply_containerFromStartToStop_hasItsLimitsDevicesAndPause() throws Exception {
    containers.domain(
        "box",
        "head -c 1 /dev/zero >/dev/null && echo zero read; head -c 1 /data/kmsg;"
            + " echo cgroup $(cat /proc/self/cgroup); mount | grep cgroup; echo ready; "
            + TestContainers.UNTIL_TOLD,
        "stop-timeout='30'",
        "<cputune><shares>2048</shares></cputune>",
        "<privnet/>",
        "<filesystem type='mount'><source dir='/dev'/><target dir='/data'/></filesystem>");

    Run apply = host.vcg("apply");

    assertThat(apply.exit()).as("%s", apply).isZero();
    containers.awaitLine("box", "ready");
    long init = containers.init("box");
    assertThat(Files.readString(Path.of("/proc/" + init + "/cgroup")).strip())
        .isEqualTo("0::" + containers.path("box") + "/container");
    assertThat(containers.log("box"))
        .contains("zero read", "/data/kmsg: Operation not permitted", "cgroup 0::/")
        .doesNotContain("type cgroup");
    Path cgroup = containers.cgroup("memory", "box");
    assertThat(cgroup.resolve("memory.max")).content().startsWith("67108864");
    assertThat(cgroup.resolve("cpu.weight")).content().startsWith("174");
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();

    host.edit("box", "stop-timeout='30'", "stop-timeout='30' run='paused'");
    assertThat(host.vcg("apply").exit()).isZero();
    assertThat(cgroup.resolve("cgroup.freeze")).content().startsWith("1");
    host.delete("box");
    Run removed = host.vcg("apply", "--allow-stops", "1");

    assertThat(removed.exit()).as("%s", removed).isZero();
    assertThat(removed.out()).contains("box: stopped");
    assertThat(cgroup).doesNotExist();
    assertThat(TestHost.hasEnded(init)).isTrue();
  }

  @Test
  void apply_rootInItMountsCgroups_limitsHold_andWhatItMadeGoesWithIt() throws Throwable {
    containers.provesThatLimitsHold(TestContainers.TAKES_OVER, containers::areInSync);
  }

  @Test
  void apply_memoryRunsOut_onlyTheContainerIsKilled_andFoundAgainWithoutARecord() throws Exception {
    containers.domain("other", TestContainers.FOR_EVER);
    containers.domain(
        "box",
        "exec dd if=/dev/zero of=/dev/null bs=120M count=1",
        "",
        "<memtune><hard_limit unit='MiB'>24</hard_limit>"
            + "<swap_hard_limit unit='MiB'>24</swap_hard_limit></memtune>",
        "",
        "");
    host.vcg("apply");
    Eventually.holds(
        TestHost.SOON, () -> Files.exists(containers.runDirectory("box").resolve("status")));

    assertThat(host.vcg("status").out()).contains("its first process was killed, out of memory");
    List<Long> other = containers.inits("other");
    assertThat(other).hasSize(1);
    Files.delete(containers.record("other"));
    assertThat(host.vcg("apply", "--allow-stops", "1").out()).doesNotContain("other: started");
    assertThat(containers.inits("other")).isEqualTo(other);
  }
}
