package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The fake behaves like the kernel, and can do what no kernel can. */
class FakeCgroupFsTest implements V1CgroupFsContract {
  private static final CgroupPath WEB = new CgroupPath("cpu", "/vcg/web");

  private final FakeCgroupFs fake = FakeCgroupFs.separate().with("/vcg").withDisk("8:0");
  private long lastPid = 100;

  @Override
  public CgroupFs fs() {
    return fake;
  }

  @Override
  public String parent() {
    return "/vcg";
  }

  @Override
  public String hierarchy(Controller controller) {
    return controller.v1Name();
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
    fake.start(pid, pid + 1, pid + 2, pid + 3);
    List<Long> some = List.of(pid + 1, pid + 2, pid + 3);
    return new Threads(pid, some, List.of(pid, pid + 1, pid + 2, pid + 3));
  }

  @Override
  public Optional<String> disk() {
    return Optional.of("8:0");
  }

  @Override
  public void occupy(CgroupPath memory) {
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

  @Test
  void unified_afterWith_hasFilesOfAllControllersButEnablesNoneBelow() throws IOException {
    FakeCgroupFs unified = FakeCgroupFs.unified().with("/vcg");
    CgroupPath vcg = new CgroupPath("unified", "/vcg");

    assertThat(unified.files(vcg))
        .contains("cpu.weight", "cpu.max", "memory.max", "io.max", "cpuset.cpus", "cgroup.events");
    assertThat(unified.read(vcg, "cgroup.controllers"))
        .hasValue("cpuset cpu io memory hugetlb pids rdma misc");
    assertThat(unified.read(vcg, "cgroup.subtree_control")).hasValue("");
    assertThat(unified.controllers()).hasSize(Controller.ALL.size());
    assertThat(unified.log()).isEmpty();
  }

  @Test
  void hybrid_controllers_areAllOnV1() throws IOException {
    FakeCgroupFs hybrid = FakeCgroupFs.hybrid().with("/vcg");

    assertThat(hybrid.controllers().values())
        .allSatisfy(h -> assertThat(h.version()).isEqualTo(Hierarchy.Version.V1));
    assertThat(hybrid.hierarchies()).extracting(Hierarchy::name).contains("cpu", "unified");
    assertThat(hybrid.files(new CgroupPath("unified", "/vcg"))).contains("hugetlb.2MB.max");
  }

  @Test
  void controllers_someOnV2_devicesAndFreezerFollowWhereV1HasThemNot() {
    FakeCgroupFs split =
        new FakeCgroupFs(List.of("cpu", "blkio"), List.of("cpuset", "memory"), "0-3", "0");

    assertThat(split.controllers())
        .hasEntrySatisfying(Controller.BLKIO, h -> assertThat(h.name()).isEqualTo("blkio"))
        .hasEntrySatisfying(Controller.MEMORY, h -> assertThat(h.name()).isEqualTo("unified"))
        .hasEntrySatisfying(Controller.DEVICES, h -> assertThat(h.name()).isEqualTo("unified"))
        .doesNotContainKey(Controller.CPUACCT);
  }

  @Test
  void lacking_file_isNowhere() throws IOException {
    FakeCgroupFs unified = FakeCgroupFs.unified().with("/vcg").lacking("memory.swap.max");
    CgroupPath vcg = new CgroupPath("unified", "/vcg");
    unified.write(vcg, "cgroup.subtree_control", "+memory");
    CgroupPath web = new CgroupPath("unified", "/vcg/web");
    unified.create(web);

    assertThat(unified.read(vcg, "memory.swap.max")).isEmpty();
    assertThat(unified.files(web)).contains("memory.max").doesNotContain("memory.swap.max");
  }

  @Test
  void drift_computedFile_isRefused() {
    FakeCgroupFs unified = FakeCgroupFs.unified().with("/vcg");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> unified.drift(new CgroupPath("unified", "/vcg"), "cgroup.events", "frozen 1"));
  }
}
