package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.Requires;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** What vcg remembers is wrong in every way there is; the guest is still found, and only it. */
@Timeout(180)
class FoundAgainIT {
  private static final Pattern PROCESS = Pattern.compile("\"process\":\\{[^}]*\\}");
  private static final Pattern BOOT = Pattern.compile("\"bootId\":\"[^\"]*\"");

  @RegisterExtension final TestHost host = new TestHost();
  private long pid;

  @BeforeEach
  void start() throws Exception {
    host.domain("web", 'N', "", "stop-timeout='1'");
    assertThat(host.vcg("apply").exit()).isZero();
    pid = host.onlyProcess("web");
  }

  private void edit(Pattern what, String replacement) throws IOException {
    String text = Files.readString(host.record("web"));
    assertThat(text).containsPattern(what);
    Files.writeString(host.record("web"), what.matcher(text).replaceFirst(replacement));
  }

  private static String process(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    return "\"process\":{\"pid\":" + pid + ",\"startTicks\":" + start + "}";
  }

  private void assertFoundAndInSync() throws Exception {
    Run plan = host.vcg("plan", "--detailed-exitcode");
    Run applied = host.vcg("apply");

    assertThat(plan.exit()).as("%s", plan).isZero();
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.onlyProcess("web")).isEqualTo(pid);
    assertThat(host.vcg("status").out()).containsPattern("web +qemu +running +in sync +" + pid);
  }

  @Test
  void record_isOfAnotherBoot_foundInItsCgroup() throws Exception {
    edit(BOOT, "\"bootId\":\"an-earlier-one\"");

    assertFoundAndInSync();
  }

  @Test
  void record_vcgWasKilledBeforeItNotedTheProcess_foundInItsCgroup() throws Exception {
    edit(Pattern.compile(PROCESS + ","), "");

    assertFoundAndInSync();
    assertThat(host.record("web")).content().containsPattern(PROCESS);
  }

  /** Java waits for a child's end as soon as it has forked one: then vcg is killed. */
  @Test
  void vcg_isKilledBetweenForkAndRecord_guestIsFoundAndRuns() throws Exception {
    Requires.program("strace");
    host.domain("db", 'N', "", "stop-timeout='1'");
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "--detach-on=execve",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "inject=wait4,waitid:signal=SIGKILL");

    Run killed = host.vcgUnder(strace, "apply");

    assertThat(killed.exit()).as("%s", killed).isNotZero();
    Eventually.holds(TestHost.SOON, () -> isQemu(host.pid("db")));
    long db = host.onlyProcess("db");
    assertThat(host.record("db")).content().doesNotContainPattern(PROCESS);
    Run applied = host.vcg("apply");
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.onlyProcess("db")).isEqualTo(db);
    assertThat(host.record("db"))
        .content()
        .containsPattern("\"process\":\\{[^}]*\"pid\":" + db + "[,}]");
    assertThat(host.vcg("status").out()).containsPattern("db +qemu +running +in sync +" + db);
  }

  private static boolean isQemu(Optional<Long> pid) {
    return pid.flatMap(ProcessHandle::of)
        .flatMap(process -> process.info().command())
        .filter(command -> command.contains("qemu-system"))
        .isPresent();
  }

  @Test
  void record_isCutOff_saidAndRebuilt() throws Exception {
    String text = Files.readString(host.record("web"));
    Files.writeString(host.record("web"), text.substring(0, text.length() / 2));

    Run plan = host.vcg("plan");
    Run applied = host.vcg("apply");

    assertThat(plan.exit()).as("%s", plan).isZero();
    assertThat(plan.err()).contains(host.record("web") + ": it is damaged");
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(applied.err()).contains("it is rebuilt from what runs");
    assertFoundAndInSync();
  }

  @Test
  void guest_wasKilledMeanwhile_saidAndStartedAnew() throws Exception {
    kill();
    host.startedLongAgo("web");

    Run status = host.vcg("status");
    Run applied = host.vcg("apply");

    assertThat(status.out())
        .containsPattern("web +qemu +off +not started +- +its process has ended");
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.onlyProcess("web")).isNotEqualTo(pid);
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();
  }

  @Test
  void record_isGone_foundInItsCgroup() throws Exception {
    Files.delete(host.record("web"));

    assertFoundAndInSync();
  }

  @Test
  void record_pointsAtAnotherLiveProcess_thatIsLeftAlone() throws Exception {
    long other = host.sleeper();
    edit(PROCESS, process(other));

    assertFoundAndInSync();
    host.delete("web");
    assertThat(host.vcg("apply", "--allow-stops", "1").exit()).isZero();

    assertThat(TestHost.hasEnded(other)).isFalse();
    assertThat(host.processes("web")).isEmpty();
  }

  @Test
  void record_pointsAtAnotherProcessAndTheGuestIsGone_startsItAnew() throws Exception {
    long other = host.sleeper();
    edit(PROCESS, process(other));
    kill();
    host.startedLongAgo("web");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.onlyProcess("web")).isNotEqualTo(pid);
    assertThat(TestHost.hasEnded(other)).isFalse();
  }

  @Test
  void record_startTimeIsOfAnEarlierProcess_foundInItsCgroup() throws Exception {
    edit(PROCESS, "\"process\":{\"pid\":" + pid + ",\"startTicks\":1}");

    assertFoundAndInSync();
  }

  private void kill() throws Exception {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    Eventually.holds(TestHost.SOON, () -> host.pid("web").isEmpty());
  }

  @Test
  void socket_isGone_notAnsweringAndStoppedBySignal() throws Exception {
    Files.delete(host.runDirectory("web").resolve("qmp"));

    Run status = host.vcg("status");
    Run applied = host.vcg("apply");

    assertThat(status.out()).containsPattern("web +qemu +not answering");
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.onlyProcess("web")).as("never a second one").isEqualTo(pid);
    host.delete("web");
    assertThat(host.vcg("apply", "--allow-stops", "1").exit()).isZero();
    assertThat(host.processes("web")).isEmpty();
    assertThat(host.runDirectory("web")).doesNotExist();
  }

  @Test
  void socket_isOfAnotherProcess_isNotSpokenTo() throws Exception {
    Path socket = host.runDirectory("web").resolve("qmp");
    Files.delete(socket);
    try (ServerSocketChannel impostor = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      impostor.bind(UnixDomainSocketAddress.of(socket));

      Run status = host.vcg("status");

      assertThat(status.out()).containsPattern("web +qemu +not answering");
    }
    host.delete("web");
    assertThat(host.vcg("apply", "--allow-stops", "1").exit()).isZero();
    assertThat(host.processes("web")).isEmpty();
  }

  @Test
  void twin_startedByHand_isNamedAndLeftAlone() throws Exception {
    String uuid = value("uuid");
    List<String> command =
        List.of(
            "/usr/bin/qemu-system-x86_64",
            "-uuid",
            uuid,
            "-S",
            "-display",
            "none",
            "-nodefaults",
            "-m",
            "16");
    Process twin =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String named = "process " + twin.pid() + ", which vcg did not start, runs with its uuid";
      kill();
      host.startedLongAgo("web");
      Eventually.holds(TestHost.SOON, () -> host.vcg("plan").out().contains(named));

      Run held = host.vcg("apply");

      assertThat(held.exit()).as("%s", held).isEqualTo(5);
      assertThat(held.out()).contains(named);
      assertThat(host.processes("web")).isEmpty();
      assertThat(twin.isAlive()).isTrue();
    } finally {
      twin.destroyForcibly().waitFor();
    }
    assertThat(host.vcg("apply").exit()).isZero();
    assertThat(host.processes("web")).hasSize(1);
  }

  private String value(String member) throws IOException {
    String text = Files.readString(host.record("web"));
    return text.replaceFirst("(?s).*\"" + member + "\":\"([^\"]*)\".*", "$1");
  }

  @Test
  void apply_twoAtATime_oneWorksTheOtherSaysWhoDoes() throws Exception {
    host.domain("db", 'N', "", "stop-timeout='1'");
    host.domain("mail", 'N', "", "stop-timeout='1'");

    TestHost.Started one = host.start(List.of(), "apply");
    TestHost.Started two = host.start(List.of(), "apply");
    List<Run> runs = List.of(one.await(), two.await());

    assertThat(runs).anyMatch(run -> run.exit() == 0);
    assertThat(runs).allMatch(run -> run.exit() == 0 || run.err().contains("another vcg holds"));
    for (String name : List.of("web", "db", "mail")) {
      assertThat(host.processes(name)).as(name).hasSize(1);
    }
    assertThat(host.onlyProcess("web")).isEqualTo(pid);
  }
}
