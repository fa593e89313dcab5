package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cgroup.Group;
import vcg.cli.TestHost.Run;

/** Virtual CPUs and I/O threads in cgroups of their own, on real cgroups with a real QEMU. */
class GroupsIT {
  private static final List<String> THREADED = List.of("cpu", "cpuacct", "cpuset");
  private static final String GROUPS =
      """
      <iothreads>1</iothreads><cputune><period>50000</period><quota>25000</quota>\
      <emulator_quota>40000</emulator_quota><vcpupin vcpu='0' cpuset='0'/>\
      <vcpupin vcpu='1' cpuset='1'/><iothreadpin iothread='1' cpuset='1'/></cputune>\
      """;
  private static final Group IOTHREAD = Group.iothread(1);

  @RegisterExtension final TestHost host = new TestHost();

  private long start(String tuning) throws Exception {
    host.domain("web", 'N', tuning, "stop-timeout='5'");
    host.edit("web", "<vcpu>1<", "<vcpu>2<");
    Run applied = host.vcg("apply");
    assertThat(applied.exit()).as("%s", applied).isZero();
    return host.onlyProcess("web");
  }

  private void assertPlaced(long pid, SortedMap<Group, Long> threads) throws Exception {
    assertThat(threads).containsOnlyKeys(Group.vcpu(0), Group.vcpu(1), IOTHREAD);
    for (String controller : THREADED) {
      for (Map.Entry<Group, Long> thread : threads.entrySet()) {
        assertThat(TestHost.placement(thread.getValue(), controller))
            .isEqualTo(host.path("web") + "/" + thread.getKey());
      }
      assertThat(TestHost.placement(pid, controller)).isEqualTo(host.path("web") + "/emulator");
    }
    for (String controller : List.of("memory", "devices", "freezer", "blkio")) {
      assertThat(TestHost.placement(host.thread("web", Group.vcpu(0)), controller))
          .isEqualTo(host.path("web"));
    }
  }

  @Test
  void apply_newGuestWithGroups_placesEveryThread() throws Exception {
    long pid = start(GROUPS);

    assertPlaced(pid, host.threads("web"));
    assertThat(host.read("cpu", "web", "vcpu0/cpu.cfs_period_us")).isEqualTo("50000");
    assertThat(host.read("cpu", "web", "vcpu0/cpu.cfs_quota_us")).isEqualTo("25000");
    assertThat(host.read("cpu", "web", "vcpu1/cpu.cfs_quota_us")).isEqualTo("25000");
    assertThat(host.read("cpu", "web", "emulator/cpu.cfs_quota_us")).isEqualTo("40000");
    assertThat(host.read("cpuset", "web", "vcpu0/cpuset.cpus")).isEqualTo("0");
    assertThat(host.read("cpuset", "web", "vcpu1/cpuset.cpus")).isEqualTo("1");
    assertThat(host.read("cpuset", "web", "iothread1/cpuset.cpus")).isEqualTo("1");
    assertThat(host.vcg("plan").out()).contains("1 guest in sync").contains("No changes.");
  }

  @Test
  void apply_threadMovedAway_isBroughtBack() throws Exception {
    long pid = start(GROUPS);
    SortedMap<Group, Long> threads = host.threads("web");
    host.drift("cpu", "web", "emulator/tasks", Long.toString(host.thread("web", Group.vcpu(1))));

    Run plan = host.vcg("plan");
    Run applied = host.vcg("apply");

    assertThat(plan.out())
        .containsPattern("! web +repair +vcpu1 +cpu +.*/web.qemu.libvirt/emulator → .*/vcpu1");
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertPlaced(pid, threads);
    assertThat(host.vcg("plan").out()).contains("No changes.");
  }

  @Test
  void apply_groupsAddedAndRemoved_happensWhileItRuns() throws Exception {
    String none = "<iothreads>1</iothreads>";
    long pid = start(none);
    assertThat(host.cgroup("cpu", "web").resolve("vcpu0")).doesNotExist();

    host.edit("web", none, GROUPS);
    Run added = host.vcg("apply");

    assertThat(added.exit()).as("%s", added).isZero();
    assertPlaced(pid, host.threads("web"));
    assertThat(host.vcg("plan").out()).contains("No changes.");

    host.edit("web", GROUPS, none);
    Run removed = host.vcg("apply");

    assertThat(removed.exit()).as("%s", removed).isZero();
    assertThat(host.pid("web")).contains(pid);
    for (String controller : THREADED) {
      assertThat(TestHost.placement(host.thread("web", Group.vcpu(0)), controller))
          .isEqualTo(host.path("web"));
      assertThat(host.directories(controller, "web")).isEmpty();
    }
    assertThat(host.vcg("plan").out()).contains("No changes.");
  }

  @Test
  void apply_guestWithGroupsRemoved_leavesNoDirectory() throws Exception {
    start(GROUPS);
    host.delete("web");

    Run applied = host.vcg("apply", "--allow-stops", "1");

    assertThat(applied.exit()).as("%s", applied).isZero();
    for (String controller : THREADED) {
      assertThat(host.cgroup(controller, "web").getParent()).doesNotExist();
    }
  }

  @Test
  void apply_quotaOfGroupsEdited_writesThatAlone() throws Exception {
    long pid = start(GROUPS);
    host.edit("web", "<quota>25000<", "<quota>20000<");

    Run applied = host.vcg("-v", "apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(applied.err().lines())
        .hasSize(2)
        .allMatch(l -> l.contains("cpu.cfs_quota_us: 25000 → 20000"));
    assertPlaced(pid, host.threads("web"));
  }
}
