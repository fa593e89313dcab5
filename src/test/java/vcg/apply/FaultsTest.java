package vcg.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.FakeMachine;
import vcg.MachineUnderTest;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.FakeCgroupFs;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Outcome;
import vcg.model.Plan;

/** What becomes of a machine whose cgroup file system fails at any one operation. */
class FaultsTest {
  private static final int FAR_BEYOND = 200;

  @TempDir Path run;

  @ParameterizedTest
  @ValueSource(strings = {"EIO", "EBUSY", "ENOSPC", "EACCES", "EINVAL"})
  void apply_eachOperationFailsOnce_isReportedAndPutRightByTheNext(String errno) throws Exception {
    eachFailsOnce(
        errno,
        List.of(
            Guests.qemu("db").shares(512).build(),
            Guests.qemu("web").shares(2048).partition("/production").build()));
  }

  @Test
  void apply_eachOperationOfAContainerFailsOnce_isReportedAndPutRightByTheNext() throws Exception {
    eachFailsOnce("EIO", List.of(Guests.lxc("box").shares(512).build()));
  }

  private void eachFailsOnce(String errno, List<Guest> guests) throws Exception {
    Desired desired = MachineUnderTest.desired(guests);
    boolean failed = true;
    for (int n = 1; failed && n < FAR_BEYOND; n++) {
      FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
      Plan plan = machine.plan(desired);
      machine.fs().failAt(n, errno, false);

      Outcome outcome = machine.apply(plan);

      failed = machine.fs().failed();
      machine.fs().failAt(0, errno, false); // from here on nothing fails
      assertThat(outcome.failed()).as("operation %s", n).isEqualTo(failed);
      assertThat(machine.apply(machine.plan(desired)).failed()).as("then, %s", n).isFalse();
      assertThat(machine.plan(desired).isConverged()).as("after %s", n).isTrue();
      assertThat(machine.processes().all()).as("each guest once, %s", n).hasSize(guests.size());
      machine.apply(machine.plan(MachineUnderTest.desired(List.of())));
      assertThat(machine.fs().contents().keySet())
          .as("nothing is left, %s", n)
          .noneMatch(file -> file.contains("/system") || file.contains("/production"));
    }
    assertThat(failed).as("every operation was tried").isFalse();
  }

  @Test
  void apply_oneGuestFails_othersGoOnAndItLeavesNothing() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    Desired desired =
        MachineUnderTest.desired(
            List.of(Guests.qemu("db").shares(512).build(), Guests.qemu("web").build()));
    Plan plan = machine.plan(desired);
    int partition = 7 + 2 * 2; // seven directories, two values, each read back
    machine.fs().failAt(partition + 5, "EIO", false);

    Outcome outcome = machine.apply(plan);

    assertThat(outcome.results()).filteredOn(r -> r.failure().isPresent()).hasSize(1);
    assertThat(machine.processes().all()).hasSize(1);
    assertThat(machine.fs().contents().keySet())
        .noneMatch(file -> file.contains("/db.qemu.libvirt"))
        .anyMatch(file -> file.contains("/web.qemu.libvirt"));
  }

  @Test
  void apply_limitBelowWhatIsInUse_isHeldUntilItIsAllowed() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    CgroupPath memory = new CgroupPath("memory", FakeMachine.PARENT + "/system/db.qemu.libvirt");
    machine.apply(machine.plan(MachineUnderTest.desired(List.of(Guests.qemu("db").build()))));
    machine.fs().setUsage(memory, 1 << 20);
    Guest smaller =
        Guests.qemu("db").digest("1").set(Knob.MEMORY_HARD_LIMIT, Value.amount(4096)).build();

    Plan held = machine.plan(MachineUnderTest.desired(List.of(smaller)));
    machine.allowBelowUse();
    Outcome outcome = machine.apply(machine.plan(MachineUnderTest.desired(List.of(smaller))));

    assertThat(held.steps()).isEmpty();
    assertThat(held.guests().getFirst().reason())
        .isEqualTo(
            "hard_limit 4 KiB is below the 1 MiB in use; --allow-below-use sets it all the"
                + " same, and the kernel takes it only if it can free the rest");
    assertThat(outcome.results().getFirst().failure().orElseThrow())
        .contains("memory.limit_in_bytes: EBUSY; the guest uses more than that");
    assertThat(machine.processes().all()).hasSize(1);
  }

  @Test
  void apply_recordOfOneGuestCannotBeWritten_othersGoOn() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    machine.apply(machine.plan(MachineUnderTest.desired(List.of(Guests.qemu("db").build()))));
    machine.records().refuse("db");
    Guest edited = Guests.qemu("db").digest("1").build();

    Outcome outcome =
        machine.apply(
            machine.plan(MachineUnderTest.desired(List.of(edited, Guests.qemu("web").build()))));

    assertThat(outcome.results())
        .anyMatch(r -> r.subject().equals("db") && r.failure().orElse("").contains("ENOSPC"));
    assertThat(machine.processes().all()).hasSize(2);
  }

  @Test
  void apply_newGuestCannotBeRemembered_isNotStarted() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    machine.records().refuse("db");

    Outcome outcome =
        machine.apply(
            machine.plan(
                MachineUnderTest.desired(
                    List.of(Guests.qemu("db").build(), Guests.qemu("web").build()))));

    assertThat(outcome.failed()).isTrue();
    assertThat(machine.processes().all()).hasSize(1);
    assertThat(machine.fs().contents().keySet())
        .noneMatch(file -> file.contains("/db.qemu.libvirt"));
  }
}
