package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.FakeCgroupFs;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.MountTable;
import vcg.cgroup.Value;
import vcg.model.Host;

class HostProbeTest {
  private static Host probe(String parent, FakeCgroupFs fake) throws IOException {
    LinuxHost linux =
        new LinuxHost(
            "6.1.0",
            "b001",
            4096,
            new MountTable(new TreeMap<>(), Optional.empty()),
            fake.controllers());
    return HostProbe.probe(new Layout(parent), linux, fake);
  }

  @Test
  void probe_ordinaryHost_hasEveryKnobAndWritesNothing() throws IOException {
    FakeCgroupFs fake = FakeCgroupFs.separate().with("/vcg");

    Host host = probe("/vcg", fake);

    assertThat(host.files()).containsOnlyKeys(Knob.values());
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

    assertThat(host.files()).containsOnlyKeys(Knob.values());
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
}
