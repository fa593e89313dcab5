package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The fake behaves like the kernel, and can do what no kernel can. */
class FakeCgroupFsTest extends CgroupFsContract {
  private static final CgroupPath WEB = new CgroupPath("cpu", "/vcg/web");

  private final FakeCgroupFs fake = FakeCgroupFs.separate().with("/vcg");
  private long lastPid = 100;

  @Override
  protected CgroupFs fs() {
    return fake;
  }

  @Override
  protected String parent() {
    return "/vcg";
  }

  @Override
  protected String hierarchy(Controller controller) {
    return controller.v1Name();
  }

  @Override
  protected long startProcess() {
    fake.start(++lastPid);
    return lastPid;
  }

  @Override
  protected void occupy(CgroupPath memory) {
    fake.setUsage(memory, 1 << 20);
  }

  @Test
  void log_changes_inOrderWithoutRefusedOnes() throws IOException {
    fake.create(WEB);
    fake.create(WEB);
    fake.write(WEB, "cpu.shares", "10");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> fake.write(WEB, "cpu.shares", "x"));
    fake.remove(WEB);

    assertThat(fake.log())
        .containsExactly("create " + WEB, "write " + WEB + "/cpu.shares 10", "remove " + WEB);
    assertThat(fake.creates()).isEqualTo(2);
    assertThat(fake.writes()).isEqualTo(2);
    assertThat(fake.removes()).isEqualTo(1);
  }

  @Test
  void failAt_second_failsOnceAndChangesNothing() throws IOException {
    fake.failAt(2, "EIO", false);
    fake.create(WEB);
    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> fake.write(WEB, "cpu.shares", "10"))
        .withMessageEndingWith("EIO");

    assertThat(fake.failed()).isTrue();
    assertThat(fake.read(WEB, "cpu.shares")).hasValue("1024");
  }

  @Test
  void failAt_persistent_failsForever() {
    fake.failAt(1, "EIO", true);

    assertThatExceptionOfType(CgroupException.class).isThrownBy(() -> fake.create(WEB));
    assertThatExceptionOfType(CgroupException.class).isThrownBy(() -> fake.exists(WEB));
  }

  @Test
  void comounted_oneDirectory_hasFilesOfBothControllers() throws IOException {
    FakeCgroupFs comounted = FakeCgroupFs.comounted().with("/vcg");
    CgroupPath vcg = new CgroupPath("cpu,cpuacct", "/vcg");

    assertThat(comounted.files(vcg)).contains("cpu.shares", "cpuacct.usage");
    assertThat(comounted.controllers().get(Controller.CPU))
        .isEqualTo(comounted.controllers().get(Controller.CPUACCT));
  }

  @Test
  void with_deepPath_fillsCpusetsAndCountsNothing() throws IOException {
    fake.with("/a/b");

    assertThat(fake.log()).isEmpty();
    assertThat(fake.read(new CgroupPath("cpuset", "/a/b"), "cpuset.cpus")).hasValue("0-3");
  }
}
