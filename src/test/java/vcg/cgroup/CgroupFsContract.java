package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link CgroupFs} does on cgroup v1: the same cases run against the fake and against a
 * real kernel, so that the fake cannot lie.
 */
public abstract class CgroupFsContract {
  private static final String UNLIMITED = "9223372036854771712";

  /** The file system under test. */
  protected abstract CgroupFs fs();

  /** A path that exists in every hierarchy, is empty, and has a filled cpuset. */
  protected abstract String parent();

  /** The name of the hierarchy that a controller is on. */
  protected abstract String hierarchy(Controller controller);

  /** Starts a process in the cgroups where it may be moved from; its memory is not zero. */
  protected abstract long startProcess() throws IOException;

  /** Puts a process into a memory cgroup that holds more than a page that cannot be reclaimed. */
  protected abstract void occupy(CgroupPath memory) throws IOException;

  private CgroupPath at(Controller controller, String below) {
    return new CgroupPath(hierarchy(controller), parent() + below);
  }

  private CgroupPath made(Controller controller, String below) throws IOException {
    CgroupPath path = at(controller, below);
    fs().create(path);
    return path;
  }

  private String value(CgroupPath cgroup, String file) throws IOException {
    return fs().read(cgroup, file).orElseThrow();
  }

  private static void assertRefused(ThrowingCallable operation, String errno) {
    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(operation)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(errno))
        .withMessageContaining(": " + errno);
  }

  @Test
  void create_newDirectory_isThereOnce() throws IOException {
    CgroupPath web = at(Controller.CPU, "/web");

    assertThat(fs().exists(web)).isFalse();
    assertThat(fs().create(web)).isTrue();
    assertThat(fs().create(web)).isFalse();
    assertThat(fs().exists(web)).isTrue();
    assertThat(fs().children(at(Controller.CPU, ""))).containsExactly("web");
  }

  @Test
  void create_parentMissing_noEntry() {
    CgroupPath orphan = at(Controller.CPU, "/missing/web");

    assertRefused(() -> fs().create(orphan), "ENOENT");
    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> fs().create(orphan))
        .withMessage("cannot create " + orphan + ": ENOENT");
  }

  @Test
  void create_nameOfInterfaceFile_exists() {
    assertRefused(() -> fs().create(at(Controller.CPU, "/cpu.shares")), "EEXIST");
  }

  @Test
  void create_nameWithNewline_invalid() {
    assertRefused(() -> fs().create(at(Controller.CPU, "/a\nb")), "EINVAL");
  }

  @Test
  void create_nameWithBackslashAndBlank_isListedAsIs() throws IOException {
    made(Controller.CPU, "/a\\x20b c");

    assertThat(fs().children(at(Controller.CPU, ""))).containsExactly("a\\x20b c");
  }

  @Test
  void remove_emptyDirectory_isGone() throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");

    assertThat(fs().remove(web)).isTrue();
    assertThat(fs().remove(web)).isFalse();
    assertThat(fs().exists(web)).isFalse();
  }

  @Test
  @Timeout(3) // it is pointless to wait for the directory to become empty
  void remove_withChild_busy() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    made(Controller.CPU, "/outer/inner");

    assertRefused(() -> fs().remove(outer), "EBUSY");
  }

  @Test
  void remove_withProcess_busy() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    long pid = startProcess();
    fs().write(web, "cgroup.procs", Long.toString(pid));

    assertRefused(() -> fs().remove(web), "EBUSY");
    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> fs().remove(web))
        .withMessage("cannot remove " + web + ": EBUSY (still in it: processes " + pid + ")");
  }

  @Test
  void remove_parentMissing_nothingToDo() throws IOException {
    assertThat(fs().remove(at(Controller.CPU, "/missing/web"))).isFalse();
  }

  @Test
  void read_noSuchFileOrDirectory_empty() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    assertThat(fs().read(web, "cpu.nothing")).isEmpty();
    assertThat(fs().read(at(Controller.CPU, "/missing"), "cpu.shares")).isEmpty();
    assertThat(fs().children(at(Controller.CPU, "/missing"))).isEmpty();
    assertThat(fs().files(at(Controller.CPU, "/missing"))).isEmpty();
    assertThat(fs().processes(at(Controller.CPU, "/missing"))).isEmpty();
  }

  @Test
  void read_directoryRemovedAndMadeAgain_seesTheNewOne() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    fs().write(inner, "cpu.shares", "77");
    fs().remove(inner);
    fs().remove(outer);
    assertThat(fs().read(inner, "cpu.shares")).isEmpty();

    fs().create(outer);
    fs().create(inner);

    assertThat(fs().read(inner, "cpu.shares")).hasValue("1024");
  }

  @Test
  void files_directory_namesWhatIsThere() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    made(Controller.CPU, "/web/inner");

    assertThat(fs().files(web))
        .contains("cgroup.procs", "tasks", "cpu.shares", "cpu.cfs_quota_us", "cpu.cfs_period_us")
        .doesNotContain("inner")
        .isSorted();
  }

  @Test
  void write_noSuchFile_noEntryAndNothingMade() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    assertRefused(() -> fs().write(web, "cpu.nothing", "1"), "ENOENT");
    assertRefused(() -> fs().write(at(Controller.CPU, "/gone"), "cpu.shares", "1"), "ENOENT");
    assertThat(fs().files(web)).doesNotContain("cpu.nothing");
  }

  @Test
  void write_refused_saysWhatWhereAndWhy() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> fs().write(web, "cpu.shares", "a\nb"))
        .withMessage("cannot write \"a\\nb\" to " + web + "/cpu.shares: EINVAL");
  }

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
  void write_shares_areClamped(String written, String read) throws IOException {
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
    "cpu.cfs_quota_us, max, EINVAL"
  })
  void write_cpuOutOfRange_refusedAndUnchanged(String file, String text, String errno)
      throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    String before = value(web, file);

    assertRefused(() -> fs().write(web, file, text), errno);
    assertThat(value(web, file)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"-1, -1", "-2000, -1", "1000, 1000", "17592186044415, 17592186044415"})
  void write_quota_takesNegativeAsNone(String written, String read) throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    fs().write(web, "cpu.cfs_quota_us", written);

    assertThat(value(web, "cpu.cfs_quota_us")).isEqualTo(read);
  }

  @Test
  void write_quota_childMayNotExceedParent() throws IOException {
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
  void write_quota_limitOfGrandparentCounts() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    made(Controller.CPU, "/outer/middle");
    CgroupPath inner = made(Controller.CPU, "/outer/middle/inner");
    fs().write(outer, "cpu.cfs_quota_us", "50000");

    assertRefused(() -> fs().write(inner, "cpu.cfs_quota_us", "60000"), "EINVAL");
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
  void write_memoryLimit_isWholePages(String written, String read) throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");

    fs().write(web, "memory.limit_in_bytes", written);
    fs().write(web, "memory.soft_limit_in_bytes", written);

    assertThat(value(web, "memory.limit_in_bytes")).isEqualTo(read);
    assertThat(value(web, "memory.soft_limit_in_bytes")).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max", "-2", "abc", "12x", "100 M"})
  void write_memoryNotANumber_invalid(String text) throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");

    assertRefused(() -> fs().write(web, "memory.limit_in_bytes", text), "EINVAL");
    assertRefused(() -> fs().write(web, "memory.soft_limit_in_bytes", text), "EINVAL");
  }

  @Test
  void write_memoryAndSwap_limitNeverAboveBoth() throws IOException {
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
  void write_memoryLimitBelowUse_busyAndUnchanged() throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");
    fs().write(web, "memory.limit_in_bytes", "64M");
    occupy(web);

    assertRefused(() -> fs().write(web, "memory.limit_in_bytes", "4096"), "EBUSY");
    assertThat(value(web, "memory.limit_in_bytes")).isEqualTo("67108864");
  }

  @Test
  void write_cpusetOfNewDirectory_isEmptyUntilFilled() throws IOException {
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
  void write_cpuset_readsInCanonicalForm(String written, String read) throws IOException {
    CgroupPath web = made(Controller.CPUSET, "/web");

    fs().write(web, "cpuset.cpus", written);

    assertThat(value(web, "cpuset.cpus")).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({"^0, EINVAL", "1-0, EINVAL", "x, EINVAL", "0-99999, ERANGE", "-1, EINVAL"})
  void write_cpusetNotASet_refused(String text, String errno) throws IOException {
    CgroupPath web = made(Controller.CPUSET, "/web");

    assertRefused(() -> fs().write(web, "cpuset.cpus", text), errno);
  }

  @Test
  void write_cpuset_childStaysInsideParent() throws IOException {
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
  void write_weightOutOfRange_refused(String text, String errno) throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");

    assertRefused(() -> fs().write(web, "blkio.bfq.weight", text), errno);
    fs().write(web, "blkio.bfq.weight", "1");
    fs().write(web, "blkio.bfq.weight", "1000");
    assertThat(value(web, "blkio.bfq.weight")).isEqualTo("1000");
  }

  @Test
  void write_process_movesInThisHierarchyOnly() throws IOException {
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
  void randomWalk_sameAnswersAndContentsAsFake(long seed) throws IOException {
    String root = parent();
    String cpus = value(at(Controller.CPUSET, ""), "cpuset.cpus");
    String mems = value(at(Controller.CPUSET, ""), "cpuset.mems");
    FakeCgroupFs fake =
        new FakeCgroupFs(
            Controller.ALL.stream().map(this::hierarchy).distinct().toList(), cpus, mems);
    fake.with(root);
    long pid = startProcess();
    fake.start(pid);

    new CgroupFsWalk(new Random(seed), root, this::hierarchy, pid).compare(fs(), fake, 600);
  }
}
