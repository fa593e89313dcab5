package vcg.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.FakeMachine;
import vcg.MachineUnderTest;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.CardTuning;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.DevicePlace;
import vcg.model.Driver;
import vcg.model.Graphics;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Guests;
import vcg.model.Lines;
import vcg.model.LiveSetting;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;
import vcg.model.Peripherals;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.Screen;
import vcg.report.PlanJson;

/** What is done for a guest before it runs, and undone after it has ended. */
class SetupTest {
  private static final Location AT = new Location("web.xml", 9, 5);

  @TempDir Path run;

  @Test
  void apply_guestOnBridge_asksMonitorAndLeavesNoTap() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    Desired desired = MachineUnderTest.desired(List.of(guest()));

    Plan start = machine.plan(desired);
    machine.apply(start);
    Plan again = machine.plan(desired);
    Plan stop = machine.plan(MachineUnderTest.desired(List.of()));
    machine.apply(stop);

    assertThat(steps(start, Change.AddTap.class))
        .containsExactly(
            new Change.AddTap(
                id(),
                "web0",
                Optional.of("br0"),
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(again.isConverged()).isTrue();
    assertThat(steps(stop, Change.RemoveTap.class))
        .containsExactly(new Change.RemoveTap(id(), "web0"));
    assertThat(run.resolve("web.qemu")).doesNotExist();
  }

  @Test
  void apply_cableThatIsPulled_isToldToTheMonitorBeforeTheGuestRuns() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    Plan plan = machine.plan(MachineUnderTest.desired(List.of(guest())));

    machine.apply(plan);

    assertThat(machine.processes().requests())
        .extracting(LiveSetting.Request::command)
        .containsExactly("set_link", "set_password", "expire_password");
    assertThat(PlanJson.of(plan))
        .contains("set_link {name=nic-525400000001, up=false}")
        .contains("set_password {password=(hidden), protocol=vnc}")
        .doesNotContain("hidden1");
    assertThat(machine.plan(MachineUnderTest.desired(List.of(guest()))).isConverged()).isTrue();
  }

  private static <T extends Change> List<Change> steps(Plan plan, Class<T> kind) {
    return plan.guests().stream()
        .map(PlannedGuest::steps)
        .flatMap(List::stream)
        .filter(kind::isInstance)
        .toList();
  }

  private static GuestId id() {
    return new GuestId(Driver.QEMU, "web");
  }

  private static Guest guest() {
    return Guests.qemu("web")
        .nic(
            new NetworkCard(
                AT,
                Optional.of("52:54:00:00:00:01"),
                "virtio",
                new NetworkBackend.Bridge(
                    new Located<>("br0", AT), false, Optional.of("web0"), false),
                CardTuning.NONE,
                Optional.empty(),
                true,
                DevicePlace.ANY))
        .peripherals(
            new Peripherals(
                Lines.NONE,
                new Screen(List.of(vnc()), List.of(), List.of(), List.of()),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Peripherals.Balloon.PLAIN,
                Optional.empty(),
                Optional.empty()))
        .build();
  }

  private static Graphics vnc() {
    return new Graphics.Vnc(
        AT,
        new Graphics.Listen.Unix(Optional.empty()),
        Optional.of(new Graphics.Password("hidden1", Optional.empty())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
