package vcg.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.FakeMachine;
import vcg.MachineUnderTest;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Desired;
import vcg.model.Guests;
import vcg.model.Outcome;
import vcg.model.Plan;
import vcg.model.PlannedGuest;

/** A QEMU that emulates all virtual CPUs in one thread, which no cgroup can hold a part of. */
class SharedThreadTest {
  private static final String WHY = "vcpu0 and vcpu1 share thread ";

  @TempDir Path run;

  @Test
  void apply_newGuestWithGroups_failsAndLeavesNothing() throws Exception {
    FakeMachine machine = machine();
    Desired desired = withGroups();

    Outcome outcome = machine.apply(machine.plan(desired));

    assertThat(outcome.results())
        .flatExtracting(r -> r.failure().stream().toList())
        .singleElement()
        .asString()
        .contains(WHY);
    assertThat(machine.processes().all()).isEmpty();
    assertThat(machine.fs().contents().keySet()).noneMatch(f -> f.contains("/db.qemu.libvirt"));
  }

  @Test
  void plan_groupsForRunningGuest_holdsIt() throws Exception {
    FakeMachine machine = machine();
    machine.apply(
        machine.plan(MachineUnderTest.desired(List.of(Guests.qemu("db").vcpus(2).build()))));

    Plan plan = machine.plan(withGroups());

    assertThat(plan.guests())
        .singleElement()
        .satisfies(guest -> {
          assertThat(guest.action()).isEqualTo(PlannedGuest.Action.HOLD);
          assertThat(guest.reason()).contains(WHY);
          assertThat(guest.steps()).isEmpty();
        });
  }

  private FakeMachine machine() {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    machine.processes().emulateInOneThread();
    return machine;
  }

  private static Desired withGroups() {
    return MachineUnderTest.desired(
        List.of(Guests.qemu("db").vcpus(2).digest("1").vcpuBandwidth(50_000, 25_000).build()));
  }
}
