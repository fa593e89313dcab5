package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static vcg.cgroup.CgroupFsFixture.assertRefused;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.linux.Eventually;

/** What every {@link CgroupFs} does on cgroup v1. */
public interface V1CgroupFsContract
    extends CgroupFsContract, V1DevicesContract, V1IoContract, V1TasksContract {
  /** What the kernel shows for "no limit". */
  String UNLIMITED = "9223372036854771712";

  /** Puts a process into a memory cgroup that holds more than a page that cannot be reclaimed. */
  void occupy(CgroupPath memory) throws IOException;

  @Override
  default String number() {
    return "cpu.shares";
  }

  @Override
  default String initialNumber() {
    return "1024";
  }

  @Override
  default void enableBelow(CgroupPath cgroup) {}

  @ParameterizedTest
  @CsvSource({
    "0, 2",
    "1, 2",
    "2, 2",
    "1024, 1024",
    "262144, 262144",
    "262145, 262144",
    "010, 8",
    "0x20, 32",
    "18446744073709551615, 262144"
  })
  default void write_shares_areClamped(String written, String read) throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    fs().write(web, "cpu.shares", written);

    assertThat(value(web, "cpu.shares")).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({
    "cpu.shares, -1, EINVAL",
    "cpu.shares, abc, EINVAL",
    "cpu.shares, ' 5', EINVAL",
    "cpu.shares, 18446744073709551616, ERANGE",
    "cpu.cfs_period_us, 999, EINVAL",
    "cpu.cfs_period_us, 1000001, EINVAL",
    "cpu.cfs_period_us, -1, EINVAL",
    "cpu.cfs_quota_us, 0, EINVAL",
    "cpu.cfs_quota_us, 999, EINVAL",
    "cpu.cfs_quota_us, 17592186044416, EINVAL",
    "cpu.cfs_quota_us, max, EINVAL",
    "cpu.cfs_burst_us, -1, EINVAL",
    "cpu.cfs_burst_us, 18446744073709551615, EINVAL",
    "cpu.idle, 2, EINVAL",
    "cpu.idle, -1, EINVAL",
    "cpu.idle, x, EINVAL"
  })
  default void write_cpuOutOfRange_refusedAndUnchanged(String file, String text, String errno)
      throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    String before = value(web, file);

    assertRefused(() -> fs().write(web, file, text), errno);
    assertThat(value(web, file)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"-1, -1", "-2000, -1", "1000, 1000", "17592186044415, 17592186044415"})
  default void write_quota_takesNegativeAsNone(String written, String read) throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    fs().write(web, "cpu.cfs_quota_us", written);

    assertThat(value(web, "cpu.cfs_quota_us")).isEqualTo(read);
  }

  @Test
  default void write_quota_childMayNotExceedParent() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    fs().write(outer, "cpu.cfs_quota_us", "50000");

    assertRefused(() -> fs().write(inner, "cpu.cfs_quota_us", "50001"), "EINVAL");
    fs().write(inner, "cpu.cfs_quota_us", "50000");
    assertRefused(() -> fs().write(outer, "cpu.cfs_quota_us", "49999"), "EINVAL");
    assertRefused(() -> fs().write(inner, "cpu.cfs_period_us", "99999"), "EINVAL");
    assertRefused(() -> fs().write(outer, "cpu.cfs_period_us", "100001"), "EINVAL");
    fs().write(inner, "cpu.cfs_quota_us", "-1");
    fs().write(outer, "cpu.cfs_quota_us", "49999");
  }

  @Test
  default void write_quota_childIsGoneWithoutQuota_isFree() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    for (int i = 0; i < 50; i++) {
      CgroupPath inner = made(Controller.CPU, "/outer/inner");
      fs().write(outer, "cpu.cfs_quota_us", "50000");
      fs().write(inner, "cpu.cfs_quota_us", "50000");

      fs().write(inner, "cpu.cfs_quota_us", "-1");
      fs().remove(inner);

      fs().write(outer, "cpu.cfs_quota_us", "49999");
    }
  }

  /** For a moment; with nothing above it changing, how long cannot be told. */
  @Test
  default void write_quota_childIsGoneWithQuota_isFreeSoon() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    fs().write(inner, "cpu.cfs_quota_us", "50000");
    fs().remove(inner);

    Eventually.holds(Duration.ofSeconds(10), () -> isTaken(outer, "cpu.cfs_quota_us", "49999"));
  }

  private boolean isTaken(CgroupPath cgroup, String file, String value) throws IOException {
    try {
      fs().write(cgroup, file, value);
      return true;
    } catch (CgroupException e) {
      assertThat(e.errno()).isEqualTo("EINVAL");
      return false;
    }
  }

  @Test
  default void write_quota_limitOfGrandparentCounts() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    made(Controller.CPU, "/outer/middle");
    CgroupPath inner = made(Controller.CPU, "/outer/middle/inner");
    fs().write(outer, "cpu.cfs_quota_us", "50000");

    assertRefused(() -> fs().write(inner, "cpu.cfs_quota_us", "60000"), "EINVAL");
  }

  @Test
  default void write_burst_staysBelowQuota() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    fs().write(web, "cpu.cfs_burst_us", "99999999");
    assertRefused(() -> fs().write(web, "cpu.cfs_quota_us", "50000"), "EINVAL");
    fs().write(web, "cpu.cfs_burst_us", "0");
    fs().write(web, "cpu.cfs_quota_us", "50000");
    assertRefused(() -> fs().write(web, "cpu.cfs_burst_us", "50001"), "EINVAL");
    fs().write(web, "cpu.cfs_burst_us", "50000");
    assertRefused(() -> fs().write(web, "cpu.cfs_quota_us", "49999"), "EINVAL");
    assertThat(value(web, "cpu.cfs_burst_us")).isEqualTo("50000");
  }

  @Test
  default void write_idle_takesTheSharesAway() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    fs().write(web, "cpu.shares", "77");

    fs().write(web, "cpu.idle", "1");
    assertThat(value(web, "cpu.shares")).isEqualTo("3");
    assertRefused(() -> fs().write(web, "cpu.shares", "77"), "EINVAL");
    fs().write(web, "cpu.idle", "0");
    assertThat(value(web, "cpu.shares")).isEqualTo("1024");
  }

  @ParameterizedTest
  @CsvSource({
    "104857601, 104857600",
    "4095, 0",
    "1k, 0",
    "8k, 8192",
    "1M, 1048576",
    "-1, " + UNLIMITED,
    "9223372036854775807, " + UNLIMITED,
    "9223372036854771712, " + UNLIMITED,
    "' 8192 ', 8192"
  })
  default void write_memoryLimit_isWholePages(String written, String read) throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");

    fs().write(web, "memory.limit_in_bytes", written);
    fs().write(web, "memory.soft_limit_in_bytes", written);

    assertThat(value(web, "memory.limit_in_bytes")).isEqualTo(read);
    assertThat(value(web, "memory.soft_limit_in_bytes")).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max", "-2", "abc", "12x", "100 M"})
  default void write_memoryNotANumber_invalid(String text) throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");

    assertRefused(() -> fs().write(web, "memory.limit_in_bytes", text), "EINVAL");
    assertRefused(() -> fs().write(web, "memory.soft_limit_in_bytes", text), "EINVAL");
  }

  @Test
  default void write_memoryAndSwap_limitNeverAboveBoth() throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");

    assertRefused(() -> fs().write(web, "memory.memsw.limit_in_bytes", "8M"), "EINVAL");
    fs().write(web, "memory.limit_in_bytes", "8M");
    fs().write(web, "memory.memsw.limit_in_bytes", "8M");
    assertRefused(() -> fs().write(web, "memory.limit_in_bytes", "9M"), "EINVAL");
    assertRefused(() -> fs().write(web, "memory.limit_in_bytes", "-1"), "EINVAL");
    assertRefused(() -> fs().write(web, "memory.memsw.limit_in_bytes", "7M"), "EINVAL");
    fs().write(web, "memory.memsw.limit_in_bytes", "-1");
    fs().write(web, "memory.limit_in_bytes", "-1");
  }

  @Test
  default void write_memoryLimitBelowUse_busyAndUnchanged() throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");
    fs().write(web, "memory.limit_in_bytes", "64M");
    occupy(web);

    assertRefused(() -> fs().write(web, "memory.limit_in_bytes", "4096"), "EBUSY");
    assertThat(value(web, "memory.limit_in_bytes")).isEqualTo("67108864");
  }

  @Test
  default void write_cpusetOfNewDirectory_isEmptyUntilFilled() throws IOException {
    CgroupPath web = made(Controller.CPUSET, "/web");
    String pid = Long.toString(startProcess());

    assertThat(value(web, "cpuset.cpus")).isEmpty();
    assertThat(value(web, "cpuset.mems")).isEmpty();
    assertRefused(() -> fs().write(web, "cgroup.procs", pid), "ENOSPC");
    fs().write(web, "cpuset.cpus", "0");
    assertRefused(() -> fs().write(web, "cgroup.procs", pid), "ENOSPC");
    fs().write(web, "cpuset.mems", "0");
    fs().write(web, "cgroup.procs", pid);
    assertThat(fs().processes(web)).containsExactly(Long.valueOf(pid));
    assertRefused(() -> fs().write(web, "cpuset.cpus", ""), "ENOSPC");
  }

  @ParameterizedTest
  @CsvSource({"'1,0', 0-1", "0-0, 0", "0-1, 0-1", "' 1 ', 1"})
  default void write_cpuset_readsInCanonicalForm(String written, String read) throws IOException {
    CgroupPath web = made(Controller.CPUSET, "/web");

    fs().write(web, "cpuset.cpus", written);

    assertThat(value(web, "cpuset.cpus")).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({"^0, EINVAL", "1-0, EINVAL", "x, EINVAL", "0-99999, ERANGE", "-1, EINVAL"})
  default void write_cpusetNotASet_refused(String text, String errno) throws IOException {
    CgroupPath web = made(Controller.CPUSET, "/web");

    assertRefused(() -> fs().write(web, "cpuset.cpus", text), errno);
  }

  @Test
  default void write_cpuset_childStaysInsideParent() throws IOException {
    CgroupPath outer = made(Controller.CPUSET, "/outer");
    CgroupPath inner = made(Controller.CPUSET, "/outer/inner");

    assertRefused(() -> fs().write(inner, "cpuset.cpus", "0"), "EACCES");
    fs().write(outer, "cpuset.cpus", "0-1");
    fs().write(inner, "cpuset.cpus", "0-1");
    assertRefused(() -> fs().write(outer, "cpuset.cpus", "0"), "EBUSY");
    assertRefused(() -> fs().write(inner, "cpuset.mems", "0"), "EACCES");
    fs().write(inner, "cpuset.cpus", "1");
    fs().write(outer, "cpuset.cpus", "1");
    fs().write(inner, "cpuset.cpus", "");
    assertThat(value(inner, "cpuset.cpus")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, ERANGE", "1001, ERANGE", "-1, EINVAL", "default 5, EINVAL"})
  default void write_weightOutOfRange_refused(String text, String errno) throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");

    assertRefused(() -> fs().write(web, "blkio.bfq.weight", text), errno);
    fs().write(web, "blkio.bfq.weight", "1");
    fs().write(web, "blkio.bfq.weight", "1000");
    assertThat(value(web, "blkio.bfq.weight")).isEqualTo("1000");
  }

  @Test
  default void write_process_movesInThisHierarchyOnly() throws IOException {
    CgroupPath one = made(Controller.CPU, "/one");
    CgroupPath two = made(Controller.CPU, "/two");
    CgroupPath memory = made(Controller.MEMORY, "/one");
    long pid = startProcess();

    fs().write(one, "cgroup.procs", Long.toString(pid));
    assertThat(fs().processes(one)).containsExactly(pid);
    assertThat(fs().processes(memory)).isEmpty();
    fs().write(two, "cgroup.procs", Long.toString(pid));
    assertThat(fs().processes(one)).isEmpty();
    assertThat(fs().processes(two)).containsExactly(pid);
    assertRefused(() -> fs().write(one, "cgroup.procs", "2147483600"), "ESRCH");
    assertRefused(() -> fs().write(one, "cgroup.procs", "x"), "EINVAL");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  default void randomWalk_sameAnswersAndContentsAsFake(long seed) throws IOException {
    String root = parent();
    String cpus = value(at(Controller.CPUSET, ""), "cpuset.cpus");
    String mems = value(at(Controller.CPUSET, ""), "cpuset.mems");
    FakeCgroupFs fake =
        new FakeCgroupFs(
            Controller.ALL.stream().map(this::hierarchy).distinct().toList(), cpus, mems);
    fake.with(root);
    Threads threads = startThreads();
    fake.start(threads.pid(), threads.all().stream().mapToLong(Long::longValue).toArray());
    disk().ifPresent(fake::withDisk);

    new CgroupFsWalk(new Random(seed), root, this::hierarchy, threads, disk().orElse("999:0"))
        .compare(fs(), fake, 800);
  }
}
