package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.model.Host;

/** What the probe says of this machine. */
class HostProbeIT {
  @RegisterExtension final TestCgroup cgroup = new TestCgroup();

  @Test
  void probe_thisHost_findsWhatIsThere() throws IOException {
    LinuxHost linux = LinuxHost.read();
    CgroupFs fs = CgroupFiles.open(linux.hierarchies());

    Host host = HostProbe.probe(new Layout(cgroup.path()), linux, fs);

    assertThat(fs).isInstanceOf(ForeignCgroupFs.class);
    assertThat(host.kernel()).isNotBlank();
    assertThat(host.bootId()).hasSize(36);
    assertThat(host.pageBytes()).isIn(4096L, 16384L, 65536L);
    assertThat(host.controllers()).containsAllEntriesOf(cgroup.controllers());
    for (Knob knob : host.files().keySet()) {
      Path file =
          Path.of(
                  linux
                      .controllers()
                      .getOrDefault(knob.controller(), linux.hierarchies().getFirst())
                      .mount())
              .resolve(cgroup.path().substring(1))
              .resolve(host.spelling(knob).orElseThrow().file());
      assertThat(Files.exists(file)).as("%s", file).isTrue();
    }
    assertThat(host.files()).containsKeys(Knob.CPU_SHARES, Knob.MEMORY_HARD_LIMIT);
    assertThat(host.inherited()).containsOnlyKeys(Knob.CPUSET_CPUS, Knob.CPUSET_MEMS);
  }

  @Test
  void probe_rootAsParent_findsTheSameKnobs() throws IOException {
    LinuxHost linux = LinuxHost.read();
    CgroupFs fs = CgroupFiles.open(linux.hierarchies());

    assertThat(HostProbe.probe(new Layout("/"), linux, fs).files())
        .isEqualTo(HostProbe.probe(new Layout(cgroup.path()), linux, fs).files());
  }
}
