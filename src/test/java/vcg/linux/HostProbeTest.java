package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.FakeCgroupFs;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.cgroup.MountTable;
import vcg.cgroup.Value;
import vcg.model.Bandwidth;
import vcg.model.Diagnosis;
import vcg.model.Host;

class HostProbeTest {
  private static final Knob[] OF_V1 =
      Arrays.stream(Knob.values())
          .filter(k -> !k.spellings(Hierarchy.Version.V1).isEmpty())
          .toArray(Knob[]::new);

  private static Host probe(String parent, FakeCgroupFs fake) throws IOException {
    return HostProbe.probe(
        Layout.flat(parent), Mappings.DEFAULT, linux(fake), fake, _ -> Optional.empty());
  }

  /** The kernel's mount table of a fake. */
  private static LinuxHost linux(FakeCgroupFs fake) {
    String mounts =
        fake.hierarchies().stream()
            .map(h ->
                h.name().equals(Hierarchy.UNIFIED)
                    ? "cgroup2 " + h.mount() + " cgroup2 rw 0 0\n"
                    : "cgroup " + h.mount() + " cgroup rw," + h.name() + " 0 0\n")
            .collect(Collectors.joining());
    return new LinuxHost(
        "6.1.0",
        "b001",
        4096,
        MountTable.parse(mounts),
        "",
        new HostSigns(false, true, true, _ -> false));
  }

  @Test
  void probe_ordinaryHost_hasEveryKnobAndWritesNothing() throws IOException {
    FakeCgroupFs fake = FakeCgroupFs.separate().with("/vcg");

    Host host = probe("/vcg", fake);

    assertThat(host.files()).containsOnlyKeys(OF_V1);
    assertThat(host.files()).containsEntry(Knob.BLKIO_WEIGHT, "blkio.bfq.weight");
    assertThat(host.inherited())
        .containsEntry(Knob.CPUSET_CPUS, new Value.IndexSet("0-3"))
        .containsEntry(Knob.CPUSET_MEMS, new Value.IndexSet("0"));
    assertThat(fake.log()).isEmpty();
    assertThat(fake.writes() + fake.creates() + fake.removes()).isZero();
  }

  @Test
  void probe_rootWithoutChildren_knowsTheWeightByItsSibling() throws IOException {
    Host host = probe("/", FakeCgroupFs.comounted());

    assertThat(host.files()).containsOnlyKeys(OF_V1);
    assertThat(host.controllers().get(Controller.CPU))
        .isEqualTo(host.controllers().get(Controller.CPUACCT));
  }

  @Test
  void probe_kernelWithoutSwapAccounting_knobIsMissing() throws IOException {
    FakeCgroupFs fake = FakeCgroupFs.separate().with("/vcg");
    fake.withoutFile(new CgroupPath("memory", "/vcg"), "memory.memsw.limit_in_bytes");

    Host host = probe("/vcg", fake);

    assertThat(host.files())
        .doesNotContainKey(Knob.MEMORY_SWAP_HARD_LIMIT)
        .containsKey(Knob.MEMORY_HARD_LIMIT);
  }

  @Test
  void probe_parentMissing_namesEachPlace() {
    assertThatIOException()
        .isThrownBy(() -> probe("/x", FakeCgroupFs.comounted()))
        .withMessageStartingWith(
            "cgroup parent /x does not exist in blkio (/sys/fs/cgroup/blkio/x)")
        .withMessageContaining("cpu,cpuacct (/sys/fs/cgroup/cpu,cpuacct/x)");
  }

  @Test
  void probe_parentWithEmptyCpuset_saysSo() {
    FakeCgroupFs fake = FakeCgroupFs.separate().with("/vcg");
    fake.drift(new CgroupPath("cpuset", "/vcg"), "cpuset.mems", "");

    assertThatIOException()
        .isThrownBy(() -> probe("/vcg", fake))
        .withMessageStartingWith("/sys/fs/cgroup/cpuset/vcg/cpuset.mems is empty");
  }

  @Test
  void probe_parentOnV2HandsNothingOnAndHoldsProcesses_isRefused() throws IOException {
    FakeCgroupFs fake = FakeCgroupFs.unified().with("/vcg");
    CgroupPath parent = new CgroupPath(Hierarchy.UNIFIED, "/vcg");

    assertThat(probe("/vcg", fake).refusal()).isEmpty();
    fake.start(7);
    fake.write(parent, "cgroup.procs", "7");

    assertThat(probe("/vcg", fake).refusal().orElseThrow())
        .startsWith(
            "cgroup parent /vcg holds process 7 and so cannot hand on cpu, cpuset, io, memory")
        .contains("DelegateSubgroup=");
    assertThat(probe("/", fake).refusal()).isEmpty();
  }

  @Test
  void probe_parentOnlyOnV1_guestsDoWithoutATreeThatHasNothingOfOurs() throws IOException {
    FakeCgroupFs fake = FakeCgroupFs.hybrid().with("/vcg");

    assertThat(probe("/vcg", fake).unified()).isPresent();
    fake.remove(new CgroupPath(Hierarchy.UNIFIED, "/vcg"));

    assertThat(probe("/vcg", fake).unified()).isEmpty();
    assertThat(probe("/vcg", fake).controllers()).hasSize(Controller.ALL.size());
  }

  @Test
  void probe_quotasAbove_theLeastCounts() throws IOException {
    FakeCgroupFs fake = FakeCgroupFs.separate().with("/a/b");
    assertThat(probe("/a/b", fake).bandwidth()).isEmpty();

    fake.drift(new CgroupPath("cpu", "/a"), "cpu.cfs_quota_us", "50000");
    fake.drift(new CgroupPath("cpu", "/a/b"), "cpu.cfs_quota_us", "80000");

    assertThat(probe("/a/b", fake).bandwidth()).contains(new Bandwidth(50_000, 100_000));
    assertThat(probe("/", fake).bandwidth()).isEmpty();
  }

  @Test
  void probe_controllerThatTheParentHasNot_isMissing() throws IOException {
    FakeCgroupFs fake = FakeCgroupFs.unified();
    fake.write(new CgroupPath(Hierarchy.UNIFIED, "/"), "cgroup.subtree_control", "+memory");
    fake.create(new CgroupPath(Hierarchy.UNIFIED, "/vcg"));

    Diagnosis found =
        HostProbe.look(
            Layout.flat("/vcg"), Mappings.DEFAULT, linux(fake), fake, _ -> Optional.empty());

    assertThat(found.host().unifiedControllers()).containsExactly("memory");
    assertThat(found.first(Diagnosis.Verdict.WARNING).orElseThrow())
        .startsWith("there is no cpu, cpuacct, cpuset, blkio: documents that need it are refused")
        .contains("\"+cpu +cpuset +io\" to cgroup.subtree_control above /vcg");
  }
}
