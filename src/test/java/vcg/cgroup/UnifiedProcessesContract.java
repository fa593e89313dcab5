package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static vcg.cgroup.CgroupFsFixture.assertRefused;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vcg.linux.Eventually;

/** How processes of cgroup v2 are found, frozen and killed. */
public interface UnifiedProcessesContract extends CgroupFsFixture {
  private void eventually(CgroupPath cgroup, String events) {
    Eventually.holds(Duration.ofSeconds(60), () -> value(cgroup, "cgroup.events").equals(events));
  }

  @Test
  default void events_processBelow_populatesAllAbove() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    assertThat(value(outer, "cgroup.events")).isEqualTo("populated 0\nfrozen 0");

    fs().write(inner, "cgroup.procs", Long.toString(startProcess()));

    assertThat(value(outer, "cgroup.events")).isEqualTo("populated 1\nfrozen 0");
    assertThat(fs().processes(outer)).isEmpty();
  }

  @Test
  default void freeze_directory_freezesAllBelow() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    fs().write(inner, "cgroup.procs", Long.toString(startProcess()));

    fs().write(outer, "cgroup.freeze", "1");

    eventually(inner, "populated 1\nfrozen 1");
    assertThat(value(inner, "cgroup.freeze")).isEqualTo("0");
    fs().write(inner, "cgroup.freeze", "0");
    eventually(inner, "populated 1\nfrozen 1");
    fs().write(outer, "cgroup.freeze", "0");
    eventually(inner, "populated 1\nfrozen 0");
  }

  @ParameterizedTest
  @CsvSource({
    "cgroup.freeze, 2, ERANGE",
    "cgroup.freeze, -1, ERANGE",
    "cgroup.freeze, x, EINVAL",
    "cgroup.freeze, '', EINVAL",
    "cgroup.kill, 0, ERANGE",
    "cgroup.kill, 2, ERANGE",
    "cgroup.kill, x, EINVAL",
    "cgroup.procs, x, EINVAL",
    "cgroup.procs, -5, EINVAL",
    "cgroup.procs, 2147483600, ESRCH",
    "cgroup.controllers, cpu, EINVAL",
    "cgroup.events, populated 0, EINVAL"
  })
  default void write_cgroupFileNotWhatItTakes_refused(String file, String text, String errno)
      throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    assertRefused(() -> fs().write(web, file, text), errno);
  }

  @Test
  default void freeze_emptyDirectory_isFrozenAndCanBeRemoved() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");

    fs().write(outer, "cgroup.freeze", "1");

    assertThat(value(outer, "cgroup.events")).isEqualTo("populated 0\nfrozen 1");
    assertThat(value(made(Controller.CPU, "/outer/inner"), "cgroup.events"))
        .isEqualTo("populated 0\nfrozen 1");
    fs().remove(at(Controller.CPU, "/outer/inner"));
    assertThat(fs().remove(outer)).isTrue();
  }

  @Test
  default void kill_frozenTree_endsAllInIt() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    fs().write(inner, "cgroup.procs", Long.toString(startProcess()));
    fs().write(inner, "cgroup.freeze", "1");
    eventually(inner, "populated 1\nfrozen 1");

    assertRefused(() -> fs().read(outer, "cgroup.kill"), "EINVAL");
    fs().write(outer, "cgroup.kill", "1");

    eventually(outer, "populated 0\nfrozen 0");
    assertThat(fs().processes(inner)).isEmpty();
    assertThat(fs().remove(inner)).isTrue();
  }
}
