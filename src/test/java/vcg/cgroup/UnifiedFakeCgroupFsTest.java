package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake behaves like cgroup v2 of a kernel, and tells whom that would have killed. */
class UnifiedFakeCgroupFsTest implements UnifiedCgroupFsContract {
  private final FakeCgroupFs fake = FakeCgroupFs.unified().with("/vcg").withDisk("8:0");
  private long lastPid = 100;

  @BeforeEach
  void enableAll() throws IOException {
    fake.write(new CgroupPath("unified", "/vcg"), SUBTREE, "+cpuset +cpu +io +memory +pids");
  }

  @Override
  public CgroupFs fs() {
    return fake;
  }

  @Override
  public String parent() {
    return "/vcg";
  }

  @Override
  public long startProcess() {
    fake.start(++lastPid);
    return lastPid;
  }

  @Override
  public Threads startThreads() {
    long pid = lastPid + 1;
    lastPid += 5;
    fake.start(pid, pid + 1, pid + 2, pid + 3, pid + 4);
    return new Threads(
        pid, List.of(pid + 1, pid + 2, pid + 3), List.of(pid, pid + 1, pid + 2, pid + 3, pid + 4));
  }

  @Override
  public Optional<String> disk() {
    return Optional.of("8:0");
  }

  @Override
  public void occupy(CgroupPath memory) throws IOException {
    fake.write(memory, "cgroup.procs", Long.toString(startProcess()));
    fake.setUsage(memory, 1 << 20, 4096);
  }

  @Test
  void kill_processes_areReported() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    long pid = startProcess();
    fake.write(web, "cgroup.procs", Long.toString(pid));

    fake.write(web, "cgroup.kill", "1");

    assertThat(fake.killed()).containsExactly(pid);
    assertThat(fake.killedOutOfMemory()).isEmpty();
  }

  @Test
  void outOfMemory_processes_areReported() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    occupy(web);
    assertThat(fake.read(web, "memory.current")).hasValue(Long.toString((1 << 20) + 4096));

    fake.write(web, "memory.max", "512k");

    assertThat(fake.killedOutOfMemory()).containsExactly(lastPid);
    assertThat(fake.killed()).isEmpty();
  }

  @Test
  void weights_ofDisksThatHeedThem_areLinesUntilBfqForgetsThem() throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");
    fake.withBfqDisk("8:16").withCostDisk("8:32");

    fake.write(web, "io.bfq.weight", "8:16 200");
    fake.write(web, "io.weight", "8:32 300");
    assertThat(fake.read(web, "io.bfq.weight")).hasValue("default 100\n8:16 200");
    assertThat(fake.read(web, "io.weight")).hasValue("default 100\n8:32 300");
    fake.write(web, "io.bfq.weight", "300");
    fake.write(web, "io.weight", "50");
    assertThat(fake.read(web, "io.bfq.weight")).hasValue("default 300");
    assertThat(fake.read(web, "io.weight")).hasValue("default 50\n8:32 300");
    fake.write(web, "io.weight", "8:32 default");
    assertThat(fake.read(web, "io.weight")).hasValue("default 50");
  }
}
