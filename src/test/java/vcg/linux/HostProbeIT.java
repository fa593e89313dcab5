package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.model.Host;

/** What the probe says of this machine. */
@Tag("vm")
class HostProbeIT {
  @RegisterExtension final TestCgroup cgroup = new TestCgroup();

  @Test
  void probe_thisHost_findsWhatIsThere() throws IOException {
    LinuxHost linux = LinuxHost.read();
    CgroupFs fs = CgroupFiles.open(linux.hierarchies());

    Host host = probe(cgroup.path(), linux, fs);

    assertThat(fs).isInstanceOf(LanedCgroupFs.class);
    assertThat(host.kernel()).isNotBlank();
    assertThat(host.bootId()).hasSize(36);
    assertThat(host.pageBytes()).isIn(4096L, 16384L, 65536L);
    assertThat(host.controllers()).containsAllEntriesOf(cgroup.controllers());
    for (Knob knob : host.files().keySet()) {
      Path file =
          Path.of(host.hierarchy(knob).orElseThrow().mount())
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

    assertThat(probe("/", linux, fs).files()).isEqualTo(probe(cgroup.path(), linux, fs).files());
  }

  private static Host probe(String parent, LinuxHost linux, CgroupFs fs) throws IOException {
    return HostProbe.probe(Layout.flat(parent), Mappings.DEFAULT, linux, fs, _ -> Optional.empty());
  }
}
