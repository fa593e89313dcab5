package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** Guests that end, pause or do not start: what becomes of them, and what vcg says. */
@Timeout(180)
class EndsIT {
  @RegisterExtension final TestHost host = new TestHost();

  private boolean isOff(String name) throws Exception {
    return host.vcg("status", name).out().contains("powered off");
  }

  @Test
  void apply_guestPoweredOffAndIsToRestart_bootsAgainInPlace() throws Exception {
    host.domain("web", 'X', "<on_poweroff>restart</on_poweroff>", "");
    assertThat(host.vcg("apply").exit()).isZero();
    long pid = host.pid("web").orElseThrow();
    Eventually.holds(TestHost.SOON, () -> isOff("web"));
    String before = host.serial("web");

    Run plan = host.vcg("plan");
    Run applied = host.vcg("apply");

    assertThat(plan.out()).containsPattern("~ web +live +guest +run +powered off → running");
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.onlyProcess("web")).as("the same process").isEqualTo(pid);
    Eventually.holds(TestHost.SOON, () -> host.serial("web").length() > before.length());
  }

  @Test
  void apply_guestIsResetAndIsNotToRestart_isOffUntilItsFileChanges() throws Exception {
    host.domain("web", 'N', "<on_reboot>destroy</on_reboot>", "");
    assertThat(host.vcg("apply").exit()).isZero();

    host.ask("web", "system_reset", Map.of());
    Eventually.holds(TestHost.SOON, () -> isOff("web"));
    Run applied = host.vcg("apply");
    Run again = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.processes("web")).isEmpty();
    assertThat(again.out()).contains("No changes.");
    host.edit("web", "destroy", "restart");
    assertThat(host.vcg("apply").exit()).isZero();
    long pid = host.onlyProcess("web");
    host.ask("web", "system_reset", Map.of());
    assertThat(host.vcg("plan").out()).contains("No changes.");
    assertThat(host.onlyProcess("web")).isEqualTo(pid);
  }

  /** Its processor faults while it handles a fault, which resets a machine. */
  @Test
  void apply_guestResetsItselfAndMay_bootsAgainInPlace() throws Exception {
    host.domain("web", 'C', "", "");
    assertThat(host.vcg("apply").exit()).isZero();
    long pid = host.onlyProcess("web");

    Eventually.holds(TestHost.SOON, () -> host.serial("web").split("GUEST-UP", -1).length > 3);

    assertThat(host.vcg("plan").out()).contains("No changes.");
    assertThat(host.vcg("status").out()).containsPattern("web +qemu +running +in sync +" + pid);
  }

  @Test
  void apply_guestResetsItselfAndIsNotTo_isOff() throws Exception {
    host.domain("web", 'C', "<on_reboot>destroy</on_reboot>", "");
    assertThat(host.vcg("apply").exit()).isZero();

    Eventually.holds(TestHost.SOON, () -> isOff("web"));
    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.serial("web")).containsOnlyOnce("GUEST-UP");
    assertThat(host.processes("web")).isEmpty();
    assertThat(host.cgroup("memory", "web")).doesNotExist();
    assertThat(host.vcg("plan").out()).contains("powered itself off; it starts when its file");
  }

  private void panics(String onCrash) throws Exception {
    host.domain("web", 'P', "<on_crash>" + onCrash + "</on_crash>", "");
    host.edit("web", "<memballoon", "<panic model='isa'/><memballoon");
    assertThat(host.vcg("apply").exit()).isZero();
    Eventually.holds(TestHost.SOON, () -> host.vcg("status").out().contains("qemu  crashed"));
  }

  @Test
  void apply_guestPanicsAndIsToBeDestroyed_isOffUntilItsFileChanges() throws Exception {
    panics("destroy");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.processes("web")).isEmpty();
    assertThat(host.vcg("plan").out()).contains("web crashed; it starts when its file changes");
    assertThat(host.vcg("status").out()).contains("last error: the guest crashed");
  }

  @Test
  void apply_guestPanicsAndIsToRestart_bootsAgainInPlaceUntilItLoops() throws Exception {
    panics("restart");
    final long pid = host.onlyProcess("web");
    host.startedLongAgo("web");

    Run applied = host.vcg("apply");
    Eventually.holds(TestHost.SOON, () -> host.vcg("status").out().contains("crashed"));
    String record = Files.readString(host.record("web"));
    assertThat(record).contains("\"crashes\":1");
    Files.writeString(host.record("web"), record.replace("\"crashes\":1", "\"crashes\":6"));
    Run again = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.serial("web").split("GUEST-UP", -1)).hasSize(3);
    assertThat(again.exit()).as("%s", again).isEqualTo(5);
    assertThat(again.out())
        .containsPattern(
            "crash loop: the guest crashed, [67] times in a row; next try in [0-9]+ s");
    assertThat(host.vcg("status").out()).containsPattern("web +qemu +crashed +crash loop +" + pid);
  }

  @Test
  void apply_guestPanicsAndIsToBeKept_staysAsItIs() throws Exception {
    panics("preserve");
    final long pid = host.onlyProcess("web");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(5);
    assertThat(applied.out()).contains("crashed and is kept for inspection, as on_crash asks");
    assertThat(host.onlyProcess("web")).isEqualTo(pid);
    assertThat(host.ask("web", "query-status", Map.of())).contains("guest-panicked");
  }

  @Test
  void apply_pausedFromItsStart_runsWhenAsked_andPausesAgain() throws Exception {
    host.domain("web", 'N', "", "run='paused' stop-timeout='1'");
    assertThat(host.vcg("apply").exit()).isZero();
    long pid = host.pid("web").orElseThrow();
    assertThat(host.vcg("status").out()).containsPattern("web +qemu +paused +in sync");
    assertThat(host.serial("web")).isEmpty();

    host.edit("web", "run='paused'", "run='running'");
    assertThat(host.vcg("apply").exit()).isZero();
    Eventually.holds(TestHost.SOON, () -> !host.serial("web").isEmpty());
    host.edit("web", "run='running'", "run='paused'");
    assertThat(host.vcg("apply").exit()).isZero();

    assertThat(host.vcg("status").out()).containsPattern("web +qemu +paused +in sync");
    assertThat(host.onlyProcess("web")).isEqualTo(pid);
    host.edit("web", "run='paused'", "run='shutoff'");
    assertThat(host.vcg("apply", "--allow-stops", "1").exit()).isZero();
    assertThat(host.processes("web")).isEmpty();
    assertThat(host.cgroup("memory", "web")).doesNotExist();
    assertThat(host.runDirectory("web")).doesNotExist();
  }

  @Test
  void apply_startFailsAgainAndAgain_waitsLongerAndSaysWhy() throws Exception {
    host.domain("web", 'N', "", "");
    Path image = host.home().resolve("web.img");
    host.edit("web", "<driver type='raw'/>", "<driver type='qcow2'/>");

    Run first = host.vcg("apply");
    Run held = host.vcg("apply");
    Run status = host.vcg("status");
    Run json = host.vcg("status", "--format", "json");
    host.startedAgo("web", 20);
    Run second = host.vcg("apply");
    Run heldLonger = host.vcg("apply");

    assertThat(first.exit()).as("%s", first).isEqualTo(1);
    assertThat(first.out()).contains("ended at once with exit").contains("not in qcow2 format");
    assertThat(held.exit()).as("%s", held).isEqualTo(5);
    assertThat(held.out())
        .containsPattern("crash loop: it could not be started soon .*; next try in [0-9]+ s");
    assertThat(status.out())
        .containsPattern("web +qemu +off +crash loop")
        .contains("the last that the process of web printed:");
    assertThat(json.out())
        .contains("\"crashes\" : 1", "\"exitStatus\" : 1", "not in qcow2 format\"");
    assertThat(second.exit()).as("%s", second).isEqualTo(1);
    assertThat(heldLonger.out()).containsPattern("2 times in a row; next try in 1[0-9]|20 s");
    assertThat(Files.exists(image)).isTrue();

    host.edit("web", "<driver type='qcow2'/>", "<driver type='raw'/>");
    Run repaired = host.vcg("apply");

    assertThat(repaired.exit()).as("a changed file is tried at once: %s", repaired).isZero();
    assertThat(host.record("web")).content().contains("\"crashes\":0");
  }

  @Test
  void apply_logOfARunningGuestIsTooLong_isCutAndStillWrittenTo() throws Exception {
    host.domain("web", 'N', "", "");
    host.vcg("apply");
    assertThat(host.log("web")).isRegularFile();
    Files.write(host.log("web"), new byte[3 << 20], StandardOpenOption.APPEND);

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(Files.size(host.log("web"))).isZero();
    assertThat(Files.size(Path.of(host.log("web") + ".1"))).isEqualTo(1 << 20);
    long pid = host.onlyProcess("web");
    new ProcessBuilder("kill", "-TERM", Long.toString(pid)).start().waitFor();
    Eventually.holds(TestHost.SOON, () -> TestHost.hasEnded(pid));
    assertThat(host.log("web")).content().contains("terminating on signal 15");
    assertThat(host.vcg("status").out()).contains("  ").contains("terminating on signal 15");

    host.delete("web");
    assertThat(host.vcg("apply", "--allow-stops", "1").exit()).isZero();
    assertThat(host.log("web")).doesNotExist();
    assertThat(Path.of(host.log("web") + ".1")).doesNotExist();
  }
}
