package vcg.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vcg.FakeMachine;
import vcg.MachineUnderTest;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Plan;
import vcg.model.PlannedGuest.Action;

class GuardTest {
  @TempDir Path run;

  @ParameterizedTest
  @CsvSource({
    // running, removed, --allow-stops, refused
    "2, 1, 0, false",
    "10, 2, 0, false",
    "9, 2, 0, true",
    "9, 2, 1, true",
    "9, 2, 2, false",
    "1, 1, 0, true", // the directory is empty then
    "1, 1, 1, false",
    "5, 5, 4, true",
    "5, 5, 5, false",
  })
  void plan_filesRemoved_stopsOnlyWhatIsAllowed(
      int running, int removed, int allowed, boolean refused) throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < running; i++) {
      guests.add(Guests.qemu("g" + i).build());
    }
    machine.apply(machine.plan(MachineUnderTest.desired(guests)));

    Plan plan = machine.plan(MachineUnderTest.desired(guests.subList(removed, running)), allowed);

    assertThat(plan.count(Action.STOP)).isEqualTo(refused ? 0 : removed);
    assertThat(plan.count(Action.HOLD)).isEqualTo(refused ? removed : 0);
    assertThat(plan.refusals()).hasSize(refused ? 1 : 0);
  }
}
