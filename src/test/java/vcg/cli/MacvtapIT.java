package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.Requires;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** A real guest above a real interface: one end of a pair, whose other end is a network apart. */
class MacvtapIT {
  private static final String BELOW = "vcgtestdown";
  private static final String MAC = "52:54:00:0d:0e:0f";

  @RegisterExtension final TestHost host = new TestHost();
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void makesAnInterface() throws Exception {
    Requires.program("unshare");
    Requires.require(Files.isExecutable(Path.of("/usr/sbin/ip")), "needs /usr/sbin/ip");
    Process apart = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo; exec cat").start();
    processes.add(apart);
    apart.inputReader().readLine();
    run("ip", "link", "add", BELOW, "type", "veth", "peer", "name", "vcgtestup");
    run("ip", "link", "set", "vcgtestup", "netns", Long.toString(apart.pid()));
    apart("ip", "address", "add", "198.51.100.1/24", "dev", "vcgtestup");
    apart("ip", "link", "set", "vcgtestup", "up");
  }

  @AfterEach
  void removesIt() throws Exception {
    run("ip", "link", "delete", BELOW);
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void apply_directCard_reachesTheGuestAndIsGoneAfterIt() throws Exception {
    LinuxGuest guest = LinuxGuest.on(host, "tiny");
    String card =
        "<interface type='direct'><mac address='%s'/><source dev='%s' mode='%s'/><model"
            + " type='virtio'/></interface>";
    guest.write("", "<vcpu>1</vcpu>", card.formatted(MAC, BELOW, "bridge"));
    Run explained = host.vcg("explain", "tiny", "--command");
    done(host.vcg("apply"));

    String first = run("ip", "-o", "-d", "link", "show", "type", "macvtap");
    assertThat(first)
        .contains("@" + BELOW, "link/ether " + MAC, "macvtap mode bridge", "alias vcg tiny.qemu");
    assertThat(explained.out()).contains("3<>/dev/$(basename /sys/class/net/vcgt");
    assertThat(host.vcg("explain", "tiny", "--command")).isEqualTo(explained);
    guest.awaitSaid(0, "cards " + MAC);
    Eventually.holds(
        TestHost.SOON,
        () -> code(within("busybox", "ping", "-c", "1", "-W", "1", "198.51.100.2")) == 0);
    assertThat(apart("ip", "neighbour")).contains("198.51.100.2", MAC);
    inSync();

    guest.write("", "<vcpu>1</vcpu>", card.formatted(MAC, BELOW, "vepa"));
    assertThat(host.vcg("plan").out())
        .containsPattern("source +bridge " + BELOW + " → vepa " + BELOW);
    run("kill", "-9", host.pid("tiny").orElseThrow().toString());
    Eventually.holds(TestHost.SOON, () -> host.processes("tiny").isEmpty());
    assertThat(run("ip", "-o", "link", "show", "type", "macvtap")).contains("vcg tiny.qemu");
    Eventually.holds(TestHost.SOON, () -> host.vcg("apply").exit() == 0);
    assertThat(run("ip", "-o", "-d", "link", "show", "type", "macvtap").lines())
        .singleElement()
        .asString()
        .contains("macvtap mode vepa");

    run("kill", "-9", host.pid("tiny").orElseThrow().toString());
    host.delete("tiny");
    done(host.vcg("apply", "--allow-stops", "1"));

    assertThat(run("ip", "-o", "link", "show", "type", "macvtap")).isEmpty();
  }

  /** Whom QEMU runs as may not open the node, and its cgroup forbids it: it is open before. */
  @Test
  void apply_asAnotherUser_hasTheDeviceAsADescriptor() throws Exception {
    Files.setPosixFilePermissions(host.home(), PosixFilePermissions.fromString("rwx--x--x"));
    host.write("min", minimal(BELOW));
    done(host.vcg("apply", "--guest-user", "65534:65534"));
    final long pid = host.pid("min").orElseThrow();

    assertThat(Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/3")).toString())
        .matches("/dev/tap\\d+");
    assertThat(Files.getAttribute(Path.of("/proc/" + pid), "unix:uid")).isEqualTo(65534);
    String major =
        Files.readString(Path.of("/proc/devices")).replaceAll("(?s).*?(\\d+) macvtap.*", "$1");
    assertThat(host.read("devices", "min", "devices.list")).doesNotContain("c " + major + ":");

    host.delete("min");
    done(host.vcg("apply", "--allow-stops", "1"));
    assertThat(run("ip", "-o", "link", "show", "type", "macvtap")).isEmpty();
  }

  @Test
  void apply_noSuchInterface_isHeldWithItsPlace() throws Exception {
    host.write("min", minimal("vcgtestnone"));

    assertThat(host.vcg("plan").out())
        .containsPattern("this host has no such network interface +min.xml:7:\\d+");
  }

  private static String minimal(String device) {
    return """
    <domain type='qemu'>
      <name>min</name>
      <metadata><policy xmlns='urn:vcg:policy:1' stop-timeout='0'/></metadata>
      <memory unit='MiB'>32</memory>
      <os><type arch='x86_64' machine='pc'>hvm</type></os>
      <devices>
        <interface type='direct'><source dev='%s'/></interface>
      </devices>
    </domain>
    """
        .formatted(device);
  }

  private static void done(Run run) {
    assertThat(run.exit()).as("%s", run).isZero();
  }

  private void inSync() throws Exception {
    Run plan = host.vcg("plan", "--detailed-exitcode");
    assertThat(plan.exit()).as("%s", plan).isZero();
  }

  private String apart(String... words) throws Exception {
    return run(within(words));
  }

  private String[] within(String... words) {
    List<String> command =
        new ArrayList<>(List.of("nsenter", "--target=" + processes.getFirst().pid(), "--net"));
    command.addAll(List.of(words));
    return command.toArray(String[]::new);
  }

  private static int code(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  private static String run(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
