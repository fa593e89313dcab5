package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static vcg.cgroup.CgroupFsFixture.assertRefused;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.Requires;

/** The limits of cgroup v1 for disks. */
public interface V1IoContract extends CgroupFsFixture {
  private String someDisk() throws IOException {
    Requires.require(disk().isPresent(), "needs a disk");
    return disk().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "read_bps, 1, 1",
    "write_bps, 10M, 10",
    "read_iops, 100 200, 100",
    "write_iops, 4294967296, 0",
    "write_iops, 4294967297, 1",
    "write_bps, 4294967296, 4294967296"
  })
  default void throttle_number_isTakenAsFarAsItGoes(String limit, String written, String read)
      throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");
    String file = "blkio.throttle." + limit + "_device";

    fs().write(web, file, someDisk() + " " + written);

    assertThat(value(web, file)).isEqualTo(someDisk() + " " + read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "18446744073709551615"})
  default void throttle_noNumber_removesTheLine(String none) throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");
    String file = "blkio.throttle.read_bps_device";
    assertThat(value(web, file)).isEmpty();
    fs().write(web, file, someDisk() + " 4096");

    fs().write(web, file, someDisk() + " " + none);

    assertThat(value(web, file)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "999:0 4096, ENODEV",
    "x 4096, EINVAL",
    "DISK max, EINVAL",
    "DISK -1, EINVAL",
    "DISK, EINVAL",
    "DISK:4096, EINVAL"
  })
  default void throttle_notALimit_refused(String text, String errno) throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");
    String line = text.replace("DISK", someDisk());

    assertRefused(() -> fs().write(web, "blkio.throttle.read_bps_device", line), errno);
  }

  @Test
  default void weightDevice_diskWithoutBfq_notSupported() throws IOException {
    CgroupPath web = made(Controller.BLKIO, "/web");
    String file = "blkio.bfq.weight_device";
    String disk = someDisk();

    assertThat(value(web, file)).isEqualTo("default 100");
    assertRefused(() -> fs().write(web, file, disk + " 200"), "EOPNOTSUPP");
    assertRefused(() -> fs().write(web, file, "999:0 200"), "ENODEV");
    fs().write(web, file, "default 300");
    assertThat(value(web, "blkio.bfq.weight")).isEqualTo("300");
    fs().write(web, "blkio.bfq.weight", "400");
    assertThat(value(web, file)).isEqualTo("default 400");
  }
}
