package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static vcg.cgroup.CgroupFsFixture.assertRefused;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controllers cpu and cpuset of cgroup v2. */
public interface UnifiedCpuContract extends CgroupFsFixture {
  @ParameterizedTest
  @CsvSource({
    "cpu.weight, 0, ERANGE",
    "cpu.weight, 10001, ERANGE",
    "cpu.weight, -1, EINVAL",
    "cpu.weight, abc, EINVAL",
    "cpu.weight, ' 5', EINVAL",
    "cpu.weight, '', EINVAL",
    "cpu.idle, 2, EINVAL",
    "cpu.idle, x, EINVAL",
    "cpu.max, 0, EINVAL",
    "cpu.max, 999, EINVAL",
    "cpu.max, -1, EINVAL",
    "cpu.max, 17592186044416, EINVAL",
    "cpu.max, 18446744073709551615, EINVAL",
    "cpu.max, max 999, EINVAL",
    "cpu.max, max 1000001, EINVAL",
    "cpu.max, '', EINVAL",
    "cpu.max, none, EINVAL",
    "cpu.max.burst, -1, EINVAL"
  })
  default void write_cpuOutOfRange_refusedAndUnchanged(String file, String text, String errno)
      throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    String before = value(web, file);

    assertRefused(() -> fs().write(web, file, text), errno);
    assertThat(value(web, file)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "max, max 100000",
    "max 200000, max 200000",
    "50000, 50000 100000",
    "17592186044415 1000, 17592186044415 1000",
    "50000 100000 7, 50000 100000",
    "050000x 0100000, 50000 100000",
    "' 60000', 60000 100000",
    "max max, max 100000"
  })
  default void write_cpuMax_readsInCanonicalForm(String written, String read) throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    fs().write(web, "cpu.max", written);

    assertThat(value(web, "cpu.max")).isEqualTo(read);
  }

  @Test
  default void write_cpuMax_omittedPeriodIsKeptAndParentsDoNotMatter() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    fs().write(outer, "cgroup.subtree_control", "+cpu");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    fs().write(outer, "cpu.max", "10000 200000");

    fs().write(outer, "cpu.max", "20000");
    fs().write(inner, "cpu.max", "900000");

    assertThat(value(outer, "cpu.max")).isEqualTo("20000 200000");
    assertThat(value(inner, "cpu.max")).isEqualTo("900000 100000");
  }

  @Test
  default void write_burst_staysBelowQuota() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    fs().write(web, "cpu.max.burst", "99999999");
    assertRefused(() -> fs().write(web, "cpu.max", "50000"), "EINVAL");
    fs().write(web, "cpu.max.burst", "0");
    fs().write(web, "cpu.max", "50000");
    assertRefused(() -> fs().write(web, "cpu.max.burst", "50001"), "EINVAL");
    fs().write(web, "cpu.max.burst", "50000");
    assertRefused(() -> fs().write(web, "cpu.max", "49999"), "EINVAL");
  }

  @Test
  default void write_idle_takesTheWeightAway() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    fs().write(web, "cpu.weight", "77");

    fs().write(web, "cpu.idle", "1");
    assertThat(value(web, "cpu.weight")).isIn("0", "1"); // 1 from Linux 6.12 on
    assertRefused(() -> fs().write(web, "cpu.weight", "77"), "EINVAL");
    fs().write(web, "cpu.idle", "0");
    assertThat(value(web, "cpu.weight")).isEqualTo("100");
  }

  @Test
  default void write_cpuset_effectiveIsWhatIsLeft() throws IOException {
    CgroupPath outer = made(Controller.CPUSET, "/outer");
    fs().write(outer, "cgroup.subtree_control", "+cpuset");
    CgroupPath inner = made(Controller.CPUSET, "/outer/inner");
    String all = value(outer, "cpuset.cpus.effective");
    assertThat(value(inner, "cpuset.cpus")).isEmpty();

    fs().write(outer, "cpuset.cpus", "0");
    assertThat(value(inner, "cpuset.cpus.effective")).isEqualTo("0");
    fs().write(inner, "cpuset.cpus", "1,0");
    assertThat(value(inner, "cpuset.cpus")).isEqualTo("0-1");
    assertThat(value(inner, "cpuset.cpus.effective")).isEqualTo("0");
    fs().write(inner, "cpuset.cpus", "1");
    assertThat(value(inner, "cpuset.cpus.effective")).isEqualTo("0");
    fs().write(outer, "cpuset.cpus", "");
    assertThat(value(inner, "cpuset.cpus.effective")).isEqualTo("1");
    assertThat(value(outer, "cpuset.cpus.effective")).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource({
    "cpuset.cpus, ^0, EINVAL",
    "cpuset.cpus, 1-0, EINVAL",
    "cpuset.cpus, 0-99999, ERANGE",
    "cpuset.cpus, x, EINVAL",
    "cpuset.mems, 1023, EINVAL",
    "cpuset.mems, 1024, ERANGE",
    "cpuset.cpus.effective, 0, EINVAL"
  })
  default void write_cpusetNotASet_refused(String file, String text, String errno)
      throws IOException {
    CgroupPath web = made(Controller.CPUSET, "/web");

    assertRefused(() -> fs().write(web, file, text), errno);
  }

  @Test
  default void write_cpusetOfPopulatedDirectory_cannotBeCleared() throws IOException {
    CgroupPath web = made(Controller.CPUSET, "/web");
    fs().write(web, "cgroup.procs", Long.toString(startProcess()));
    fs().write(web, "cpuset.cpus", "");
    fs().write(web, "cpuset.cpus", "0");

    assertRefused(() -> fs().write(web, "cpuset.cpus", ""), "ENOSPC");
    fs().write(web, "cpuset.cpus", "0-1");
  }
}
