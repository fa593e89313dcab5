package vcg.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.FakeMachine;
import vcg.MachineUnderTest;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition;

class OneGuestTest {
  @TempDir Path run;

  @Test
  void of_othersDriftedAndGone_leavesThemAlone() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    Guest gone = Guests.qemu("gone").partition("/old").build();
    machine.apply(machine.plan(MachineUnderTest.desired(List.of(web(1024, "a"), other(), gone))));
    CgroupPath cgroup = new CgroupPath("cpu", "/t/system/other.qemu.libvirt");
    machine.fs().write(cgroup, "cpu.shares", "77");
    Guest fresh = Guests.qemu("fresh").partition("/fresh").build();
    Desired desired = MachineUnderTest.desired(List.of(web(2048, "b"), other(), fresh));

    Plan whole = machine.plan(desired);
    Plan one = OneGuest.of(whole, web(2048, "b").id(), "web.xml");
    machine.apply(one);

    assertThat(whole.count(PlannedGuest.Action.STOP)).isOne();
    assertThat(whole.partitions()).isNotEmpty();
    assertThat(one.partitions()).isEmpty();
    assertThat(one.steps())
        .hasSize(1)
        .allMatch(s -> s instanceof Change.WriteSetting write && write.to().equals("2048"));
    assertThat(machine.fs().read(cgroup, "cpu.shares")).contains("77");
    Plan left = machine.plan(desired);
    assertThat(left.count(PlannedGuest.Action.REPAIR)).isOne();
    assertThat(left.count(PlannedGuest.Action.STOP)).isOne();
    assertThat(OneGuest.of(left, web(2048, "b").id(), "web.xml").isEmpty()).isTrue();
  }

  @Test
  void of_newGuest_makesItsPartitionAndNoOther() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    Guest a = Guests.qemu("a").partition("/one/two").build();
    Guest b = Guests.qemu("b").partition("/three").build();

    Plan one = OneGuest.of(machine.plan(MachineUnderTest.desired(List.of(a, b))), a.id(), "a.xml");

    assertThat(one.partitions()).map(PlannedPartition::path).containsExactly("/one", "/one/two");
    assertThat(machine.apply(one).failed()).isFalse();
  }

  @Test
  void of_stopRefusedByTheGuard_keepsTheReason() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    Guest gone = Guests.qemu("gone").build();
    Guest last = Guests.qemu("last").build();
    machine.apply(machine.plan(MachineUnderTest.desired(List.of(gone, last, other()))));

    Plan whole = machine.plan(MachineUnderTest.desired(List.of(other())), 0);

    assertThat(OneGuest.of(whole, gone.id(), "gone.xml").refusals()).hasSize(1);
    assertThat(OneGuest.of(whole, other().id(), "other.xml").refusals()).isEmpty();
  }

  private static Guest web(long shares, String digest) {
    return Guests.qemu("web").shares(shares).digest(digest).build();
  }

  private static Guest other() {
    return Guests.qemu("other").build();
  }
}
