package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vcg.Requires;
import vcg.guest.GuestFiles;
import vcg.guest.GuestTaps;
import vcg.guest.Monitors.Monitor;
import vcg.guest.QemuCommand;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.CardTuning;
import vcg.model.Change;
import vcg.model.Command;
import vcg.model.DeviceAccess;
import vcg.model.DevicePlace;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.GuestUser;
import vcg.model.Guests;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;
import vcg.model.ProcessId;
import vcg.model.Running;

/** Tap devices and a bridge in a network of their own, with a real QEMU on it. */
@Timeout(60)
class IpTapsIT {
  private static final GuestId WEB = new GuestId(Driver.QEMU, "web");
  private static final Location AT = new Location("web.xml", 1, 1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory = Path.of("/");
  private final List<Process> processes = new ArrayList<>();
  private IpTaps taps = new IpTaps(List.of());

  @BeforeEach
  void makesNetwork() throws Exception {
    Requires.root();
    Requires.program("unshare");
    Requires.require(Files.isExecutable(Path.of("/usr/sbin/ip")), "needs /usr/sbin/ip");
    Requires.require(Files.exists(Path.of("/dev/net/tun")), "needs /dev/net/tun");
    String ready =
        "mount -t tmpfs none /dev/net && mknod -m 666 /dev/net/tun c 10 200 && echo there";
    Process holder = start("unshare", "--net", "--mount", "sh", "-c", ready + " && exec sleep 300");
    assertThat(holder.inputReader().readLine()).isEqualTo("there");
    taps = new IpTaps(within("/usr/sbin/ip"));
    ip("link", "add", "br0", "type", "bridge");
  }

  @AfterEach
  void endsEveryProcess() throws InterruptedException {
    for (Process process : processes.reversed()) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void add_newTap_isOnTheBridgeWithItsSize() throws Exception {
    taps.add(add("br0", true, Optional.of(1400)));

    assertThat(ip("-o", "-d", "link", "show", "dev", "web0"))
        .contains("mtu 1400", "master br0", "multi_queue", "alias vcg web.qemu", ",UP");
  }

  @Test
  void add_isolated_isAnIsolatedPortOfItsBridge() throws Exception {
    taps.add(tap("web0", true));
    taps.add(tap("web1", false));

    assertThat(ip("-o", "-d", "link", "show", "dev", "web0")).contains("isolated on");
    assertThat(ip("-o", "-d", "link", "show", "dev", "web1")).contains("isolated off");
  }

  @Test
  void add_sameTapAgain_isMadeAnew() throws Exception {
    taps.add(add("br0", true, Optional.empty()));

    taps.add(add("br0", false, Optional.empty()));

    assertThat(ip("-o", "-d", "link", "show", "dev", "web0")).doesNotContain("multi_queue");
  }

  @Test
  void add_interfaceOfSomebodyElse_refusedAndLeftAlone() throws Exception {
    ip("tuntap", "add", "dev", "web0", "mode", "tap");

    assertThatThrownBy(() -> taps.add(add("br0", false, Optional.empty())))
        .isInstanceOf(IOException.class)
        .hasMessage("interface web0 exists and was not made for web");
    taps.remove(WEB, "web0");

    assertThat(ip("-o", "link", "show", "dev", "web0")).doesNotContain("master");
  }

  @Test
  void add_noSuchBridge_leavesNothingBehind() throws Exception {
    assertThatThrownBy(() -> taps.add(add("br9", false, Optional.empty())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("br9");

    assertThat(ip("-o", "link", "show")).doesNotContain("web0");
  }

  @Test
  void guestOnBridge_startedAndEnded_hasItsTapsAndLeavesNone() throws Exception {
    Requires.qemu();
    Guest guest =
        Guests.qemu("web")
            .nic(card("52:54:00:00:00:01", Optional.of("web0"), 2))
            .nic(card("52:54:00:00:00:02", Optional.empty(), 1))
            .build();
    Command command = QemuCommand.of(guest, new GuestFiles(directory));
    GuestUser user = new GuestUser("64055", 64055, 64055);
    for (Change step : GuestTaps.before(guest, nothing(), Optional.of(user))) {
      taps.add((Change.AddTap) step);
    }
    Path own = Files.createDirectories(new GuestFiles(directory).directory(WEB));
    Files.setAttribute(own, "unix:uid", user.uid());
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));

    List<String> words = new ArrayList<>(within("/usr/bin/setpriv"));
    words.addAll(List.of("--reuid=64055", "--regid=64055", "--clear-groups", "--inh-caps=-all"));
    words.addAll(List.of("--bounding-set=-all", "--no-new-privs", command.program()));
    words.addAll(command.arguments());
    Process qemu = start(words.toArray(String[]::new));
    try (Monitor monitor = connect(qemu)) {
      monitor.execute("set_link", Map.of("name", "nic-525400000001", "up", false));
      assertThat(ip("-o", "link", "show", "master", "br0").lines())
          .hasSize(2)
          .allMatch(line -> line.contains("LOWER_UP")); // QEMU holds the other end
      monitor.quit();
    }
    assertThat(qemu.waitFor(10, TimeUnit.SECONDS)).isTrue();
    for (Change step : GuestTaps.after(nothing(), running(command))) {
      taps.remove(WEB, ((Change.RemoveTap) step).tap());
    }

    assertThat(ip("-o", "link", "show", "master", "br0")).isEmpty();
  }

  @Test
  void connect_otherBridge_isThereAfterwards() throws Exception {
    ip("link", "add", "br1", "type", "bridge");
    taps.add(add("br0", false, Optional.empty()));

    taps.connect(WEB, "web0", "br1");

    assertThat(ip("-o", "link", "show", "dev", "web0")).contains("master br1");
    assertThatThrownBy(() -> taps.connect(new GuestId(Driver.QEMU, "db"), "web0", "br0"))
        .hasMessage("interface web0 exists and was not made for db");
  }

  @Test
  void add_onNoBridge_isUpAndTakesWhatSomebodyElseHasMade() throws Exception {
    taps.add(tap("web1", Optional.empty(), false, Optional.of(1400), false));
    ip("tuntap", "add", "dev", "ready", "mode", "tap");
    taps.add(tap("ready", Optional.empty(), false, Optional.empty(), false));

    assertThat(ip("-o", "link", "show", "dev", "web1"))
        .contains(",UP", "mtu 1400", "alias vcg web.qemu")
        .doesNotContain("master");
    assertThat(ip("-o", "link", "show", "dev", "ready")).doesNotContain("alias");
    taps.remove(WEB, "ready");
    taps.remove(WEB, "web1");
    assertThat(ip("-o", "link", "show")).contains("ready").doesNotContain("web1");
  }

  @Test
  void run_script_hasTheNameOfTheTapAndItsFailureIsTold() throws Exception {
    taps.add(tap("web1", Optional.empty(), false, Optional.empty(), false));
    Path up = script("ip link set dev $1 master br0");
    Path fails = script("echo no such luck; exit 3");

    taps.run(up.toString(), "web1");

    assertThat(ip("-o", "link", "show", "dev", "web1")).contains("master br0");
    assertThatThrownBy(() -> taps.run(fails.toString(), "web1"))
        .hasMessage(fails + " web1 ended with 3: no such luck");
    assertThatThrownBy(() -> taps.run("/nowhere", "web1")).isInstanceOf(IOException.class);
  }

  private Path script(String text) throws IOException {
    Path script = Files.createTempFile(directory, "script", "");
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  private static Change.AddTap add(String bridge, boolean multiQueue, Optional<Integer> mtu) {
    return tap("web0", Optional.of(bridge), multiQueue, mtu, false);
  }

  private static Change.AddTap tap(String name, boolean isolated) {
    return tap(name, Optional.of("br0"), false, Optional.empty(), isolated);
  }

  private static Change.AddTap tap(
      String name,
      Optional<String> bridge,
      boolean multiQueue,
      Optional<Integer> mtu,
      boolean isolated) {
    return new Change.AddTap(
        WEB,
        name,
        bridge,
        multiQueue,
        mtu,
        isolated,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static ActualGuest nothing() {
    return new ActualGuest(
        WEB,
        Optional.empty(),
        Optional.empty(),
        ActualCgroup.none("/system/web"),
        new TreeMap<>(),
        DeviceAccess.NONE);
  }

  private static Running running(Command command) {
    return new Running(
        new ProcessId(1, 1),
        Running.State.RUNNING,
        new TreeMap<>(),
        new TreeMap<>(),
        command.arguments(),
        Optional.empty());
  }

  private static NetworkCard card(String mac, Optional<String> tap, int queues) {
    CardTuning none = CardTuning.NONE;
    return new NetworkCard(
        AT,
        Optional.of(mac),
        "virtio",
        new NetworkBackend.Bridge(new Located<>("br0", AT), false, tap, false),
        new CardTuning(
            false,
            none.timer(),
            queues,
            none.rxQueue(),
            none.txQueue(),
            none.features(),
            none.mtu(),
            none.rom(),
            Optional.of(65536L)),
        Optional.empty(),
        false,
        DevicePlace.ANY);
  }

  private Monitor connect(Process qemu) {
    Path socket = new GuestFiles(directory).monitor(WEB);
    List<Monitor> connected = new ArrayList<>();
    Eventually.holds(
        PATIENCE,
        () -> {
          try {
            return connected.add(new QmpMonitors().connect(socket, PATIENCE));
          } catch (IOException e) {
            if (!qemu.isAlive()) {
              throw new IOException(text(qemu), e);
            }
            return false;
          }
        });
    return connected.getFirst();
  }

  private List<String> within(String program) {
    String target = "--target=" + processes.getFirst().pid();
    return List.of("nsenter", target, "--net", "--mount", program);
  }

  private String ip(String... arguments) throws Exception {
    List<String> words = new ArrayList<>(within("/usr/sbin/ip"));
    words.addAll(List.of(arguments));
    Process process = start(words.toArray(String[]::new));
    String output = text(process);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private Process start(String... words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    processes.add(process);
    return process;
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
