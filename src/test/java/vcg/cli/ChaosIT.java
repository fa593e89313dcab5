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
 * A hundred starts and stops of several guests of both kinds are asked for, a few at a time, and
 * each vcg that is at it is killed at some moment. In the end there is what was asked for last, and
 * nothing else.
 */
@Timeout(240)
class ChaosIT {
  private static final int CHANGES = 100;
  private static final int LATEST_MILLIS = 2_500;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

  /** Those that are containers. */
  private static final List<String> BOXES = List.of("e", "f", "g", "h");

  @RegisterExtension final TestHost host = new TestHost();
  private final TestContainers containers = new TestContainers(host);

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
        assertThat(processes(name)).as("seed %s, %s", seed, name).hasSizeLessThan(2);
      }
    }

    Run last = host.vcg("apply", "--allow-stops", "99");

    assertThat(last.exit()).as("seed %s: %s", seed, last).isZero();
    for (String name : NAMES) {
      Path run = isBox(name) ? containers.runDirectory(name) : host.runDirectory(name);
      if (isWanted(name)) {
        assertThat(processes(name)).as(name).hasSize(1);
        long pid = processes(name).getFirst();
        for (String controller : TestHost.CONTROLLERS) {
          assertThat(TestHost.placement(pid, controller))
              .isEqualTo(isBox(name) ? containers.place(name, controller) : host.path(name));
        }
        assertThat(run.resolve(isBox(name) ? "config.json" : "qmp")).exists();
      } else {
        assertThat(processes(name)).as(name).isEmpty();
        assertThat(run).as(name).doesNotExist();
        for (String controller : TestHost.CONTROLLERS) {
          assertThat(cgroup(controller, name)).as(name).doesNotExist();
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
      String policy = "stop-timeout='" + random.nextInt(2) + "'";
      if (isBox(name)) {
        containers.domain(name, TestContainers.UNTIL_TOLD, policy, "", "<privnet/>", "");
      } else {
        host.domain(name, 'N', "", policy);
      }
    }
  }

  private static boolean isBox(String name) {
    return BOXES.contains(name);
  }

  private List<Long> processes(String name) throws IOException {
    return isBox(name) ? containers.inits(name) : host.processes(name);
  }

  private Path cgroup(String controller, String name) {
    return isBox(name) ? containers.cgroup(controller, name) : host.cgroup(controller, name);
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
