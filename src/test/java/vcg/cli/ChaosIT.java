package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;

/**
 * A hundred starts and stops of several guests are asked for, a few at a time, and each vcg that is
 * at it is killed at some moment. In the end there is what was asked for last, and nothing else.
 */
@Timeout(240)
class ChaosIT {
  private static final int CHANGES = 100;
  private static final int LATEST_MILLIS = 2_500;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

  @RegisterExtension final TestHost host = new TestHost();

  @Test
  void apply_hundredStartsAndStopsKilledAtRandom_isExactlyAsAskedLast() throws Exception {
    long seed = Long.getLong("seed", 20261121);
    Random random = new Random(seed);
    for (int changes = 0; changes < CHANGES; ) {
      for (String name : NAMES) {
        if (random.nextBoolean()) {
          change(name, random);
          changes++;
        }
      }
      TestHost.Started apply = host.start(List.of(), "apply", "--allow-stops", "99");
      apply.process().waitFor(random.nextInt(LATEST_MILLIS), TimeUnit.MILLISECONDS);
      apply.process().destroyForcibly().waitFor();
      for (String name : NAMES) {
        assertThat(host.processes(name)).as("seed %s, %s", seed, name).hasSizeLessThan(2);
      }
    }

    Run last = host.vcg("apply", "--allow-stops", "99");

    assertThat(last.exit()).as("seed %s: %s", seed, last).isZero();
    for (String name : NAMES) {
      if (isWanted(name)) {
        long pid = host.onlyProcess(name);
        for (String controller : TestHost.CONTROLLERS) {
          assertThat(TestHost.placement(pid, controller)).isEqualTo(host.path(name));
        }
        assertThat(host.runDirectory(name).resolve("qmp")).exists();
      } else {
        assertThat(host.processes(name)).as(name).isEmpty();
        assertThat(host.runDirectory(name)).as(name).doesNotExist();
        for (String controller : TestHost.CONTROLLERS) {
          assertThat(host.cgroup(controller, name)).as(name).doesNotExist();
        }
      }
    }
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).as("seed %s", seed).isZero();
    assertThat(names(host.home().resolve("run"))).isEqualTo(wanted());
    assertThat(names(host.state().resolve("guests"))).isEqualTo(wanted());
  }

  private void change(String name, Random random) throws IOException {
    if (isWanted(name)) {
      host.delete(name);
    } else {
      host.domain(name, 'N', "", "stop-timeout='" + random.nextInt(2) + "'");
    }
  }

  private boolean isWanted(String name) {
    return Files.exists(host.domains().resolve(name + ".xml"));
  }

  private List<String> wanted() {
    return NAMES.stream().filter(this::isWanted).toList();
  }

  /** The guests that a directory has entries of. */
  private static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(e -> e.getFileName().toString().replaceFirst("\\..*", ""))
          .sorted()
          .toList();
    }
  }
}
