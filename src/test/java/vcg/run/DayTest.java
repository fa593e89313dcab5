package vcg.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.FakeMachine;
import vcg.Generator;
import vcg.Ground;
import vcg.Mischief;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Hint;
import vcg.model.Partition;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.ProcessId;
import vcg.plan.Planner;

/**
 * A day of random edits, drift, crashes, kills of the daemon and clock jumps: after each event the
 * machine is as its documents ask within minutes, whatever was told and whatever was not.
 */
class DayTest {
  private static final Duration DAY = Duration.ofHours(24);
  private static final int EVENTS = 60;

  @TempDir Path run;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void day_randomEvents_convergesAfterEach(long seed) throws Exception {
    Random random = new Random(seed);
    FakeCgroupFs fs =
        switch ((int) (seed % 3)) {
          case 0 -> FakeCgroupFs.hybrid();
          case 1 -> FakeCgroupFs.separate();
          default -> FakeCgroupFs.unified();
        };
    FakeMachine machine =
        new FakeMachine(fs.withBfqDisk("8:0").withBfqDisk("8:16"), run.resolve("r" + seed));
    DaemonUnderTest daemon = new DaemonUnderTest(machine);
    Generator generator = new Generator(random, Ground.of(machine), false, 3);
    Mischief mischief = new Mischief(machine, Ground.of(machine), random);
    daemon.begin();
    Duration passed = Duration.ZERO;
    Duration each = DAY.dividedBy(EVENTS);
    for (int event = 0; event < EVENTS; event++) {
      String what = happen(daemon, generator, mischief, random);
      daemon.pass(each);
      passed = passed.plus(each);
      String where = "seed " + seed + ", event " + event + " at " + passed + ": " + what;
      assertConverged(daemon, where);
    }
    assertThat(passed).isGreaterThan(DAY.minusMinutes(10));
  }

  /** What happens next, in a word. */
  private static String happen(
      DaemonUnderTest daemon, Generator generator, Mischief mischief, Random random)
      throws Exception {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> edit(daemon, generator, random);
      case 3 -> {
        mischief.disturb();
        yield "drift that nobody tells of";
      }
      case 4 -> {
        mischief.disturb();
        daemon.reconciler.hint(new Hint.Everything("a watch overflowed"));
        yield "drift and an overflow";
      }
      case 5 -> {
        for (ProcessId process : daemon.machine.processes().all()) {
          if (random.nextBoolean()) {
            daemon.machine.processes().crash(process);
            daemon.reconciler.hint(new Hint.Ended(process));
          }
        }
        yield "crashes";
      }
      case 6 -> {
        daemon.time.jump(Duration.ofDays(random.nextInt(20) - 10L));
        yield "a clock jump";
      }
      default -> {
        mischief.disturb();
        daemon.restart();
        yield "a kill of the daemon";
      }
    };
  }

  private static String edit(DaemonUnderTest daemon, Generator generator, Random random)
      throws Exception {
    Generator.World world = generator.world();
    Set<String> before = new HashSet<>(daemon.source.names());
    for (Guest guest : world.guests()) {
      if (random.nextInt(5) == 0) {
        daemon.source.put(
            guest.at().fileName(), FakeSource.broken(guest.at().file(), Optional.of(guest.id())));
      } else {
        daemon.source.put(guest);
      }
      before.remove(guest.at().fileName());
    }
    for (Partition partition : world.partitions()) {
      daemon.source.put(partition);
      before.remove(partition.at().fileName());
    }
    before.forEach(daemon.source::remove);
    if (random.nextBoolean()) {
      daemon.reconciler.changed(Optional.empty());
    }
    daemon.pass(Duration.ofMinutes(2));
    if (!daemon.reconciler.approve(Optional.empty()).isEmpty()) {
      daemon.settle();
      return "an edit with stops that had to be approved";
    }
    return "an edit";
  }

  /** What a fresh look at machine and documents shows is in order, or told of. */
  private static void assertConverged(DaemonUnderTest daemon, String where) throws IOException {
    Desired desired = daemon.reconciler.inForce();
    Plan plan = Planner.plan(desired, daemon.machine.observe(desired), daemon.options(daemon.time));
    for (PlannedGuest guest : plan.guests()) {
      assertThat(guest.steps())
          .as("%s: %s has nothing to do: %s", where, guest.id(), daemon.conditions())
          .isEmpty();
    }
    assertThat(plan.partitions().stream().flatMap(p -> p.steps().stream()).toList())
        .as("%s: partitions have nothing to do: %s", where, daemon.conditions())
        .isEmpty();
    Set<ProcessId> known = new TreeSet<>();
    daemon.machine.records().guests().forEach(r -> r.process().ifPresent(known::add));
    assertThat(known)
        .as("%s: every process is known and each guest has one", where)
        .containsAll(daemon.machine.processes().all());
    for (GuestCondition condition : daemon.reconciler.status().guests()) {
      assertThat(condition.sync())
          .as("%s: %s", where, condition)
          .isNotIn(GuestCondition.Sync.WORKING, GuestCondition.Sync.FAILED);
    }
  }
}
