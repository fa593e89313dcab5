package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountingCgroupFsTest {
  private final CountingCgroupFs fs = new CountingCgroupFs(FakeCgroupFs.separate());
  private final CgroupPath cpu = new CgroupPath("cpu", "/a");

  @Test
  void counts_ofReadsWritesAndRefusals() throws IOException {
    fs.create(cpu);
    fs.write(cpu, "cpu.shares", "512");
    assertThatIOException().isThrownBy(() -> fs.write(cpu, "cpu.shares", "many"));

    assertThat(fs.read(cpu, "cpu.shares")).contains("512");
    assertThat(fs.processes(cpu)).isEmpty();

    assertThat(fs.counts())
        .isEqualTo(
            new CgroupCounts(
                2,
                new java.util.TreeMap<>(Map.of("cpu", 2L)),
                new java.util.TreeMap<>(Map.of(new CgroupCounts.Refused("cpu", "EINVAL"), 1L))));
  }
}
