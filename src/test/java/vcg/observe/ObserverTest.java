package vcg.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.FakeMachine;
import vcg.MachineUnderTest;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Policy;

class ObserverTest {
  private static final Policy OFF =
      new Policy(Policy.Run.SHUTOFF, false, Policy.RestartDue.HOLD, 60, Policy.Drift.REPAIR);

  @TempDir private Path run;

  @Test
  void observe_everyGuestRuns_searchesNoOtherProcess() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    Desired desired = MachineUnderTest.desired(List.of(guest("db"), guest("web")));
    machine.apply(machine.plan(desired));
    int before = machine.processes().searches().size();

    machine.observe(desired);

    assertThat(before).isPositive();
    assertThat(machine.processes().searches()).hasSize(before);
  }

  @Test
  void observe_oneGuestIsDown_searchesForItsUuidAlone() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    Guest down = guest("web");
    machine.apply(machine.plan(MachineUnderTest.desired(List.of(guest("db")))));

    machine.observe(MachineUnderTest.desired(List.of(guest("db"), down)));

    assertThat(machine.processes().searches().getLast()).isEqualTo(Set.of(down.uuid()));
  }

  @Test
  void observe_guestsToStart_isAnnouncedOnceAndForNoOthers() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    Guest off = Guests.qemu("off").policy(OFF).build();
    Desired desired = MachineUnderTest.desired(List.of(guest("db"), guest("web"), off));

    machine.apply(machine.plan(desired));
    assertThat(machine.processes().announced()).isEqualTo(1);

    machine.observe(desired);
    machine.observe(MachineUnderTest.desired(List.of()));
    assertThat(machine.processes().announced()).isEqualTo(1);
  }

  private static Guest guest(String name) {
    return Guests.qemu(name).build();
  }
}
