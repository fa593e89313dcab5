package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;

/** The cgroup file system where every controller is on version 2. */
@Tag("vm")
class UnifiedCgroupFsVM {
  @RegisterExtension final TestCgroup cgroup = new TestCgroup();
  private CgroupFs fs = new PlainCgroupFs(List.of());

  @BeforeEach
  void open() throws IOException {
    fs = CgroupFiles.open(cgroup.hierarchies());
    fs.write(at(""), "cgroup.subtree_control", "+cpuset +cpu +io +memory");
  }

  private CgroupPath at(String below) {
    return cgroup.unified(below);
  }

  private CgroupPath made(String below) throws IOException {
    fs.create(at(below));
    return at(below);
  }

  @Test
  void controllers_all_areOnTheUnifiedTree() {
    assertThat(fs).isInstanceOf(LanedCgroupFs.class);
    assertThat(cgroup.controllers()).containsOnlyKeys(Controller.ALL);
    assertThat(cgroup.controllers().values()).containsOnly(cgroup.unified());
  }

  @Test
  void write_limits_areReadBackAsTheKernelRoundsThem() throws IOException {
    CgroupPath web = made("/web");

    fs.write(web, "cpu.weight", "250");
    fs.write(web, "cpu.max", "25000 50000");
    fs.write(web, "memory.max", "1000000");
    fs.write(web, "cpuset.cpus", "1-2");

    assertThat(fs.read(web, "cpu.weight")).hasValue("250");
    assertThat(fs.read(web, "cpu.max")).hasValue("25000 50000");
    assertThat(fs.read(web, "memory.max")).hasValue("999424");
    assertThat(fs.read(web, "cpuset.cpus.effective")).hasValue("1-2");
  }

  @Test
  void write_limitOfDisk_isReadBackWithTheOthers() throws IOException {
    CgroupPath web = made("/web");
    Path disk = Path.of("/dev/disk/empty0").toRealPath();
    String number =
        Files.readString(Path.of("/sys/class/block", disk.getFileName() + "/dev")).strip();

    fs.write(web, "io.max", number + " rbps=1048576");

    assertThat(fs.read(web, "io.max"))
        .hasValue(number + " rbps=1048576 wbps=max riops=max wiops=max");
  }

  @Test
  void write_weightOutOfRange_isRefused() throws IOException {
    CgroupPath web = made("/web");

    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> fs.write(web, "cpu.weight", "10001"))
        .satisfies(e -> assertThat(e.errno()).isEqualTo("ERANGE"));
  }

  @Test
  void write_process_isMoved() throws IOException {
    CgroupPath web = made("/web");
    long pid = cgroup.sleeper().pid();

    fs.write(web, "cgroup.procs", Long.toString(pid));

    assertThat(fs.processes(web)).containsExactly(pid);
    assertThat(Path.of("/proc/" + pid + "/cgroup")).hasContent("0::" + web.path());
  }

  @Test
  void write_processIntoInnerCgroup_isRefused() throws IOException {
    String pid = Long.toString(cgroup.sleeper().pid());

    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> fs.write(at(""), "cgroup.procs", pid))
        .satisfies(e -> assertThat(e.errno()).isEqualTo("EBUSY"));
  }

  @Test
  void processes_ofThreadedCgroup_cannotBeRead() throws IOException {
    CgroupPath web = made("/web");
    CgroupPath emulator = made("/web/emulator");
    fs.write(web, "cgroup.procs", Long.toString(cgroup.sleeper().pid()));

    fs.write(emulator, "cgroup.type", "threaded");

    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> fs.processes(emulator))
        .satisfies(e -> assertThat(e.errno()).isEqualTo("EOPNOTSUPP"));
    assertThat(fs.processes(web)).hasSize(1);
  }
}
