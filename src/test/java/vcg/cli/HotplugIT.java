package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.Requires;
import vcg.cgroup.Group;
import vcg.cli.TestHost.Run;
import vcg.guest.GuestFiles;
import vcg.guest.MonitorDevices;
import vcg.guest.Monitors;
import vcg.linux.QmpMonitors;
import vcg.model.Driver;
import vcg.model.GuestId;

/** What changes while real virtual machines run; some do not take part in it. */
class HotplugIT {
  private static final String ONE_OF_TWO = "<vcpu current='1'>2</vcpu>";
  private static final String CARD =
      "    <interface type='user'><mac address='52:54:00:0a:0b:0c'/><model"
          + " type='virtio'/></interface>\n";

  private static final String CANARY = "hun7er";

  @RegisterExtension final TestHost host = new TestHost();

  @Test
  void apply_linuxGuest_seesWhatComesAndGoes() throws Exception {
    LinuxGuest guest = LinuxGuest.on(host, "tiny");
    guest.write("", ONE_OF_TWO, guest.disk("vda", 64));
    done(host.vcg("apply"));
    guest.awaitSaid(0, "user space");
    guest.awaitSaid(0, "disks vda:128");
    guest.awaitSaid(0, "cpus 0");
    final long pid = host.pid("tiny").orElseThrow();

    int before = guest.said().size();
    guest.write(
        "<currentMemory unit='MiB'>100</currentMemory>",
        ONE_OF_TWO,
        guest.disk("vda", 64) + guest.disk("vdb", 512) + CARD);
    assertThat(host.vcg("plan").out())
        .containsPattern("disk vdb +source +\\S+-vdb-512.img +tiny.xml:\\d+ +hotplug")
        .containsPattern("currentMemory +128 MiB → 100 MiB")
        .doesNotContain("cannot change");
    done(host.vcg("apply"));
    guest.awaitSaid(before, "disks vda:128 vdb:1024");
    guest.awaitSaid(before, "cards 52:54:00:0a:0b:0c");
    inSync();

    before = guest.said().size();
    guest.write("", ONE_OF_TWO, guest.disk("vda", 64));
    done(host.vcg("apply"));
    guest.awaitSaid(before, "disks vda:128");
    guest.awaitSaid(before, "cards");
    inSync();

    before = guest.said().size();
    guest.write("", ONE_OF_TWO, guest.disk("vdc", 128));
    done(host.vcg("apply"));
    guest.awaitSaid(before, "disks vda:256");
    guest.write("", ONE_OF_TWO, guest.disk("vda", 64));
    done(host.vcg("apply"));
    inSync();

    guest.write("", ONE_OF_TWO.replace("1", "2"), guest.disk("vda", 64));
    done(host.vcg("apply"));
    guest.awaitSaid(before, "cpus 0-1");
    inSync();
    assertThat(host.pid("tiny").orElseThrow()).isEqualTo(pid);

    before = guest.said().size();
    try (Monitors.Monitor monitor =
        new QmpMonitors()
            .connect(
                new GuestFiles(host.run()).monitor(new GuestId(Driver.QEMU, "tiny")),
                TestHost.SOON)) {
      assertThat(new MonitorDevices(monitor).unplugVcpu(TestHost.SOON)).isTrue();
      assertThat(monitor.threads()).containsOnlyKeys(Group.vcpu(0));
    }
    guest.awaitSaid(before, "cpus 0");

    host.edit(
        "tiny",
        "<memory",
        "<metadata><vcg:policy xmlns:vcg='urn:vcg:policy:1' run='shutoff'/></metadata><memory");
    done(host.vcg("apply"));
    assertThat(guest.said()).endsWith("power button");
  }

  @Test
  void apply_virtualCpuPlugged_isInItsGroup() throws Exception {
    String tune = "<cputune><vcpupin vcpu='0' cpuset='0'/></cputune>";
    minimal("<vcpu current='1'>2</vcpu>" + tune, "");
    done(host.vcg("apply"));

    minimal(
        "<vcpu current='2'>2</vcpu>"
            + tune.replace("</cputune>", "<vcpupin vcpu='1' cpuset='0'/></cputune>"),
        "");
    done(host.vcg("apply"));

    assertThat(TestHost.placement(host.thread("min", Group.vcpu(1)), "cpu"))
        .isEqualTo(host.path("min") + "/vcpu1");
    inSync();
  }

