package vcg.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.FakeMachine;
import vcg.MachineUnderTest;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Guests;
import vcg.model.Usage;

class UsagesTest {
  private static final String PATH = FakeMachine.PARENT + "/system/web.qemu.libvirt";

  @TempDir private Path run;

  @Test
  void of_v1_nanosecondsAndBytes() throws Exception {
    FakeCgroupFs fs = FakeCgroupFs.separate();
    FakeMachine machine = running(fs);
    fs.drift(new CgroupPath("cpuacct", PATH), "cpuacct.usage", "1500000001");
    fs.setUsage(new CgroupPath("memory", PATH), 8192);

    assertThat(new Usages(machine.host(), fs).of(PATH))
        .isEqualTo(new Usage(OptionalLong.of(1_500_000_001), OptionalLong.of(8192)));
  }

  @Test
  void of_v2_microsecondsAreNanoseconds() throws Exception {
    FakeCgroupFs fs = FakeCgroupFs.unified();
    FakeMachine machine = running(fs);
    CgroupPath cgroup = new CgroupPath("unified", PATH);
    fs.drift(cgroup, "cpu.stat", "usage_usec 1500000\nuser_usec 1000000\nsystem_usec 500000");
    fs.setUsage(cgroup, 8192);

    assertThat(new Usages(machine.host(), fs).of(PATH))
        .isEqualTo(new Usage(OptionalLong.of(1_500_000_000), OptionalLong.of(8192)));
  }

  @Test
  void of_noDirectory_noNumbers() throws Exception {
    FakeCgroupFs fs = FakeCgroupFs.separate();
    FakeMachine machine = running(fs);

    assertThat(new Usages(machine.host(), fs).of(PATH + "2"))
        .isEqualTo(new Usage(OptionalLong.empty(), OptionalLong.empty()));
  }

  private FakeMachine running(FakeCgroupFs fs) throws Exception {
    FakeMachine machine = new FakeMachine(fs, run);
    machine.apply(machine.plan(MachineUnderTest.desired(List.of(Guests.qemu("web").build()))));
    return machine;
  }
}
