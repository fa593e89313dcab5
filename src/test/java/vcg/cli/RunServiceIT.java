package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.linux.Eventually;
import vcg.linux.NoticeReceiver;

/** What is around the real daemon: the service manager, operators, metrics and what is pushed. */
@Timeout(180)
class RunServiceIT {
  @RegisterExtension final TestHost host = new TestHost();
  private List<TestHost.Started> daemons = List.of();

  private TestHost.Started start(List<String> wrapper, String... words) throws IOException {
    TestHost.Started daemon = host.start(wrapper, words);
    daemons = List.of(daemon);
    return daemon;
  }

  @AfterEach
  void end() {
    daemons.forEach(daemon -> daemon.process().destroyForcibly().onExit().join());
  }

  private void awaitShares(String value) {
    Eventually.holds(
        TestHost.SOON,
        () ->
            Files.exists(host.cgroup("cpu", "web").resolve("cpu.shares"))
                && host.read("cpu", "web", "cpu.shares").equals(value)
                && host.pid("web").isPresent());
  }

  @Test
  void run_asAService_tellsItsManagerAndAnswersOperators() throws Exception {
    host.domain("web", 'N', "<cputune><shares>2048</shares></cputune>", "");
    int port = freePort();
    try (NoticeReceiver manager = new NoticeReceiver(host.home().resolve("notify").toString())) {
      TestHost.Started daemon =
          start(
              List.of("env", "NOTIFY_SOCKET=" + host.home().resolve("notify")),
              "run",
              "--metrics",
              "127.0.0.1:" + port);
      manager.await("READY=1");
      awaitShares("2048");
      long guest = host.onlyProcess("web");

      assertThat(host.vcg("set", "web", "cputune/shares=512"))
          .returns(0, TestHost.Run::exit)
          .returns("", TestHost.Run::err);
      assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("512");

      assertThat(host.vcg("pause").exit()).isZero();
      host.edit("web", "512", "300");
      Eventually.holds(
          TestHost.SOON, () -> host.vcg("status").out().contains("daemon: web is paused"));
      assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("512");
      assertThat(host.vcg("resume").exit()).isZero();
      awaitShares("300");

      assertThat(host.vcg("approve", "web").exit()).isEqualTo(ExitCode.REFUSED.number());
      assertThat(get(port, "/readyz")).startsWith("HTTP/1.1 200");
      assertThat(get(port, "/metrics"))
          .contains("vcg_guest_running{guest=\"web\",kind=\"qemu\"} 1")
          .containsPattern("vcg_cgroup_writes_total\\{controller=\"cpu\"} [1-9]")
          .containsPattern("vcg_cgroup_reads_total [1-9]")
          .contains(
              "vcg_guest_info"
                  + "{guest=\"web\",kind=\"qemu\",layout=\"flat\",partition=\"/system\"} 1")
          .containsPattern("vcg_guest_cpu_seconds_total\\{guest=\"web\",kind=\"qemu\"} 0*[1-9.]")
          .containsPattern("vcg_guest_memory_bytes\\{guest=\"web\",kind=\"qemu\"} [1-9]");
      assertThat(host.vcg("reload").exit()).isZero();
      manager.await("READY=1");

      daemon.process().destroy();
      manager.await("STOPPING=1");
      assertThat(daemon.process().waitFor()).isZero();
      assertThat(host.onlyProcess("web")).isEqualTo(guest);
    }
    assertThat(host.vcg("reload").exit()).isEqualTo(ExitCode.UNREACHABLE.number());
  }

  /**
   * The first look at everything after the start comes a minute later: none of this waits for it.
   */
  @Test
  void run_othersInterfere_isRepairedAtOnceAndToldWithTheirNumber() throws Exception {
    host.domain("web", 'N', "<cputune><shares>2048</shares></cputune>", "");
    TestHost.Started daemon = start(List.of(), "run");
    awaitLog(daemon, "ready");
    Path cgroup = host.cgroup("cpu", "web");

    Files.writeString(cgroup.resolve("cpu.shares"), "777");
    awaitShares("2048");
    awaitLog(daemon, "was changed: 777 → 2048");
    assertThat(Files.readString(daemon.err()))
        .contains("by process " + ProcessHandle.current().pid());

    long guest = host.onlyProcess("web");
    String place = TestHost.placement(guest, "cpu");
    Path elsewhere = Files.createDirectory(host.partition("cpu", "elsewhere"));
    Files.writeString(elsewhere.resolve("cgroup.procs"), Long.toString(guest));
    Eventually.holds(TestHost.SOON, () -> TestHost.placement(guest, "cpu").equals(place));

    ProcessHandle.of(guest).orElseThrow().destroyForcibly();
    awaitLog(daemon, "its process");
  }

  /** The look at everything that would find it is a day away. */
  @Test
  void run_guestsEndOrStopInside_isSeenAtOnceAlsoByTheNextDaemon() throws Exception {
    host.domain("off", 'X', "", "");
    host.domain("bad", 'P', "<on_crash>destroy</on_crash>", "");
    host.edit("bad", "<memballoon", "<panic model='isa'/><memballoon");
    host.domain("web", 'N', "", "");
    TestHost.Started first = start(List.of(), "run", "--sweep", "86400");

    awaitLog(first, "off: WORKING is being stopped: powered itself off");
    awaitLog(first, "bad: WORKING is being stopped: crashed");
    for (String name : List.of("off", "bad")) {
      Eventually.holds(TestHost.SOON, () -> !Files.exists(host.cgroup("cpu", name)));
      assertThat(host.processes(name)).isEmpty();
    }
    first.process().destroyForcibly().onExit().join();

    TestHost.Started next = start(List.of(), "run", "--sweep", "86400");
    awaitLog(next, "ready");
    host.ask("web", "stop", Map.of());
    Eventually.holds(
        TestHost.SOON, () -> host.ask("web", "query-status", Map.of()).contains("running=true"));
  }

  private static void awaitLog(TestHost.Started daemon, String text) throws IOException {
    try {
      Eventually.holds(TestHost.SOON, () -> Files.readString(daemon.err()).contains(text));
    } catch (AssertionError e) {
      throw new AssertionError("no " + text + " in " + Files.readString(daemon.err()), e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String get(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