  /** QEMU does this alone, whatever the guest does. */
  @Test
  void apply_ioThreads_comeAndGoWithTheirGroups() throws Exception {
    String tune = "<cputune><iothreadpin iothread='1' cpuset='0'/></cputune>";
    String disk = disk("vdb").replace("<driver type='raw'/>", "<driver type='raw' iothread='2'/>");
    minimal("<vcpu>1</vcpu><iothreads>1</iothreads>" + tune, "");
    done(host.vcg("apply"));
    final long pid = host.onlyProcess("min");

    minimal("<vcpu>1</vcpu><iothreads>2</iothreads>" + tune, disk);
    assertThat(host.vcg("plan").out()).containsPattern("iothreads +iothread2 .*hotplug");
    done(host.vcg("apply"));
    inSync();
    assertThat(TestHost.placement(host.thread("min", Group.iothread(2)), "cpu"))
        .isEqualTo(host.path("min") + "/iothread2");

    minimal("<vcpu>1</vcpu><iothreads>1</iothreads>" + tune, ""); // it lets go of no disk
    Run waits = host.vcg("apply");
    assertThat(waits.exit()).as("%s", waits).isEqualTo(5);
    assertThat(waits.out()).contains("a device that is still plugged in uses iothread2");
    assertThat(host.vcg("apply").exit()).isEqualTo(5);
    assertThat(TestHost.placement(host.thread("min", Group.iothread(2)), "cpu"))
        .isEqualTo(host.path("min") + "/iothread2");

    minimal("<vcpu>1</vcpu><iothreads>3</iothreads>" + tune, disk);
    done(host.vcg("apply"));
    minimal("<vcpu>1</vcpu><iothreads>2</iothreads>" + tune, disk);
    done(host.vcg("apply"));
    inSync();
    assertThat(host.directories("cpu", "min"))
        .containsExactlyInAnyOrder("emulator", "vcpu0", "iothread1", "iothread2");
    assertThat(host.onlyProcess("min")).isEqualTo(pid);
  }

  @Test
  void apply_guestThatDoesNotLetGo_isHeldAndNotAskedAgain() throws Exception {
    String disk = disk("vdb");
    minimal("<vcpu>1</vcpu>", "");
    done(host.vcg("apply"));
    minimal("<vcpu>1</vcpu>", disk);
    done(host.vcg("apply"));
    inSync();

    minimal("<vcpu>1</vcpu>", "");
    final Run asked = host.vcg("apply");
    final Run plan = host.vcg("plan");
    final Run again = host.vcg("apply");
    minimal("<vcpu>1</vcpu>", disk);

    assertThat(asked.exit()).as("%s", asked).isEqualTo(5);
    assertThat(asked.out()).contains("the guest has not let go of disk-vdb within 5 s");
    assertThat(plan.out())
        .contains("disk vdb is still plugged in: the guest was asked to let go of it")
        .contains("Plan: 1 held.");
    assertThat(again.exit()).as("%s", again).isEqualTo(5);
    done(host.vcg("apply"));
    inSync();
  }

  @Test
  void apply_media_changeInPlace() throws Exception {
    Path one = Files.write(host.home().resolve("one.iso"), new byte[2048]);
    Path two = Files.write(host.home().resolve("two.iso"), new byte[4096]);
    minimal("<vcpu>1</vcpu>", drive(""));
    done(host.vcg("apply"));
    final long pid = host.onlyProcess("min");

    for (String medium : new String[] {one.toString(), two.toString(), "", one.toString(), ""}) {
      minimal("<vcpu>1</vcpu>", drive(medium));
      done(host.vcg("apply"));
      inSync();
      assertThat(opened(pid, one)).isEqualTo(medium.equals(one.toString()));
      assertThat(opened(pid, two)).isEqualTo(medium.equals(two.toString()));
    }
    assertThat(host.onlyProcess("min")).isEqualTo(pid);
  }

