package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static vcg.cgroup.CgroupFsFixture.assertRefused;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.Requires;

/** The io controller of cgroup v2. */
public interface UnifiedIoContract extends CgroupFsFixture {
  private String someDisk() throws IOException {
    Requires.require(disk().isPresent(), "needs a disk");
    return disk().orElseThrow();
  }

  @Test
  default void ioMax_keys_areKeptUntilAllAreMax() throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");
    String disk = someDisk();
    assertThat(value(web, "io.max")).isEmpty();

    fs().write(web, "io.max", disk + " rbps=4096 wiops=10");
    fs().write(web, "io.max", disk + " rbps=8192 rbps=9000");
    assertThat(value(web, "io.max")).isEqualTo(disk + " rbps=9000 wbps=max riops=max wiops=10");
    fs().write(web, "io.max", disk + " wiops=max");
    fs().write(web, "io.max", disk + " rbps=18446744073709551615");
    assertThat(value(web, "io.max")).isEmpty();
    fs().write(web, "io.max", disk + " riops=4294967295");
    assertThat(value(web, "io.max")).isEmpty();
    fs().write(web, "io.max", disk + " riops=4294967294");
    assertThat(value(web, "io.max")).contains("riops=4294967294");
  }

  @ParameterizedTest
  @CsvSource({
    "999:0 rbps=5000, ENODEV",
    "x rbps=5000, EINVAL",
    "DISK, EINVAL",
    "DISK rbps=0, ERANGE",
    "DISK foo=0, ERANGE",
    "DISK foo=5, EINVAL",
    "DISK rbps=-1, EINVAL",
    "DISK rbps=, EINVAL",
    "DISK rbps, EINVAL",
    "DISK wbps=5000 rbps=x, EINVAL",
    "'', EINVAL"
  })
  default void ioMax_notALimit_refusedAndUnchanged(String text, String errno) throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");
    String line = text.replace("DISK", someDisk());

    assertRefused(() -> fs().write(web, "io.max", line), errno);
    assertThat(value(web, "io.max")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "default 50, 50", "10000, 10000", "5x, 5"})
  default void ioWeight_number_isTheDefault(String written, String read) throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");

    fs().write(web, "io.weight", written);

    assertThat(value(web, "io.weight")).isEqualTo("default " + read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10001", "default", "x", "", "default 0"})
  default void ioWeight_outOfRange_invalid(String text) throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");

    assertRefused(() -> fs().write(web, "io.weight", text), "EINVAL");
  }

  @Test
  default void ioWeight_ofADevice_needsCostsOrBfqOnIt() throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");
    String disk = someDisk();

    assertRefused(() -> fs().write(web, "io.weight", disk + " 200"), "EOPNOTSUPP");
    assertRefused(() -> fs().write(web, "io.weight", "999:0 200"), "ENODEV");
    Requires.require(fs().read(web, "io.bfq.weight").isPresent(), "needs the module bfq");
    assertRefused(() -> fs().write(web, "io.bfq.weight", disk + " 200"), "EOPNOTSUPP");
    assertRefused(() -> fs().write(web, "io.bfq.weight", "1001"), "ERANGE");
    assertRefused(() -> fs().write(web, "io.bfq.weight", "5x"), "EINVAL");
    fs().write(web, "io.bfq.weight", "default 50");
    assertThat(value(web, "io.bfq.weight")).isEqualTo("default 50");
  }
}
