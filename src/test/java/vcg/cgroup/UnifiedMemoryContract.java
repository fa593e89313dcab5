package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static vcg.cgroup.CgroupFsFixture.assertRefused;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.linux.Eventually;

/** The memory controller of cgroup v2. */
public interface UnifiedMemoryContract extends CgroupFsFixture {
  /** Puts a process into a cgroup, which then uses more than a page that cannot be reclaimed. */
  void occupy(CgroupPath memory) throws IOException;

  @ParameterizedTest
  @CsvSource({
    "104857601, 104857600",
    "4095, 0",
    "1k, 0",
    "8k, 8192",
    "'', 0",
    "max, max",
    "'max ', max",
    "9223372036854771712, max",
    "18446744073709551615, max",
    "' 8192 ', 8192"
  })
  default void write_memory_isWholePages(String written, String read) throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");

    for (String file : new String[] {"memory.min", "memory.low", "memory.high", "memory.max"}) {
      fs().write(web, file, written);

      assertThat(value(web, file)).as(file).isEqualTo(read);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "infinity", "abc", "12x", "100 M"})
  default void write_memoryNotANumber_invalid(String text) throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");

    for (String file : new String[] {"memory.min", "memory.low", "memory.high", "memory.max"}) {
      assertRefused(() -> fs().write(web, file, text), "EINVAL");
    }
    assertRefused(() -> fs().write(web, "memory.oom.group", "2"), "EINVAL");
    assertThat(value(web, "memory.max")).isEqualTo("max");
    assertThat(value(web, "memory.low")).isEqualTo("0");
  }

  @Test
  default void write_memoryMaxBelowUse_killsAtOnce() throws IOException {
    CgroupPath web = made(Controller.MEMORY, "/web");
    occupy(web);
    assertThat(Long.parseLong(value(web, "memory.current"))).isPositive();
    assertThat(value(web, "memory.stat")).contains("inactive_file ");

    fs().write(web, "memory.max", "4096");

    assertThat(value(web, "memory.max")).isEqualTo("4096");
    Eventually.holds(Duration.ofSeconds(60), () -> fs().processes(web).isEmpty());
  }
}
