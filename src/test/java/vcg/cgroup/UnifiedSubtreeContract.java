package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static vcg.cgroup.CgroupFsFixture.assertRefused;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How controllers are enabled on cgroup v2, directory by directory. */
public interface UnifiedSubtreeContract extends CgroupFsFixture {
  /** Which controllers the directories below have. */
  String SUBTREE = "cgroup.subtree_control";

  @Test
  default void subtree_controller_hasFilesBelowWhileItIsEnabled() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    assertThat(value(outer, SUBTREE)).isEmpty();
    assertThat(value(inner, "cgroup.controllers")).isEmpty();
    assertThat(fs().files(inner)).contains("cpu.stat").doesNotContain("cpu.weight", "memory.max");

    fs().write(outer, SUBTREE, "+memory +cpu");
    assertThat(value(outer, SUBTREE)).isEqualTo("cpu memory");
    assertThat(value(inner, "cgroup.controllers")).isEqualTo("cpu memory");
    fs().write(inner, "cpu.weight", "7");
    fs().write(outer, SUBTREE, "-cpu");
    assertThat(fs().read(inner, "cpu.weight")).isEmpty();
    assertRefused(() -> fs().write(inner, "cpu.weight", "8"), "ENOENT");
    fs().write(outer, SUBTREE, "+cpu");
    assertThat(value(inner, "cpu.weight")).isEqualTo("100");
  }

  @ParameterizedTest
  @CsvSource({
    "+nothing, EINVAL",
    "cpu, EINVAL",
    "'+cpu,+io', EINVAL",
    "+cpuacct, EINVAL",
    "+cpu +nothing, EINVAL",
    "+cpu +perf_event, ENOENT"
  })
  default void subtree_lineWithAFault_changesNothing(String line, String errno) throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");

    assertRefused(() -> fs().write(outer, SUBTREE, line), errno);
    assertThat(value(outer, SUBTREE)).isEmpty();
  }

  @Test
  default void subtree_controllerThatTheParentLacks_noEntry() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    fs().write(outer, SUBTREE, "+cpu");

    assertRefused(() -> fs().write(inner, SUBTREE, "+cpu +io"), "ENOENT");
    fs().write(inner, SUBTREE, "+cpu -io");
    assertThat(value(inner, SUBTREE)).isEqualTo("cpu");
    fs().write(inner, SUBTREE, "+cpu -cpu");
    assertThat(value(inner, SUBTREE)).isEmpty();
    fs().write(inner, SUBTREE, "");
  }

  @Test
  default void subtree_disabledWhileAChildHasItEnabled_busy() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    fs().write(outer, SUBTREE, "+cpu");
    fs().write(inner, SUBTREE, "+cpu");

    assertRefused(() -> fs().write(outer, SUBTREE, "-cpu"), "EBUSY");
    fs().write(inner, SUBTREE, "-cpu");
    fs().write(outer, SUBTREE, "-cpu");
  }

  @Test
  default void subtree_domainControllerBesideProcesses_busyEitherWay() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    String pid = Long.toString(startProcess());
    fs().write(outer, "cgroup.procs", pid);

    assertRefused(() -> fs().write(outer, SUBTREE, "+memory"), "EBUSY");
    assertRefused(() -> fs().write(outer, SUBTREE, "+io +cpu"), "EBUSY");
    CgroupPath leaf = made(Controller.CPU, "/outer/leaf");
    fs().write(leaf, "cgroup.procs", pid);
    fs().write(outer, SUBTREE, "+memory");
    assertRefused(() -> fs().write(outer, "cgroup.procs", pid), "EBUSY");
  }

  @Test
  default void subtree_threadedControllerBesideProcesses_makesAThreadedDomain() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    String pid = Long.toString(startProcess());
    fs().write(outer, "cgroup.procs", pid);
    assertThat(value(outer, "cgroup.type")).isEqualTo("domain");

    fs().write(outer, SUBTREE, "+cpu");

    assertThat(value(outer, "cgroup.type")).isEqualTo("domain threaded");
    assertThat(value(inner, "cgroup.type")).isEqualTo("domain invalid");
    assertRefused(() -> fs().write(inner, "cgroup.procs", pid), "EOPNOTSUPP");
    fs().write(outer, SUBTREE, "-cpu");
    assertThat(value(outer, "cgroup.type")).isEqualTo("domain");
    assertThat(value(inner, "cgroup.type")).isEqualTo("domain");
  }

  @Test
  default void subtree_directoryNamedLikeAFile_existsAndNothingIsEnabled() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    CgroupPath odd = made(Controller.CPU, "/outer/inner/memory.max");

    assertRefused(() -> fs().write(outer, SUBTREE, "+cpu +memory"), "EEXIST");
    assertThat(value(outer, SUBTREE)).isEmpty();
    assertThat(fs().files(inner)).doesNotContain("memory.low", "cpu.weight");
    fs().remove(odd);
    fs().write(outer, SUBTREE, "+cpu +memory");
    assertRefused(() -> fs().create(odd), "EEXIST");
  }
}
