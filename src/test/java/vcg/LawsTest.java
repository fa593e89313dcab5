package vcg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.cgroup.FakeCgroupFs;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Outcome;
import vcg.model.Plan;
import vcg.model.PlannedGuest;

/**
 * The laws of the house, on generated pairs of documents and machines: the machine is where earlier
 * documents, foreign writes, crashes and moves have left it.
 */
class LawsTest {
  private static final Pattern STRUCTURE =
      Pattern.compile("/(cgroup\\.(procs|threads|type|subtree_control|kill)|tasks|devices\\..*) ");
  private static final int ROUNDS = 1_500;
  private static final int PAIRS_PER_ROUND = 4;

  @TempDir Path run;

  @Test
  void generatedPairs_applied_obeyTheLaws() throws Exception {
    long seed = Long.getLong("seed", 20261121);
    long held = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(seed + round);
      FakeMachine machine = new FakeMachine(kernel(random), run);
      if (random.nextInt(4) == 0) {
        machine.configure(
            random.nextBoolean() ? Layout.Kind.NESTED : Layout.Kind.LIBVIRT,
            new Mappings(Mappings.Shares.CONVERT, Mappings.SoftLimit.HIGH));
      }
      boolean capped = random.nextBoolean();
      if (capped) {
        Generator.cap(machine);
      }
      Ground ground = Ground.of(machine);
      Generator generator = new Generator(random, ground, capped, 3);
      for (int pair = 0; pair < PAIRS_PER_ROUND; pair++) {
        Generator.World world = generator.world();
        new Mischief(machine, ground, random).disturb();
        held += checkLaws(machine, world, random, "seed " + (seed + round) + ", pair " + pair);
      }
      machine.apply(machine.plan(MachineUnderTest.desired(List.of())));
      assertThat(
              machine.fs().children(machine.host().directory(Knob.CPU_SHARES, FakeMachine.PARENT)))
          .as("seed %s: nothing is left", seed + round)
          .isEmpty();
    }
    assertThat(held).as("most is not held").isLessThan(ROUNDS * PAIRS_PER_ROUND / 2L);
  }

  private static FakeCgroupFs kernel(Random random) {
    FakeCgroupFs fs =
        switch (random.nextInt(5)) {
          case 0 -> FakeCgroupFs.comounted();
          case 1 -> FakeCgroupFs.separate();
          case 2 -> FakeCgroupFs.hybrid();
          default -> FakeCgroupFs.unified();
        };
    return fs.withBfqDisk("8:0").withBfqDisk("8:16");
  }

  /** How many guests were held. */
  private static long checkLaws(
      FakeMachine machine, Generator.World world, Random random, String where)
      throws IOException, InterruptedException {
    Desired desired = MachineUnderTest.desired(world.guests(), world.partitions());
    List<String> before = machine.fs().log();
    Plan plan = machine.plan(desired);

    assertThat(machine.fs().log()).as("%s: planning writes nothing", where).isEqualTo(before);
    assertThat(machine.plan(desired)).as("%s: equal input, equal plan", where).isEqualTo(plan);
    List<Guest> shuffled = new ArrayList<>(world.guests());
    Collections.shuffle(shuffled, random);
    assertThat(machine.plan(MachineUnderTest.desired(shuffled, world.partitions())))
        .as("%s: the order of files does not matter", where)
        .isEqualTo(plan);

    Outcome outcome = machine.apply(plan);

    assertThat(outcome.results())
        .as("%s: every step succeeds of %s", where, steps(plan, outcome))
        .allSatisfy(result -> assertThat(result.failure()).isEmpty());
    assertThat(written(machine, before.size()))
        .as("%s: exactly the writes of the plan", where)
        .isEqualTo(plan.steps().filter(Change.WriteSetting.class::isInstance).count());
    Plan next = machine.plan(desired);
    assertThat(next.steps()).as("%s: after apply nothing is left to do", where).isEmpty();
    return plan.count(PlannedGuest.Action.HOLD);
  }

  private static long written(FakeMachine machine, int from) {
    return machine.fs().log().stream()
        .skip(from)
        .filter(line -> line.startsWith("write ") && !STRUCTURE.matcher(line).find())
        .count();
  }

  /** The steps of what failed, one in each line. */
  static String steps(Plan plan, Outcome outcome) {
    StringBuilder text = new StringBuilder();
    outcome.results().stream()
        .filter(r -> r.failure().isPresent())
        .forEach(r ->
            Stream.concat(
                    plan.guests().stream()
                        .filter(g -> g.id().name().equals(r.subject()))
                        .flatMap(g -> g.steps().stream()),
                    plan.partitions().stream()
                        .filter(p -> p.path().equals(r.subject()))
                        .flatMap(p -> Stream.concat(p.steps().stream(), p.after().stream())))
                .forEach(step -> text.append('\n').append(step)));
    return text.toString();
  }
}
