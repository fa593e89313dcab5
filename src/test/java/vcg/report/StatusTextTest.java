package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vcg.cgroup.DeviceProgram;
import vcg.model.DeviceAccess;
import vcg.model.Difference;
import vcg.model.Difference.Cause;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition;
import vcg.model.PlannedPartition.Action;

class StatusTextTest {
  private static final PlannedGuest WEB =
      Samples.guest(
          PlannedGuest.Action.LIVE,
          List.of(Samples.difference("vcpu0", "quota", "10000 us", "20000 us")),
          List.of());

  @Test
  void of_partitions_declaredAndMade() {
    PlannedPartition drifted =
        Samples.production(
            Action.REPAIR,
            "",
            List.of(
                Samples.difference("cpu", "shares", "77", "512", "d/production.xml", Cause.DRIFT)),
            List.of(),
            List.of());

    String text =
        StatusText.of(
            Samples.plan(List.of(drifted), WEB),
            Samples.host(DeviceAccess.NONE, "cpu:/system", "memory:/system"));

    assertThat(text)
        .isEqualTo(
            """
            GUEST  KIND  STATE  SYNC     PID  NOTE
            web    qemu  off    differs  -    vcpu0 quota 10000 us → 20000 us (web.xml:5)

            PARTITION    SYNC     DOCUMENT          NOTE
            /production  drifted  production.xml:1  cpu shares 77 → 512 (production.xml:5)
            /system      in sync  -
            1 guest: 1 differs. 2 partitions: 1 drifted, 1 in sync.
            """);
  }

  @Test
  void of_partitionThatIsHeld_saysWhy() {
    PlannedPartition held =
        Samples.production(Action.HOLD, "unknown element <x>", List.of(), List.of(), List.of());

    assertThat(StatusText.of(Samples.plan(List.of(held), WEB), Samples.host(DeviceAccess.NONE)))
        .contains("/production  held  production.xml:1  unknown element <x>\n")
        .endsWith("1 partition: 1 held.\n");
  }

  @Test
  void of_partitionOfOthersInSync_isNotShown() {
    PlannedPartition others = Samples.system(Action.NONE, List.of(), List.of());

    assertThat(StatusText.of(Samples.plan(List.of(others), WEB), Samples.host(DeviceAccess.NONE)))
        .doesNotContain("PARTITION");
  }

  @Test
  void of_guestThatIsHeldAndDiffers_saysWhyAndWhat() {
    List<Difference> due =
        List.of(Samples.difference("vcpu", "max", "1", "2", "d/web.xml", Cause.DOCUMENT));
    PlannedGuest waits =
        PlannedGuest.untouched(
            WEB.id(),
            PlannedGuest.Action.HOLD,
            "disk vdb is still plugged in",
            Optional.empty(),
            due,
            Optional.empty());

    assertThat(StatusText.of(Samples.plan(List.of(), waits), Samples.host(DeviceAccess.NONE)))
        .contains("held", "  disk vdb is still plugged in; vcpu max 1 → 2 (web.xml:5)\n");
  }

  @Test
  void of_guestThatNeverRan_isListedAllTheSame() {
    PlannedGuest off =
        PlannedGuest.untouched(
            WEB.id(),
            PlannedGuest.Action.NONE,
            "shut off, as its file asks",
            Optional.empty(),
            List.of(),
            Optional.empty());

    assertThat(StatusText.of(Samples.plan(List.of(), off), Samples.host(DeviceAccess.NONE)))
        .contains("off    in sync", "shut off, as its file asks\n1 guest: 1 in sync.\n");
  }

  @Test
  void of_someGuestsOnly_leavesPartitionsOut() {
    assertThat(
            StatusText.of(Samples.plan(List.of()), Samples.host(DeviceAccess.NONE, "cpu:/system")))
        .isEqualTo("0 guests.\n");
  }

  @Test
  void of_deviceProgramOfOthers_isNoted() {
    DeviceAccess access =
        new DeviceAccess(
            Optional.empty(),
            List.of(new DeviceProgram(4, "sd_devices"), new DeviceProgram(5, "vcg_0123456789a")));

    assertThat(StatusText.of(Samples.plan(List.of(), WEB), Samples.host(access)))
        .contains("; devices also decided by others: program sd_devices\n");
  }
}
