package vcg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.linux.TestCgroup;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.Outcome;
import vcg.model.Plan;
import vcg.model.PlannedGuest;

/**
 * The kernel of this machine takes every write of random plans, each made from where earlier ones
 * and foreign hands have left a tree of partitions and guests.
 */
@Tag("vm")
@Timeout(1_800)
class WalkIT {
  private static final int PLANS =
      Integer.getInteger("plans", Requires.inTestMachine() ? 100 : 2_000); // there it is slow
  private static final int PLANS_PER_ROUND = 50;
  private static final int GUESTS = Requires.inTestMachine() ? 2 : 3;
  private static final long LEAST_BYTES = 64L << 20;

  @RegisterExtension final TestCgroup cgroup = new TestCgroup();
  @TempDir Path run;

  @Test
  void randomWorlds_oneAfterTheOther_noWriteFails(TestReporter reporter) throws Exception {
    long seed = Long.getLong("seed", 20261121);
    RealMachine machine = RealMachine.open(cgroup, GUESTS, run);
    keepOneProgram(machine);
    long writes = 0;
    long held = 0;
    for (int round = 0; round < PLANS / PLANS_PER_ROUND; round++) {
      Random random = new Random(seed + round);
      boolean capped = random.nextBoolean();
      if (capped) {
        Generator.cap(machine);
      } else {
        Generator.uncap(machine);
      }
      machine.configure(
          random.nextInt(4) > 0 ? Layout.Kind.FLAT : Layout.Kind.LIBVIRT,
          random.nextInt(4) > 0
              ? Mappings.DEFAULT
              : new Mappings(Mappings.Shares.CONVERT, Mappings.SoftLimit.HIGH));
      Ground ground = Ground.ofHost(machine.host(), LEAST_BYTES);
      Generator generator = new Generator(random, ground, capped, GUESTS);
      for (int i = 0; i < PLANS_PER_ROUND; i++) {
        Generator.World world = generator.world();
        new Mischief(machine, ground, random).disturb();
        Desired desired = MachineUnderTest.desired(world.guests(), world.partitions());
        Plan plan = applied(machine, desired, "seed " + (seed + round) + ", plan " + i);
        writes += plan.steps().filter(Change.WriteSetting.class::isInstance).count();
        held += plan.count(PlannedGuest.Action.HOLD);
      }
      applied(
          machine, MachineUnderTest.desired(List.of()), "seed " + (seed + round) + ", at its end");
      assertThatNothingIsLeft(machine, "seed " + (seed + round));
    }
    reporter.publishEntry("plans", PLANS + " with " + writes + " writes, " + held + " held");
    assertThat(writes).as("most plans write much").isGreaterThan(PLANS * 10L);
    assertThat(held).as("most guests are not held").isLessThan(PLANS * GUESTS / 2);
  }

  /** Carries out the plan that makes the machine as documents ask, and looks again. */
  private static Plan applied(RealMachine machine, Desired desired, String where)
      throws IOException, InterruptedException {
    Plan plan = machine.plan(desired);
    Outcome outcome = machine.apply(plan);
    assertThat(outcome.results())
        .as("%s: every step succeeds of %s", where, LawsTest.steps(plan, outcome))
        .allSatisfy(result -> assertThat(result.failure()).isEmpty());
    assertThat(machine.plan(desired).steps())
        .as("%s: after apply nothing is left to do", where)
        .isEmpty();
    return plan;
  }

  private static void assertThatNothingIsLeft(RealMachine machine, String where)
      throws IOException {
    for (Hierarchy hierarchy : machine.host().hierarchies()) {
      CgroupPath parent = new CgroupPath(hierarchy.name(), machine.host().layout().parent());
      assertThat(machine.fs().children(parent))
          .as("%s: what is left in %s", where, parent)
          .isEmpty();
    }
  }

  /** An emulated machine may crash when the last device program of all goes. */
  private static void keepOneProgram(RealMachine machine) throws IOException {
    CgroupPath parent = new CgroupPath(Hierarchy.UNIFIED, machine.host().layout().parent());
    if (machine.host().hierarchies().stream().anyMatch(h -> h.name().equals(Hierarchy.UNIFIED))) {
      machine.programs().attach(parent, DevicePolicy.NONE);
    }
  }
}
