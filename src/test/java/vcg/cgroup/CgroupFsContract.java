package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vcg.cgroup.CgroupFsFixture.assertRefused;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link CgroupFs} does on both versions of cgroups: the same cases run against the fake
 * and against a real kernel, so that the fake cannot lie.
 */
public interface CgroupFsContract extends CgroupFsFixture {
  /** A file of the cpu controller that holds a number. */
  String number();

  /** What is in it at first. */
  String initialNumber();

  /** Lets the directories below one have the files of the cpu controller. */
  void enableBelow(CgroupPath cgroup) throws IOException;

  @Test
  default void create_newDirectory_isThereOnce() throws IOException {
    CgroupPath web = at(Controller.CPU, "/web");

    assertThat(fs().exists(web)).isFalse();
    assertThat(fs().create(web)).isTrue();
    assertThat(fs().create(web)).isFalse();
    assertThat(fs().exists(web)).isTrue();
    assertThat(fs().children(at(Controller.CPU, ""))).containsExactly("web");
  }

  @Test
  default void create_parentMissing_noEntry() {
    CgroupPath orphan = at(Controller.CPU, "/missing/web");

    assertRefused(() -> fs().create(orphan), "ENOENT");
    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> fs().create(orphan))
        .withMessage("cannot create " + orphan + ": ENOENT");
  }

  @Test
  default void create_nameOfInterfaceFile_exists() {
    assertRefused(() -> fs().create(at(Controller.CPU, "/" + number())), "EEXIST");
  }

  @Test
  default void create_nameWithNewline_invalid() {
    assertRefused(() -> fs().create(at(Controller.CPU, "/a\nb")), "EINVAL");
  }

  @Test
  default void create_nameWithBackslashAndBlank_isListedAsIs() throws IOException {
    made(Controller.CPU, "/a\\x20b c");

    assertThat(fs().children(at(Controller.CPU, ""))).containsExactly("a\\x20b c");
  }

  @Test
  default void remove_emptyDirectory_isGone() throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");

    assertThat(fs().remove(web)).isTrue();
    assertThat(fs().remove(web)).isFalse();
    assertThat(fs().exists(web)).isFalse();
  }

  @Test
  @Timeout(3) // it is pointless to wait for the directory to become empty
  default void remove_withChild_busy() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    made(Controller.CPU, "/outer/inner");

    assertRefused(() -> fs().remove(outer), "EBUSY");
  }

  @Test
  default void remove_withProcess_busy() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    long pid = startProcess();
    fs().write(web, "cgroup.procs", Long.toString(pid));

    assertRefused(() -> fs().remove(web), "EBUSY");
    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> fs().remove(web))
        .withMessage("cannot remove " + web + ": EBUSY (still in it: processes " + pid + ")");
  }

  @Test
  default void remove_parentMissing_nothingToDo() throws IOException {
    assertThat(fs().remove(at(Controller.CPU, "/missing/web"))).isFalse();
  }

  @Test
  default void read_noSuchFileOrDirectory_empty() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    assertThat(fs().read(web, "cpu.nothing")).isEmpty();
    assertThat(fs().read(at(Controller.CPU, "/missing"), number())).isEmpty();
    assertThat(fs().children(at(Controller.CPU, "/missing"))).isEmpty();
    assertThat(fs().files(at(Controller.CPU, "/missing"))).isEmpty();
    assertThat(fs().processes(at(Controller.CPU, "/missing"))).isEmpty();
  }

  @Test
  default void read_directoryRemovedAndMadeAgain_seesTheNewOne() throws IOException {
    CgroupPath outer = made(Controller.CPU, "/outer");
    enableBelow(outer);
    CgroupPath inner = made(Controller.CPU, "/outer/inner");
    fs().write(inner, number(), "77");
    fs().remove(inner);
    fs().remove(outer);
    assertThat(fs().read(inner, number())).isEmpty();

    fs().create(outer);
    enableBelow(outer);
    fs().create(inner);

    assertThat(fs().read(inner, number())).hasValue(initialNumber());
  }

  @Test
  default void files_directory_namesWhatIsThere() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    made(Controller.CPU, "/web/inner");

    assertThat(fs().files(web)).contains("cgroup.procs", number()).doesNotContain("inner");
  }

  @Test
  default void write_noSuchFile_noEntryAndNothingMade() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    assertRefused(() -> fs().write(web, "cpu.nothing", "1"), "ENOENT");
    assertRefused(() -> fs().write(at(Controller.CPU, "/gone"), number(), "1"), "ENOENT");
    assertThat(fs().files(web)).doesNotContain("cpu.nothing");
  }

  @Test
  default void write_refused_saysWhatWhereAndWhy() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");

    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> fs().write(web, number(), "a\nb"))
        .withMessage("cannot write \"a\\nb\" to " + web + "/" + number() + ": EINVAL");
  }
}
