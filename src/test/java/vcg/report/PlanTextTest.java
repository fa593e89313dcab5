package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vcg.cgroup.CgroupPath;
import vcg.model.Change;
import vcg.model.Difference.Cause;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition.Action;

class PlanTextTest {
  @Test
  void of_partitions_areShownLikeGuests() {
    String text =
        PlanText.of(
            Samples.plan(
                List.of(
                    Samples.system(
                        Action.CREATE,
                        List.of(
                            Samples.create("cpu:/system"),
                            Samples.create("memory:/system"),
                            Samples.shares("cpu:/system", 1024, 512)),
                        List.of()),
                    Samples.production(
                        Action.LIVE,
                        "",
                        List.of(
                            Samples.difference("cpu", "shares", "1024", "512"),
                            Samples.difference(
                                "memory", "hard_limit", "1 GiB", "unlimited", "", Cause.DOCUMENT)),
                        List.of(Samples.shares("cpu:/production", 1024, 512)),
                        List.of()))),
            false);

    assertThat(text)
        .isEqualTo(
            """
              + /system      create  2 cgroups, 1 value
              ~ /production  live    cpu     shares      1024 → 512         web.xml:5
                                     memory  hard_limit  1 GiB → unlimited    default

            Plan: 2 partitions. 2 writes of 18 values read.
            """);
  }

  @Test
  void of_partitionThatDrifted_saysSo() {
    var drift = Samples.difference("cpu", "shares", "77", "512", "d/production.xml", Cause.DRIFT);
    var partition =
        Samples.production(
            Action.REPAIR,
            "",
            List.of(drift),
            List.of(Samples.shares("cpu:/production", 77, 512)),
            List.of());

    assertThat(PlanText.of(Samples.plan(List.of(partition)), false))
        .startsWith(
            "  ! /production  repair  cpu  shares  77 → 512  production.xml:5  changed outside"
                + " vcg\n");
  }

  @Test
  void of_partitionThatOnlyHandsOnMore_isNotAnEmptyLine() {
    Change handOn =
        new Change.SetControllers(CgroupPath.parse("unified:/system"), List.of("cpu"), List.of());
    var partition = Samples.system(Action.REPAIR, List.of(handOn), List.of());

    assertThat(PlanText.of(Samples.plan(List.of(partition)), false))
        .isEqualTo(
            """
              ! /system  repair  controllers

            Plan: 1 partition. 0 writes of 18 values read.
            """);
  }

  @Test
  void of_partitionToBeRemoved_comesLast() {
    Change remove = new Change.RemoveCgroup(CgroupPath.parse("cpu:/system"));
    var partition = Samples.system(Action.REMOVE, List.of(), List.of(remove));
    var guest = Samples.guest(PlannedGuest.Action.STOP, "file removed", List.of(), List.of(remove));

    assertThat(PlanText.of(Samples.plan(List.of(partition), guest), false))
        .isEqualTo(
            """
              - web      STOP    file removed
              - /system  remove  1 cgroup

            Plan: 1 stop, 1 partition. 0 writes of 18 values read.
            """);
  }

  @Test
  void of_partitionThatIsHeld_saysWhyAndWhere() {
    var partition =
        Samples.production(
            Action.HOLD, "layout nested has no partitions", List.of(), List.of(), List.of());

    assertThat(PlanText.of(Samples.plan(List.of(partition)), false))
        .isEqualTo(
            """
              ? /production  held  layout nested has no partitions  production.xml:1:12

            Plan: 1 held partition. 0 writes of 18 values read.
            """);
  }

  @Test
  void of_partitionInSync_isNotShown() {
    var partition = Samples.production(Action.NONE, "", List.of(), List.of(), List.of());

    assertThat(PlanText.of(Samples.plan(List.of(partition)), false))
        .isEqualTo("No changes. 18 values read.\n");
  }

  @Test
  void of_groupsDevicesAndMoves_areRowsOfTheirGuest() {
    var guest =
        Samples.guest(
            PlannedGuest.Action.LIVE,
            List.of(
                Samples.difference("vcpu0", "quota", "10000 us", "unlimited", "", Cause.DOCUMENT),
                Samples.difference("emulator", "cpuset", "0-3", "1"),
                Samples.difference("devices", "allow", "", "b 8:0 rw"),
                Samples.difference("devices", "deny", "b 8:16 rw", "", "", Cause.DOCUMENT),
                Samples.difference("process", "cpu", "/", "/system/web", "", Cause.DRIFT),
                Samples.difference("vdb", "source", "/x.img", "")),
            List.of(Samples.shares("cpu:/system/web", 1, 2)));

    assertThat(PlanText.of(Samples.plan(List.of(), guest), false))
        .startsWith(
            """
              ~ web  live  vcpu0     quota   10000 us → unlimited    default
                           emulator  cpuset  0-3 → 1               web.xml:5
                           devices   allow   b 8:0 rw              web.xml:5
                           devices   deny    b 8:16 rw
                           process   cpu     / → /system/web         changed outside vcg
                           vdb       source  /x.img → none         web.xml:5
            """);
  }

  @Test
  void of_guestWithDeviceRules_countsThem() {
    List<Change> steps =
        List.of(
            Samples.create("devices:/system/web"),
            new Change.DenyDevices(CgroupPath.parse("devices:/system/web")),
            Steps.allow("devices:/system/web", "c 1:3 rw"),
            Steps.allow("devices:/system/web", "c 136:* rw"));

    assertThat(
            PlanText.of(
                Samples.plan(List.of(), Samples.guest(PlannedGuest.Action.START, List.of(), steps)),
                false))
        .isEqualTo(
            """
              + web  start  1 cgroup, 2 device rules, QEMU  web.xml:2

            Plan: 1 start. 3 writes of 18 values read.
            """);
  }

  @Test
  void of_warnings_comeBeforeWhatIsRefused() {
    String text =
        PlanText.of(
            Samples.plan(
                List.of("the host has no swap accounting\u001b"), List.of("too much"), List.of()),
            false);

    assertThat(text)
        .isEqualTo(
            """
            Warning: the host has no swap accounting\\u001b.
            Refused: too much.
            No changes. 18 values read.
            """);
  }
}