  @Test
  void apply_guestWithoutBalloonDriver_isHeldAndNotAskedAgain() throws Exception {
    minimal("<vcpu>1</vcpu>", "");
    done(host.vcg("apply"));
    minimal("<currentMemory unit='MiB'>16</currentMemory><vcpu>1</vcpu>", "");

    final Run asked = host.vcg("apply");
    final Run again = host.vcg("apply");
    minimal("<vcpu>1</vcpu>", "");
    final Run undone = host.vcg("apply");

    assertThat(asked.exit()).as("%s", asked).isEqualTo(5);
    assertThat(asked.out()).contains("the guest was asked for 16 MiB and has 32 MiB after 5 s");
    assertThat(again.exit()).as("%s", again).isEqualTo(5);
    assertThat(again.out()).contains("the guest has 32 MiB, it was asked for 16 MiB");
    assertThat(undone.exit()).as("%s", undone).isZero();
    inSync();
  }

  @Test
  void apply_limitsLinksPasswordsAndActions_changeInPlaceAndDriftIsRepaired() throws Exception {
    settings("", "up", "first", "restart", "");
    done(host.vcg("apply"));
    inSync();
    final long pid = host.onlyProcess("min");

    settings(
        "<iotune><read_iops_sec>100</read_iops_sec><total_bytes_sec>1000000</total_bytes_sec>"
            + "<total_bytes_sec_max>5000000</total_bytes_sec_max></iotune>",
        "down",
        "other",
        "destroy",
        "<stats period='5'/>");
    final Run planned = host.vcg("plan");
    done(host.vcg("apply"));
    inSync();

    assertThat(planned.out())
        .containsPattern("disk hda +iotune read_iops_sec +100 +min.xml:\\d+ +hotplug")
        .containsPattern("interface 52:54:00:0a:0b:0c +link +up → down")
        .containsPattern("graphics vnc +passwd +\\(hidden\\) → \\(hidden\\)")
        .containsPattern("machine +on_reboot +reset → shutdown")
        .containsPattern("memballoon +stats period +5 +min.xml")
        .doesNotContain("cannot change");
    assertThat(host.ask("min", "query-block", Map.of()))
        .contains("bps=1000000", "bps_max=5000000", "iops_rd=100", "group=disk-hda");

    host.ask("min", "block_set_io_throttle", limits("disk-hda", 7));
    host.ask(
        "min",
        "qom-set",
        Map.of(
            "path", "/machine/peripheral/balloon",
            "property", "guest-stats-polling-interval",
            "value", 9));
    assertThat(host.vcg("plan").out())
        .containsPattern("! min +repair +disk hda +iotune read_iops_sec +100")
        .containsPattern("iotune total_bytes_sec +7 → 1000000 +min.xml:\\d+ +changed outside vcg")
        .containsPattern("memballoon +stats period +9 → 5 +min.xml:\\d+ +changed outside vcg");
    done(host.vcg("apply"));
    inSync();

    settings("", "up", "other", "restart", "");
    done(host.vcg("apply"));
    inSync();
    assertThat(host.ask("min", "query-block", Map.of())).contains("bps=0").doesNotContain("group=");
    assertThat(host.onlyProcess("min")).isEqualTo(pid);
  }

