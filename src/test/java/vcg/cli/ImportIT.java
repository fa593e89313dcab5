package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.linux.Eventually;

/** A domain that a real libvirt defined, running or not, becomes a guest of vcg. */
class ImportIT {
  @RegisterExtension final TestHost host = new TestHost();

  @Test
  void import_domainsOfLibvirt_runUnderVcgAsTheyRanThere()
      throws IOException, InterruptedException {
    letOthersIn(host.home(), "rwx--x--x");
    try (PrivateLibvirt libvirt = PrivateLibvirt.start(host.home().resolve("l"))) {
      libvirt.virsh("define", document("web"));
      libvirt.virsh("start", "web");
      String running = libvirt.virsh("dumpxml", "web");
      Path dump = Files.writeString(host.home().resolve("running.xml"), running);
      Path resting = document("rest", "<title>never started</title>");
      libvirt.virsh("define", resting.toString());

      TestHost.Run single = host.vcg("import", dump.toString());
      TestHost.Run all = vcg(libvirt, "import", "--all", "--out", host.domains().toString());
      TestHost.Run again = vcg(libvirt, "import", "--all", "--out", host.domains().toString());
      TestHost.Run beside = host.vcg("apply");
      libvirt.virsh("destroy", "web");

      assertThat(beside.out()).as("its process is known by its uuid").contains("web", "held");
      assertThat(single.exit()).as(single.err()).isZero();
      assertThat(single.err()).contains("@id", "devices/disk/alias", "devices/console[2]@tty");
      assertThat(single.out()).contains("<name>web</name>").doesNotContain("alias", "/dev/pts");
      assertThat(all.exit()).as(all.err()).isZero();
      assertThat(all.out())
          .isEqualTo(
              "rest: wrote %1$s/rest.xml, to stay shut off%nweb: wrote %1$s/web.xml%n"
                  .formatted(host.domains()));
      assertThat(again.out()).contains("web.xml says so already");
      assertThat(Files.readString(host.domains().resolve("web.xml"))).contains("passwd='geheim'");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(host.domains().resolve("web.xml"))))
          .isEqualTo("rw-------");
    }

    Files.writeString(host.home().resolve("web.serial"), "");
    TestHost.Run applied = host.vcg("apply");

    assertThat(applied.exit()).as(applied.out() + applied.err()).isZero();
    assertThat(host.vcg("status").out()).containsPattern("web .*running .*in sync");
    assertThat(host.processes("rest")).isEmpty();
    Eventually.holds(TestHost.SOON, () -> host.serial("web").contains("GUEST-UP"));
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();
  }

  private TestHost.Run vcg(PrivateLibvirt libvirt, String... words)
      throws IOException, InterruptedException {
    return host.vcgUnder(List.of("env", libvirt.environment()), words);
  }

  private String document(String name) throws IOException {
    return document(name, "").toString();
  }

  private Path document(String name, String more) throws IOException {
    Path image = host.image(name, 'N', 36);
    letOthersIn(image, "rw-rw-rw-");
    Path serial = Files.createFile(host.home().resolve(name + ".serial"));
    letOthersIn(serial, "rw-rw-rw-");
    return Files.writeString(
        host.home().resolve(name + ".dom"),
        """
        <domain type='qemu'>
          <name>%s</name>%s
          <memory unit='MiB'>32</memory>
          <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
          <features><acpi/></features>
          <devices>
            <disk type='file' device='disk'>
              <driver name='qemu' type='raw'/><source file='%s'/><target dev='hda' bus='ide'/>
            </disk>
            <interface type='user'><model type='virtio'/></interface>
            <serial type='file'><source path='%s'/></serial>
            <console type='pty'><target type='virtio'/></console>
            <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
            <graphics type='vnc' autoport='yes' passwd='geheim'/>
            <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
          </devices>
        </domain>
        """
            .formatted(name, more, image, serial));
  }

  private static void letOthersIn(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
