package vcg.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.FakeMachine;
import vcg.MachineUnderTest;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Guests;
import vcg.model.Outcome;

/** A guest below a directory that somebody froze on v1, where no signal reaches it. */
class FrozenAboveTest {
  private static final CgroupPath ABOVE = new CgroupPath("freezer", FakeMachine.PARENT);

  @TempDir Path run;
  private FakeMachine machine;

  @BeforeEach
  void start() throws Exception {
    machine = new FakeMachine(FakeCgroupFs.separate(), run);
    machine.apply(machine.plan(MachineUnderTest.desired(List.of(Guests.qemu("db").build()))));
    machine.fs().write(ABOVE, "freezer.state", "FROZEN");
  }

  @Test
  void apply_stopBelowFrozenDirectory_failsAtOnceAndNamesIt() throws Exception {
    Outcome outcome = stop();

    assertThat(outcome.results())
        .flatExtracting(r -> r.failure().stream().toList())
        .first() // then its partition cannot be removed
        .asString()
        .contains("freezer:/t is frozen", "write THAWED to its freezer.state");
    assertThat(machine.processes().all()).hasSize(1);
  }

  @Test
  void apply_stopOnceItIsThawed_ends() throws Exception {
    stop();
    machine.fs().write(ABOVE, "freezer.state", "THAWED");

    Outcome outcome = stop();

    assertThat(outcome.failed()).isFalse();
    assertThat(machine.processes().all()).isEmpty();
  }

  private Outcome stop() throws Exception {
    return machine.apply(machine.plan(MachineUnderTest.desired(List.of()), 1));
  }
}