  @Test
  void apply_password_isInNoOutputNoFileAndNoArgument() throws Exception {
    settings("", "up", CANARY, "restart", "");
    List<Run> runs = new ArrayList<>();
    runs.add(host.vcg("plan", "--format", "json"));
    runs.add(host.vcg("-v", "apply"));
    settings("", "up", CANARY + "2", "restart", "");
    runs.add(host.vcg("plan", "--format", "json"));
    runs.add(host.vcg("plan"));
    runs.add(host.vcg("-v", "apply"));
    runs.add(host.vcg("status", "--format", "json"));
    runs.add(host.vcg("snapshot"));
    runs.add(host.vcg("explain", "min", "--command"));

    assertThat(runs).allMatch(run -> run.exit() == 0);
    assertThat(runs.toString()).contains("set_password", "(hidden)").doesNotContain(CANARY);
    assertThat(runs.get(6).out()).contains("password vnc").contains("passwd=(hidden)");
    long pid = host.onlyProcess("min");
    assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline"))).doesNotContain(CANARY);
    for (Path directory : List.of(host.state(), host.run())) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(Files.readString(file)).as("%s", file).doesNotContain(CANARY);
        }
      }
    }
  }

  /**
   * Without an operating system a guest lets go of what is on SCSI and USB, not of a PCI device.
   */
  @Test
  void apply_q35_disksComeOnRootPortScsiAndUsb() throws Exception {
    String port =
        disk("vdb")
            .replace(
                "</disk>", "<address type='pci' bus='0x01' slot='0x00' function='0x0'/></disk>");
    String scsi = disk("sdb").replace("bus='virtio'", "bus='scsi'");
    String usb = disk("sdc").replace("bus='virtio'", "bus='usb'");
    q35("");
    done(host.vcg("apply"));
    final long pid = host.onlyProcess("min");

    q35(port + scsi + usb);
    final Run planned = host.vcg("plan");
    done(host.vcg("apply"));
    inSync();
    final String with = host.ask("min", "query-block", Map.of());
    q35(port);
    done(host.vcg("apply"));
    inSync();
    final String without = host.ask("min", "query-block", Map.of());
    q35("");
    final Run pending = host.vcg("apply");
    final Run waiting = host.vcg("plan");

    assertThat(planned.out()).doesNotContain("cannot change");
    assertThat(with).contains("vdb-format", "sdb-format", "sdc-format");
    assertThat(without).contains("vdb-format").doesNotContain("sdb-format", "sdc-format");
    assertThat(pending.exit()).as("%s", pending).isEqualTo(5);
    assertThat(waiting.out()).contains("disk vdb is still plugged in: the guest was asked");
    assertThat(host.onlyProcess("min")).isEqualTo(pid);
  }

  /** A loop device: the kernel refuses to open one that the policy does not name, to root too. */
  @Test
  void apply_blockDisk_mayBeOpenedOnlyWhileItIsPluggedIn() throws Exception {
    String controller = "<controller type='scsi' index='0' model='virtio-scsi'/>";
    Path image = Files.write(host.home().resolve("loop.img"), new byte[1 << 20]);
    String device = losetup("--find", "--show", image.toString());
    Requires.require(device.startsWith("/dev/loop"), "needs a loop device: " + device);
    try {
      String rule = "b " + Files.readString(Path.of("/sys/block", device.substring(5), "dev"));
      String disk =
          "<disk type='block'><driver type='raw'/><source dev='%s'/><target dev='sda' bus='scsi'/></disk>"
              .formatted(device);
      minimal("<vcpu>1</vcpu>", controller);
      done(host.vcg("apply"));
      final long pid = host.onlyProcess("min");
      assertThat(host.read("devices", "min", "devices.list")).doesNotContain(rule.strip());

      minimal("<vcpu>1</vcpu>", controller + disk);
      done(host.vcg("apply"));
      inSync();
      assertThat(host.read("devices", "min", "devices.list")).contains(rule.strip() + " rw");
      assertThat(opened(pid, Path.of(device))).isTrue();

      minimal("<vcpu>1</vcpu>", controller);
      done(host.vcg("apply"));
      inSync();
      assertThat(host.read("devices", "min", "devices.list")).doesNotContain(rule.strip());
      assertThat(opened(pid, Path.of(device))).isFalse();
      assertThat(host.onlyProcess("min")).isEqualTo(pid);
    } finally {
      losetup("--detach", device);
    }
  }

  private static String losetup(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("losetup"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private void q35(String disks) throws Exception {
    minimal(
        "<vcpu>1</vcpu>",
        "<controller type='pci' index='0' model='pcie-root'/>"
            + "<controller type='pci' index='1' model='pcie-root-port'/>"
            + "<controller type='scsi' index='0' model='virtio-scsi'/>"
            + "<controller type='usb' index='0' model='qemu-xhci'/>"
            + disks);
    host.edit("min", "machine='pc'", "machine='q35'");
    host.edit("min", "dev='hda' bus='ide'", "dev='sda' bus='sata'");
  }

  private static Map<String, Object> limits(String disk, int bytes) {
    return Map.of(
        "id", disk, "bps", bytes, "bps_rd", 0, "bps_wr", 0, "iops", 0, "iops_rd", 0, "iops_wr", 0);
  }

  private void settings(String iotune, String link, String password, String reboot, String balloon)
      throws Exception {
    minimal(
        "<vcpu>1</vcpu><on_reboot>" + reboot + "</on_reboot>",
        CARD.replace("</interface>", "<link state='" + link + "'/></interface>")
            + "<graphics type='vnc' passwd='"
            + password
            + "'><listen type='socket'/></graphics>"
            + "<memballoon model='virtio'>"
            + balloon
            + "</memballoon>");
    host.edit("min", "bus='ide'/>", "bus='ide'/>" + iotune);
  }

  @Test
  void restart_whatCannotChangeLive_isInForce() throws Exception {
    minimal("<vcpu>1</vcpu>", "");
    done(host.vcg("apply"));
    final long pid = host.onlyProcess("min");
    minimal("<vcpu>2</vcpu>", disk("vdb"));

    final Run applied = host.vcg("apply");
    final long still = host.onlyProcess("min");
    final Run restarted = host.vcg("restart", "min");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(5);
    assertThat(still).isEqualTo(pid);
    assertThat(host.vcg("restart", "nobody").exit()).isEqualTo(1);
    done(restarted);
    assertThat(host.onlyProcess("min")).isNotEqualTo(pid);
    inSync();
  }

  @Test
  void apply_missingFileOfNewDisk_isHeldAndNothingIsChanged() throws Exception {
    minimal("<vcpu>1</vcpu>", "");
    done(host.vcg("apply"));
    minimal("<vcpu>1</vcpu>", disk("vdb"));
    Files.delete(host.home().resolve("vdb.img"));

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(5);
    assertThat(host.vcg("plan").out()).contains("vdb.img: no such file or directory");
  }

  private void done(Run run) {
    assertThat(run.exit()).as("%s", run).isZero();
  }

  /** Each command is a vcg of its own, so none remembers what another one did. */
  private void inSync() throws Exception {
    Run plan = host.vcg("plan", "--detailed-exitcode");
    assertThat(plan.exit()).as("%s", plan).isZero();
    assertThat(plan.out()).contains("1 guest in sync");
    assertThat(host.vcg("apply").out()).contains("No changes.");
  }

  /** A guest that boots and then minds no device. */
  private void minimal(String head, String devices) throws Exception {
    Path image = host.image("min", 'N', 36);
    host.write(
        "min",
        """
        <domain type='qemu'>
          <name>min</name>
          <memory unit='MiB'>32</memory>
          %s
          <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
          <features><acpi/></features>
          <devices>
            <disk type='file'>
              <driver type='raw'/><source file='%s'/><target dev='hda' bus='ide'/>
            </disk>
        %s  </devices>
        </domain>
        """
            .formatted(head, image, devices));
  }

  private String disk(String target) throws Exception {
    Path image = Files.write(host.home().resolve(target + ".img"), new byte[1 << 16]);
    return "<disk type='file'><driver type='raw'/><source file='%s'/><target dev='%s' bus='virtio'/></disk>"
        .formatted(image, target);
  }

  private static String drive(String medium) {
    String source = medium.isEmpty() ? "" : "<source file='" + medium + "'/>";
    return "<disk type='file' device='cdrom'><driver type='raw'/>"
        + source
        + "<target dev='hdc' bus='ide'/><readonly/></disk>";
  }

  /** Whether the process has a file open. */
  private static boolean opened(long pid, Path file) throws Exception {
    try (var links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path link : links.toList()) {
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(file)) {
          return true;
        }
      }
    }
    return false;
  }
}
