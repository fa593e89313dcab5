package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;
import vcg.cli.TestHost.Started;

/** A vcg that is killed at any moment leaves nothing that the next one does not put right. */
class KillIT {
  private static final int ROUNDS = 12;
  private static final int LATEST_MILLIS = 1_200;
  private static final List<String> NAMES = List.of("a", "b", "c");

  @RegisterExtension final TestHost host = new TestHost();

  @Test
  void apply_killedAtRandomMoments_thenOnceMore_isExactlyAsAsked() throws Exception {
    long seed = Long.getLong("seed", 20261121);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      for (String name : NAMES) {
        Files.deleteIfExists(host.domains().resolve(name + ".xml"));
        if (random.nextBoolean()) {
          int shares = 2 + random.nextInt(1000);
          String tuning = "<cputune><shares>" + shares + "</shares></cputune>";
          host.domain(name, 'N', tuning, "stop-timeout='1'");
        }
      }
      Started apply = host.start(List.of(), "apply", "--allow-stops", "9");
      apply.process().waitFor(random.nextInt(LATEST_MILLIS), TimeUnit.MILLISECONDS);
      apply.process().destroyForcibly().waitFor();

      Run again = host.vcg("apply", "--allow-stops", "9");

      String where = "seed " + seed + ", round " + round + ": " + again;
      assertThat(again.exit()).as(where).isZero();
      for (String name : NAMES) {
        boolean wanted = Files.exists(host.domains().resolve(name + ".xml"));
        assertThat(host.processes(name)).as("%s, %s", where, name).hasSize(wanted ? 1 : 0);
        assertThat(Files.exists(host.cgroup("memory", name))).as(where).isEqualTo(wanted);
      }
      assertThat(host.vcg("plan", "--detailed-exitcode").exit()).as(where).isZero();
    }
  }
}
