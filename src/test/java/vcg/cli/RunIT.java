package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.linux.Eventually;

/** The real daemon, real cgroups and QEMU. */
class RunIT {
  @RegisterExtension final TestHost host = new TestHost();
  private Optional<TestHost.Started> daemon = Optional.empty();

  private void start(String... words) throws IOException {
    List<String> all = new java.util.ArrayList<>(List.of("run"));
    all.addAll(List.of(words));
    daemon = Optional.of(host.start(List.of(), all.toArray(String[]::new)));
  }

  @AfterEach
  void end() {
    daemon.ifPresent(d -> d.process().destroyForcibly().onExit().join());
  }

  private Process process() {
    return daemon.orElseThrow().process();
  }

  private void guest(String name, int shares) throws IOException {
    host.domain(name, 'N', "<cputune><shares>" + shares + "</shares></cputune>", "");
  }

  private void awaitShares(String name, String value) {
    Eventually.holds(
        TestHost.SOON,
        () ->
            Files.exists(host.cgroup("cpu", name).resolve("cpu.shares"))
                && host.read("cpu", name, "cpu.shares").equals(value)
                && host.pid(name).isPresent());
  }

  private void awaitLog(String text) throws IOException {
    Path log = daemon.orElseThrow().err();
    try {
      Eventually.holds(TestHost.SOON, () -> Files.readString(log).contains(text));
    } catch (AssertionError e) {
      throw new AssertionError("no " + text + " in " + Files.readString(log), e);
    }
  }

  private void awaitGone(String name) {
    Eventually.holds(TestHost.SOON, () -> !Files.exists(host.cgroup("cpu", name)));
  }

  @Test
  void run_filesComeChangeBreakAndGo_guestsFollow() throws Exception {
    guest("web", 2048);
    guest("db", 300);
    guest("mail", 300);
    start();
    awaitShares("web", "2048");
    awaitLog("ready");
    long web = host.onlyProcess("web");

    host.edit("web", "2048", "512"); // watch: temporary name and rename
    awaitShares("web", "512");

    Path file = host.domains().resolve("web.xml");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("512", "600")); // truncate and write
    awaitShares("web", "600");

    Files.writeString(host.domains().resolve(".web.xml.swp"), "x"); // an editor's leftovers
    Files.move(file, host.domains().resolve("web.xml~"), StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(file, text.replace("512", "700"));
    awaitShares("web", "700");

    host.write("web", text.replace("<vcpu>1</vcpu>", "<vcpuu/>")); // last good
    awaitLog("web.xml:");
    assertThat(host.onlyProcess("web")).isEqualTo(web);
    assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("700");
    host.write("web", text.replace("512", "800"));
    awaitShares("web", "800");
    assertThat(host.onlyProcess("web")).isEqualTo(web);

    host.delete("mail"); // gone
    awaitGone("mail");
    assertThat(host.processes("mail")).isEmpty();
    assertThat(host.record("mail")).doesNotExist();
  }

  @Test
  void run_directoryReplacedByALinkAndEmptied_keepsWorkingAndStopsNothing() throws Exception {
    guest("web", 2048);
    guest("db", 300);
    Path releases = Files.createDirectories(host.home().resolve("releases"));
    Path first = Files.move(host.domains(), releases.resolve("1"));
    Path link = Files.createSymbolicLink(host.domains(), first);
    start();
    awaitShares("web", "2048");
    awaitLog("ready");

    Path second = Files.createDirectories(releases.resolve("2"));
    for (String name : List.of("web.xml", "db.xml")) {
      Files.writeString(
          second.resolve(name),
          Files.readString(first.resolve(name)).replace("2048", "512").replace("300", "400"));
    }
    Path next = Files.createSymbolicLink(host.home().resolve("next"), second);
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    awaitShares("web", "512");
    awaitShares("db", "400");

    Files.delete(link); // as an unmounted source
    awaitLog("does not exist");
    assertThat(host.processes("web")).hasSize(1);
    Files.createSymbolicLink(link, first);
    awaitShares("web", "2048");

    for (String name : List.of("web.xml", "db.xml")) {
      Files.delete(first.resolve(name));
    }
    awaitLog("STOP_HELD");
    assertThat(host.processes("web")).hasSize(1);
    assertThat(host.processes("db")).hasSize(1);
  }

  @Test
  void run_endedAndStartedAgain_guestsRunOnAndOnlyOneRuns() throws Exception {
    guest("web", 2048);
    start();
    awaitShares("web", "2048");
    awaitLog("ready");
    long web = host.onlyProcess("web");

    TestHost.Run second = host.vcg("run");
    TestHost.Run apply = host.vcg("apply");
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.err()).contains("pid " + process().pid() + " (vcg run)");
    assertThat(apply.exit()).isEqualTo(1);
    assertThat(apply.err()).contains("(vcg run)");

    process().destroy();
    assertThat(process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process().exitValue()).isZero();
    assertThat(host.onlyProcess("web")).isEqualTo(web);

    host.drift("cpu", "web", "cpu.shares", "5");
    Files.writeString(host.record("web"), "{damaged"); // rebuilt from what runs
    for (String command : List.of("plan", "status")) {
      TestHost.Run looked = host.vcg(command);
      assertThat(looked.exit()).isZero();
      assertThat(looked.out()).contains("web");
      assertThat(looked.err()).contains("web.qemu.json").contains("apply and run rebuild it");
    }
    start();
    awaitShares("web", "2048");
    awaitLog("it is rebuilt from what runs");
    assertThat(host.onlyProcess("web")).isEqualTo(web);

    host.drift("cpu", "web", "cpu.shares", "7"); // SIGHUP looks at everything
    hangUp(process().pid());
    awaitShares("web", "2048");
    assertThat(host.onlyProcess("web")).isEqualTo(web);
  }

  /**
   * The stop has begun when the daemon is killed, and the guest obeys afterwards: its file is back,
   * and it has not switched itself off.
   */
  @Test
  void run_killedWhileAGuestStopsThatIsWantedAgain_guestGoesOn() throws Exception {
    host.domain("web", 'I', "<on_reboot>destroy</on_reboot>", "stop-timeout='600'");
    guest("db", 300);
    start();
    awaitLog("ready");
    String text = Files.readString(host.domains().resolve("web.xml"));
    host.delete("web");
    awaitLog("is being stopped");
    Eventually.holds(
        TestHost.SOON, () -> Files.readString(host.record("web")).contains("stopSeconds"));
    process().destroyForcibly().onExit().join();
    long web = host.onlyProcess("web");
    host.ask("web", "system_reset", Map.of()); // which is a power-off, as on_reboot asks
    Eventually.holds(
        TestHost.SOON, () -> host.ask("web", "query-status", Map.of()).contains("shutdown"));

    host.write("web", text);
    start();

    awaitLog("web: WORKING is being started: it was being stopped");
    awaitLog("web: IN_SYNC");
    assertThat(host.onlyProcess("web")).isNotEqualTo(web);
    assertThat(host.ask("web", "query-status", Map.of())).contains("running=true");
    assertThat(host.record("web")).content().doesNotContain("stopSeconds");
  }

  private static void hangUp(long pid) throws Exception {
    new ProcessBuilder("kill", "-HUP", Long.toString(pid)).inheritIO().start().waitFor();
  }
}
