package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** What others do to guests, and what the kernel will not do: seen, said, and put right. */
class TroubleIT {
  @RegisterExtension final TestHost host = new TestHost();

  private long start(String tuning) throws Exception {
    host.domain("web", 'N', tuning, "stop-timeout='2'");
    Run applied = host.vcg("apply");
    assertThat(applied.exit()).as("%s", applied).isZero();
    return host.onlyProcess("web");
  }

  @Test
  void apply_limitBelowUse_isHeldAndWithConsentToldTruthfully() throws Exception {
    start("<memtune><hard_limit unit='MiB'>300</hard_limit></memtune>");
    host.edit("web", "'MiB'>300<", "'MiB'>1<");

    Run held = host.vcg("apply");

    assertThat(held.exit()).as("%s", held).isEqualTo(5);
    assertThat(held.out()).containsPattern("web +held +hard_limit 1 MiB is below the .* in use");
    assertThat(host.read("memory", "web", "memory.limit_in_bytes")).isEqualTo("314572800");

    Run tried = host.vcg("apply", "--allow-below-use");

    assertThat(tried.exit()).as("%s", tried).isEqualTo(1);
    assertThat(tried.out()).contains("EBUSY").contains("the guest uses more than that");
    assertThat(host.read("memory", "web", "memory.limit_in_bytes")).isEqualTo("314572800");
  }

  @Test
  void apply_frozenByOthers_isThawed() throws Exception {
    long pid = start("");
    freeze();

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.read("freezer", "web", "freezer.state")).isEqualTo("THAWED");
    assertThat(host.onlyProcess("web")).isEqualTo(pid);
    assertThat(host.vcg("plan").out()).contains("No changes.");
  }

  @Test
  void apply_fileOfFrozenGuestRemoved_thawsAndStopsIt() throws Exception {
    long pid = start("");
    freeze();
    host.delete("web");

    Run applied = host.vcg("apply", "--allow-stops", "1");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(TestHost.hasEnded(pid)).isTrue();
    assertThat(host.cgroup("freezer", "web")).doesNotExist();
  }

  private void freeze() throws Exception {
    host.drift("freezer", "web", "freezer.state", "FROZEN");
    Eventually.holds(
        TestHost.SOON, () -> host.read("freezer", "web", "freezer.state").equals("FROZEN"));
  }

  @Test
  void apply_strayProcessInItsCgroupAtStop_isNamedAndKilled() throws Exception {
    start("");
    long stray = host.sleeper();
    host.drift("memory", "web", "cgroup.procs", Long.toString(stray));
    host.delete("web");

    Run applied = host.vcg("apply", "--allow-stops", "1");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(applied.out()).containsPattern("web: stopped; process " + stray + " \\(.*killed");
    assertThat(host.processes("web")).isEmpty();
    assertThat(TestHost.hasEnded(stray)).isTrue();
    assertThat(host.cgroup("memory", "web").getParent()).doesNotExist();
  }

  @Test
  void apply_devicePolicyWidenedByOthers_isNarrowedAgain() throws Exception {
    start("");
    Path list = host.cgroup("devices", "web").resolve("devices.list");
    String before = Files.readString(list);
    assertThat(opens("/dev/null")).isTrue();
    assertThat(opens("/dev/kmsg")).isFalse();
    host.drift("devices", "web", "devices.allow", "c 1:11 r");
    assertThat(opens("/dev/kmsg")).isTrue();

    Run plan = host.vcg("plan");
    Run applied = host.vcg("apply");

    assertThat(plan.out()).containsPattern("! web +repair +devices +deny +c 1:11 r");
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(opens("/dev/kmsg")).isFalse();
    assertThat(Files.readString(list).lines())
        .containsExactlyInAnyOrderElementsOf(before.lines().toList());
  }

  /** Whether a process in the guest's cgroup can open a device for reading. */
  private boolean opens(String device) throws Exception {
    Path procs = host.cgroup("devices", "web").resolve("cgroup.procs");
    Process shell =
        new ProcessBuilder("sh", "-c", "echo 0 >\"$1\" && exec <\"$2\"", "sh", procs + "", device)
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = shell.waitFor();
    assertThat(said).as("%s", exit).matches(exit == 0 ? "" : "(?s).*Operation not permitted\n");
    return exit == 0;
  }
}
