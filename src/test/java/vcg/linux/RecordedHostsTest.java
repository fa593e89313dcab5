package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Value;
import vcg.model.Diagnosis;
import vcg.model.Diagnosis.Verdict;
import vcg.model.Host;
import vcg.report.DoctorJson;
import vcg.report.DoctorText;

/**
 * What vcg makes of hosts of many kinds, each a folder of hosts/; doctor.txt and doctor.json are
 * rewritten by -Dgolden=write.
 */
class RecordedHostsTest {
  private static final Path HOSTS = Path.of("src/test/resources/vcg/linux/hosts");

  static Stream<String> hosts() throws IOException {
    try (Stream<Path> folders = Files.list(HOSTS)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
    }
  }

  private static Diagnosis look(String name) throws IOException {
    return new RecordedHost(HOSTS.resolve(name)).look();
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void look_host_isAsRecorded(String name) throws IOException {
    Diagnosis found = look(name);

    golden(HOSTS.resolve(name).resolve("doctor.txt"), DoctorText.of(found));
    golden(HOSTS.resolve(name).resolve("doctor.json"), DoctorJson.of(found));
  }

  @Test
  void look_v2_assumesWhatTheRootDoesNotShow() throws IOException {
    Diagnosis found = look("v2");

    assertThat(found.seen()).isEmpty();
    assertThat(found.host().files())
        .containsEntry(Knob.CPU_SHARES, "cpu.weight")
        .containsEntry(Knob.BLKIO_WEIGHT, "io.weight")
        .containsEntry(Knob.FREEZE, "cgroup.freeze")
        .containsOnlyKeys(Knob.values());
    assertThat(found.host().inherited()).containsEntry(Knob.CPUSET_CPUS, new Value.IndexSet("0-1"));
  }

  @Test
  void look_v2WithADirectoryInTheRoot_seesItThere() throws IOException {
    Diagnosis found = look("systemd-own-root");

    assertThat(found.seen())
        .containsEntry(Knob.CPU_SHARES, new CgroupPath(Hierarchy.UNIFIED, "/machine.slice"))
        .containsOnlyKeys(Knob.values());
  }

  @Test
  void look_systemdOwnsTheTree_refusesAndSaysWhatToDo() throws IOException {
    Diagnosis found = look("systemd-own-root");

    assertThat(found.canStart()).isFalse();
    assertThat(found.host().refusal().orElseThrow())
        .startsWith("systemd manages the cgroup v2 tree")
        .contains("--cgroup-parent", "Delegate=yes");
  }

  @Test
  void look_belowADelegatedScope_isAllowed() throws IOException {
    RecordedHost recorded = new RecordedHost(HOSTS.resolve("systemd-scope"));

    assertThat(recorded.look().host().refusal()).isEmpty();
    assertThat(recorded.look(Layout.flat("/machine.slice")).host().refusal()).isPresent();
  }

  @Test
  void look_hybridTreeWithoutControllers_isNoReasonToRefuse() throws IOException {
    Host host = look("hybrid-without-controllers").host();

    assertThat(host.refusal()).isEmpty();
    assertThat(host.unified()).isPresent();
    assertThat(host.unifiedControllers()).isEmpty();
    assertThat(host.hierarchies()).hasSize(8);
  }

  @Test
  void look_hybrid_decidesByController() throws IOException {
    Host host = look("hybrid-with-controllers").host();

    assertThat(host.isUnified(Controller.MEMORY)).isTrue();
    assertThat(host.isUnified(Controller.BLKIO)).isTrue();
    assertThat(host.isUnified(Controller.CPU)).isFalse();
    assertThat(host.unifiedControllers()).containsExactly("io", "memory");
  }

  @Test
  void look_nothingMounted_warnsOnly() throws IOException {
    Diagnosis found = look("nothing-mounted");

    assertThat(found.canStart()).isTrue();
    assertThat(found.host().hierarchies()).isEmpty();
    assertThat(found.host().files()).isEmpty();
    assertThat(found.host().deviceRefusal()).isPresent();
    assertThat(found.first(Verdict.WARNING)).isPresent();
  }

  @Test
  void look_container_saysThatNothingCanBeMade() throws IOException {
    Diagnosis found = look("container");

    assertThat(found.host().refusal().orElseThrow()).contains("read-only: /sys/fs/cgroup");
    assertThat(found.checks()).anyMatch(c -> c.text().contains("holds process 1 "));
  }

  private static void golden(Path file, String text) throws IOException {
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
