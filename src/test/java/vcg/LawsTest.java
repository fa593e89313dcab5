package vcg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Outcome;
import vcg.model.Plan;

/**
 * The laws of the house, on generated pairs of documents and machines: the machine is where earlier
 * documents, foreign writes, crashes and moves have left it.
 */
class LawsTest {
  private static final int ROUNDS = 2_500;
  private static final int PAIRS_PER_ROUND = 4;

  @TempDir Path run;

  @Test
  void generatedPairs_applied_obeyTheLaws() throws Exception {
    long seed = Long.getLong("seed", 20261121);
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(seed + round);
      FakeCgroupFs fs = random.nextInt(4) == 0 ? FakeCgroupFs.comounted() : FakeCgroupFs.separate();
      FakeMachine machine = new FakeMachine(fs, run);
      if (random.nextBoolean()) {
        Generator.cap(machine);
      }
      for (int pair = 0; pair < PAIRS_PER_ROUND; pair++) {
        List<Guest> guests = Generator.guests(random);
        Generator.disturb(random, machine);
        checkLaws(machine, guests, random, "seed " + (seed + round) + ", pair " + pair);
      }
      machine.apply(machine.plan(FakeMachine.desired(List.of())));
    }
  }

  private static void checkLaws(
      FakeMachine machine, List<Guest> guests, Random random, String where)
      throws IOException, InterruptedException {
    Desired desired = FakeMachine.desired(guests);
    List<String> before = machine.fs().log();
    Plan plan = machine.plan(desired);

    assertThat(machine.fs().log()).as("%s: planning writes nothing", where).isEqualTo(before);
    assertThat(machine.plan(desired)).as("%s: equal input, equal plan", where).isEqualTo(plan);
    List<Guest> shuffled = new ArrayList<>(guests);
    Collections.shuffle(shuffled, random);
    assertThat(machine.plan(FakeMachine.desired(shuffled)))
        .as("%s: the order of files does not matter", where)
        .isEqualTo(plan);

    Outcome outcome = machine.apply(plan);

    assertThat(outcome.results())
        .as("%s: every step succeeds", where)
        .allSatisfy(result -> assertThat(result.failure()).isEmpty());
    assertThat(written(machine, before.size()))
        .as("%s: exactly the writes of the plan", where)
        .isEqualTo(plan.steps().filter(Change.WriteSetting.class::isInstance).count());
    Plan next = machine.plan(desired);
    assertThat(next.steps()).as("%s: after apply nothing is left to do", where).isEmpty();
  }

  private static long written(FakeMachine machine, int from) {
    return machine.fs().log().stream()
        .skip(from)
        .filter(line -> line.startsWith("write ") && !line.contains("cgroup.procs"))
        .count();
  }
}
