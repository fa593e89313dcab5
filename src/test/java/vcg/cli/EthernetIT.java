package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.Requires;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** A real QEMU on an interface that scripts of the administrator's connect. */
class EthernetIT {
  private static final String BRIDGE = "vcgtestbr";

  @RegisterExtension final TestHost host = new TestHost();

  @BeforeEach
  void makesABridge() throws Exception {
    Requires.require(Files.isExecutable(Path.of("/usr/sbin/ip")), "needs /usr/sbin/ip");
    run("ip", "link", "add", BRIDGE, "type", "bridge");
  }

  @AfterEach
  void removesIt() throws Exception {
    run("ip", "link", "delete", BRIDGE);
  }

  @Test
  void apply_scripts_connectTheInterfaceAndUndoThat() throws Exception {
    Path said = host.home().resolve("said");
    Path up = script("up", "ip link set dev $1 master " + BRIDGE + "; echo up $1 >>" + said);
    Path down =
        script("down", "ip -o link show dev $1 >/dev/null && echo down $1 >>" + said + "; exit 1");
    host.write("min", guest("<script path='%s'/><downscript path='%s'/>".formatted(up, down)));

    Run plan = host.vcg("plan", "--format", "json");
    done(host.vcg("apply", "--guest-user", "65534:65534"));

    assertThat(plan.out()).contains("\"script\" : \"" + up + "\"");
    String there = run("ip", "-o", "link", "show", "master", BRIDGE);
    assertThat(there).contains("alias vcg min.qemu", "LOWER_UP"); // QEMU holds the other end
    String tap = there.replaceAll("^\\d+: ([^:@]+)[\\s\\S]*", "$1");
    assertThat(Files.readString(said)).isEqualTo("up " + tap + "\n");
    assertThat(host.vcg("plan", "--guest-user", "65534:65534", "--detailed-exitcode").exit())
        .isZero();

    run("kill", "-9", host.pid("min").orElseThrow().toString());
    Eventually.holds(TestHost.SOON, () -> host.processes("min").isEmpty());
    Eventually.holds(
        TestHost.SOON, () -> host.vcg("apply", "--guest-user", "65534:65534").exit() == 0);
    assertThat(Files.readString(said)).isEqualTo("up %1$s\ndown %1$s\nup %1$s\n".formatted(tap));

    host.delete("min");
    done(host.vcg("apply", "--allow-stops", "1"));
    assertThat(Files.readString(said)).endsWith("up %1$s\ndown %1$s\n".formatted(tap));
    assertThat(run("ip", "-o", "link", "show", "master", BRIDGE)).isEmpty();
    assertThat(run("ip", "-o", "link", "show")).doesNotContain(tap);
  }

  @Test
  void apply_scriptThatFails_nothingIsLeft() throws Exception {
    Path up = script("up", "echo cannot connect $1; exit 7");
    host.write("min", guest("<script path='%s'/>".formatted(up)));

    Run apply = host.vcg("apply");

    assertThat(apply.exit()).isNotZero();
    assertThat(apply.toString()).contains("ended with 7: cannot connect vcgt");
    assertThat(host.processes("min")).isEmpty();
    assertThat(run("ip", "-o", "link", "show")).doesNotContain("vcg min.qemu");
  }

  @Test
  void plan_scriptThatOthersCanChange_isHeldWithItsPlace() throws Exception {
    Path up = script("up", "exit 0");
    Files.setPosixFilePermissions(up, PosixFilePermissions.fromString("rwxrwxrwx"));
    host.write("min", guest("<script path='%s'/>".formatted(up)));

    assertThat(host.vcg("plan").out())
        .containsPattern("a program that others than root can change +min.xml:7:\\d+");
  }

  private Path script(String name, String text) throws IOException {
    Path script = host.home().resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(host.home(), PosixFilePermissions.fromString("rwx--x--x"));
    return script;
  }

  private static String guest(String scripts) {
    return """
    <domain type='qemu'>
      <name>min</name>
      <metadata><policy xmlns='urn:vcg:policy:1' stop-timeout='0'/></metadata>
      <memory unit='MiB'>32</memory>
      <os><type arch='x86_64' machine='pc'>hvm</type></os>
      <devices>
        <interface type='ethernet'>%s</interface>
      </devices>
    </domain>
    """
        .formatted(scripts);
  }

  private static void done(Run run) {
    assertThat(run.exit()).as("%s", run).isZero();
  }

  private static String run(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
