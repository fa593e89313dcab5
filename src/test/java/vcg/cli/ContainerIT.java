package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.Requires;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** Real containers from their domain files to their removal. */
@Timeout(180)
class ContainerIT {
  @RegisterExtension final TestHost host = TestHost.together();
  private final TestContainers containers = new TestContainers(host);

  @BeforeEach
  void require() {
    Requires.program("crun");
    Requires.program("busybox");
  }

  @Test
  void apply_container_isAsItsFileSays_inItsCgroups_andGoneWithItsFile() throws Exception {
    containers.domain(
        "box",
        "echo host $(hostname); pwd; env; ls /proc/self/fd | grep -v '[012]' | head -n 2;"
            + " echo cgroup $(cat /proc/self/cgroup | grep memory); mount | grep cgroup;"
            + " echo ready; "
            + TestContainers.UNTIL_TOLD,
        "stop-timeout='30'",
        "<cputune><shares>512</shares></cputune>",
        "<privnet/>",
        "<filesystem type='ram'><source usage='1' units='MiB'/><target dir='/tmp'/></filesystem>");

    Run plan = host.vcg("plan");
    Run apply = host.vcgUnder(List.of(), "apply"); // the real program

    assertThat(plan.out()).containsPattern("\\+ box +start +[0-9]+ cgroups, .* device rules, crun");
    assertThat(apply.exit()).as("%s", apply).isZero();
    assertThat(apply.out()).contains("box: started");
    containers.awaitLine("box", "ready");
    long init = containers.init("box");
    for (String controller : TestHost.CONTROLLERS) {
      assertThat(TestHost.placement(init, controller))
          .isEqualTo(containers.place("box", controller));
    }
    assertThat(containers.log("box").lines())
        .contains(
            "host box",
            "/",
            "PATH=/bin:/sbin",
            "TERM=linux",
            "container=lxc-libvirt",
            "LIBVIRT_LXC_NAME=box")
        .as("a name space of its own for cgroups")
        .anyMatch(line -> line.matches("cgroup [0-9]+:memory:/"))
        .as("no cgroup is mounted")
        .noneMatch(line -> line.contains("type cgroup"));
    assertThat(host.vcg("status").out()).containsPattern("box +lxc +running +in sync +" + init);
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();

    host.delete("box");
    Run removed = host.vcg("apply", "--allow-stops", "1");

    assertThat(removed.exit()).as("%s", removed).isZero();
    assertThat(removed.out()).contains("box: stopped");
    assertThat(TestHost.hasEnded(init)).isTrue();
    assertThat(containers.cgroup("memory", "box")).doesNotExist();
    assertThat(containers.runDirectory("box")).doesNotExist();
    assertThat(containers.record("box")).doesNotExist();
  }

  @Test
  void stop_initWithAHandler_isToldAndItsNoteIsRead() throws Exception {
    containers.domain("box", "echo ready; " + TestContainers.UNTIL_TOLD);
    host.vcg("apply");
    containers.awaitLine("box", "ready");

    host.edit("box", "urn:vcg:policy:1' ", "urn:vcg:policy:1' run='shutoff' ");
    Run stopped = host.vcg("apply", "--allow-stops", "1");

    assertThat(stopped.exit()).as("%s", stopped).isZero();
    containers.awaitLine("box", "told");
  }

  @Test
  void stop_initThatHalts_getsTheSignalForThat() throws Exception {
    containers.domain(
        "box",
        "trap 'echo halted; exit 0' 37; trap 'echo terminated; exit 0' TERM; echo ready;"
            + " while :; do sleep 0.1; done");
    host.vcg("apply");
    containers.awaitLine("box", "ready");

    host.edit("box", "urn:vcg:policy:1' ", "urn:vcg:policy:1' run='shutoff' ");
    Run stopped = host.vcg("apply", "--allow-stops", "1");

    assertThat(stopped.exit()).as("%s", stopped).isZero();
    assertThat(containers.log("box").lines())
        .as("37 is SIGRTMIN+3 where the C library has two for itself, as glibc does")
        .contains("halted")
        .doesNotContain("terminated");
  }

  @Test
  void stop_initWithoutAHandlerForAnySignal_isNotWaitedFor() throws Exception {
    containers.domain(
        "box", "echo ready; " + TestContainers.FOR_EVER, "stop-timeout='100'", "", "", "");
    host.vcg("apply");
    long init = containers.init("box");

    host.delete("box");
    Run removed = host.vcgUnder(List.of(), "apply", "--allow-stops", "1"); // or takes 100 s

    assertThat(removed.exit()).as("%s", removed).isZero();
    assertThat(removed.err()).doesNotContain("did not shut down");
    assertThat(TestHost.hasEnded(init)).isTrue();
  }

  @Test
  void apply_processLeftInTheCgroup_doesNotOutliveItsContainer() throws Exception {
    containers.domain("box", TestContainers.FOR_EVER);
    host.vcg("apply");
    long left = host.sleeper();
    for (String controller : TestHost.CONTROLLERS) {
      Files.writeString(
          containers.cgroup(controller, "box").resolve("cgroup.procs"), Long.toString(left));
    }

    Run restarted = host.vcg("restart", "box");

    assertThat(restarted.exit()).as("%s", restarted).isZero();
    assertThat(TestHost.hasEnded(left)).as("ended with its container").isTrue();
    assertThat(containers.inits("box")).hasSize(1);
  }

  @Test
  void apply_initEndsWithZero_staysOffUntilItsFileChanges() throws Exception {
    containers.domain("box", "echo ready; exit 0");
    host.vcg("apply");
    Eventually.holds(TestHost.SOON, () -> containers.inits("box").isEmpty());

    Run plan = host.vcg("plan");
    Run apply = host.vcg("apply");
    Run status = host.vcg("status");

    assertThat(plan.out()).containsPattern("- box +STOP +it powered itself off");
    assertThat(apply.exit()).as("%s", apply).isZero();
    assertThat(containers.cgroup("memory", "box")).doesNotExist();
    assertThat(status.out()).containsPattern("box +lxc +off +in sync .*powered itself off");
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();

    host.edit("box", "exit 0", TestContainers.FOR_EVER);
    host.vcg("apply");

    assertThat(containers.inits("box")).hasSize(1);
  }

  @Test
  void apply_initEndsWithAnError_isACrashThatIsShown_andOnCrashDecides() throws Exception {
    containers.domain("box", "echo bad >&2; exit 3");
    host.vcg("apply");
    Eventually.holds(TestHost.SOON, () -> containers.inits("box").isEmpty());

    host.vcg("apply");
    Run status = host.vcg("status");

    assertThat(status.out())
        .containsPattern("box +lxc +off .*crashed; it starts when its file changes")
        .contains("last error: its first process ended with exit status 3", "  bad");
    assertThat(host.vcg("status", "--format", "json").out()).contains("\"exitStatus\" : 3");

    host.edit("box", "<os>", "<on_crash>restart</on_crash><os>");
    host.vcg("apply");
    Eventually.holds(TestHost.SOON, () -> containers.inits("box").isEmpty());

    assertThat(host.vcg("plan").out())
        .contains("crash loop: its first process ended with exit status 3 soon after its start");
  }

  @Test
  void apply_containerReboots_startsAgain() throws Exception {
    containers.domain(
        "box",
        "[ -e /data/again ] || { touch /data/again; reboot -f; }; echo up; "
            + TestContainers.FOR_EVER);
    host.vcg("apply");
    Eventually.holds(TestHost.SOON, () -> containers.inits("box").isEmpty());

    Run apply = host.vcg("apply");

    assertThat(apply.exit()).as("%s", apply).isZero();
    assertThat(apply.out()).contains("box: started");
    containers.awaitLine("box", "up");
  }

  @Test
  void apply_memoryRunsOut_containerIsKilledAndTheReasonIsTold() throws Exception {
    containers.domain(
        "box",
        "exec dd if=/dev/zero of=/dev/null bs=200M count=1",
        "",
        "<memtune><hard_limit unit='MiB'>32</hard_limit><swap_hard_limit"
            + " unit='MiB'>32</swap_hard_limit></memtune>",
        "",
        "");
    host.vcg("apply");
    Eventually.holds(TestHost.SOON, () -> containers.inits("box").isEmpty());
    Eventually.holds(
        TestHost.SOON, () -> Files.exists(containers.runDirectory("box").resolve("status")));

    Run status = host.vcg("status");

    assertThat(status.out()).contains("its first process was killed, out of memory");
  }

  @Test
  void plan_fieldsOfARunningContainerChange_areNamedEachAndWait() throws Exception {
    containers.domain("box", TestContainers.FOR_EVER);
    host.vcg("apply");
    long init = containers.init("box");

    host.edit("box", "</os>", "<initenv name='A'>b</initenv><initdir>/tmp</initdir></os>");
    host.edit("box", "<privnet/>", "");
    host.edit(
        "box",
        "<devices>",
        "<devices><filesystem type='ram'><source usage='2' units='MiB'/>"
            + "<target dir='/data'/></filesystem>");
    Run plan = host.vcg("plan");
    Run apply = host.vcg("apply");

    assertThat(plan.out())
        .containsPattern("init +environment +A=b +box.xml:8 +cannot change while it runs")
        .containsPattern("init +directory +/ → /tmp +box.xml:11")
        .containsPattern("container +network +its own → the host's")
        .containsPattern("filesystem /data +source +tmpfs size=2097152 +box.xml");
    assertThat(apply.exit()).as("%s", apply).isEqualTo(5);
    assertThat(containers.inits("box")).isEqualTo(List.of(init));

    Run restarted = host.vcg("restart", "box");

    assertThat(restarted.exit()).as("%s", restarted).isZero();
    assertThat(TestHost.hasEnded(init)).isTrue();
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();
  }

  @Test
  void apply_recordsAreLost_findsTheContainerAgainByItsNotes() throws Exception {
    containers.domain("box", TestContainers.FOR_EVER);
    host.vcg("apply");
    long init = containers.init("box");
    Files.delete(containers.record("box"));

    Run apply = host.vcg("apply");

    assertThat(apply.exit()).as("%s", apply).isZero();
    assertThat(containers.inits("box")).isEqualTo(List.of(init));
    assertThat(containers.record("box")).content().contains("\"pid\":" + init);
  }

  @Test
  void apply_pausedByItsFile_isFrozen_andStopsAllTheSame() throws Exception {
    containers.domain(
        "box", "echo ready; " + TestContainers.UNTIL_TOLD, "run='paused'", "", "", "");

    Run apply = host.vcg("apply");

    assertThat(apply.exit()).as("%s", apply).isZero();
    assertThat(host.vcg("status").out()).containsPattern("box +lxc +paused +in sync");
    long init = containers.init("box");
    Path state = containers.cgroup("freezer", "box").resolve("freezer.state");
    if (Files.exists(state)) {
      assertThat(state).content().startsWith("FROZEN");
    }
    assertThat(host.vcg("restart", "box").exit()).isZero();
    assertThat(host.vcg("status").out()).containsPattern("box +lxc +paused +in sync");
    assertThat(TestHost.hasEnded(init)).isTrue();
    host.delete("box");
    assertThat(host.vcg("apply", "--allow-stops", "1").exit()).isZero();
    assertThat(containers.cgroup("memory", "box")).doesNotExist();
  }

  @Test
  void apply_devices_onlyTheUsualAndThoseOfTheFileCanBeOpened() throws Exception {
    containers.domain(
        "box",
        "for d in null zero full random urandom tty ptmx; do"
            + " [ -e /dev/$d ] && echo node $d; done;"
            + " head -c 1 /dev/zero >/dev/null && echo zero read;"
            + " head -c 1 /dev/urandom >/dev/null && echo urandom read;"
            + " mknod /tmp/console c 5 1 && echo made;"
            + " head -c 1 /dev/kmsg >/dev/null; head -c 1 /tmp/console; head -c 1 /data/console;"
            + " echo ready; "
            + TestContainers.FOR_EVER,
        "",
        "",
        "<capabilities><mknod state='on'/></capabilities>",
        "<hostdev mode='capabilities' type='misc'><source><char>/dev/kmsg</char></source></hostdev>"
            + "<filesystem type='mount'><source dir='/dev'/><target dir='/data'/></filesystem>");

    Run apply = host.vcg("apply");

    assertThat(apply.exit()).as("%s", apply).isZero();
    containers.awaitLine("box", "ready");
    assertThat(containers.log("box"))
        .contains("node null", "node zero", "node full", "node random", "node urandom", "node tty")
        .contains("node ptmx", "zero read", "urandom read")
        .as("with the capability nodes can be made")
        .contains("made")
        .as("and not opened, also the host's own nodes")
        .contains("/tmp/console: Operation not permitted")
        .contains("/data/console: Operation not permitted")
        .as("the policy lets the device of the file pass")
        .doesNotContain("/dev/kmsg: Operation not permitted");
  }

  @Test
  void apply_usersOfItsOwn_areOthersOnTheHost_andCannotWriteToCgroups() throws Exception {
    containers.provesThatUsersOfItsOwnCannotWriteToCgroups();
  }

  @Test
  void apply_quota_isMeasuredInsideItsCgroup() throws Exception {
    containers.domain(
        "box",
        "trap : TERM; while :; do :; done",
        "",
        "<cputune><global_quota>20000</global_quota></cputune>",
        "",
        "");
    assertThat(host.vcg("apply").exit()).isZero();
    Path stat = containers.cgroup("cpu", "box").resolve("cpu.stat");

    Eventually.holds(TestHost.SOON, () -> TestContainers.number(stat, "nr_periods") > 20);

    long used =
        Long.parseLong(
            Files.readString(containers.cgroup("cpuacct", "box").resolve("cpuacct.usage")).strip());
    long periods = TestContainers.number(stat, "nr_periods");
    assertThat(TestContainers.number(stat, "nr_throttled")).isGreaterThan(periods / 2);
    assertThat(used)
        .as("ns in %s periods of 20 ms each, and what began it", periods)
        .isLessThan((periods + 5) * 20_000_000L + 200_000_000L);
  }

  @Test
  void apply_rootInItMountsCgroups_limitsHold_andWhatItMadeGoesWithIt() throws Throwable {
    containers.provesThatLimitsHold(TestContainers.TAKES_OVER, containers::areInSync);
  }

  @Test
  void apply_cpusShrinkAndGrow_reachTheContainer() throws Exception {
    containers.domain("box", TestContainers.FOR_EVER, "", "<vcpu cpuset='0-1'>1</vcpu>", "", "");
    assertThat(host.vcg("apply").exit()).isZero();
    Path status = Path.of("/proc", Long.toString(containers.init("box")), "status");
    assertThat(status).content().containsPattern("Cpus_allowed_list:\\s+0-1\\R");

    host.edit("box", "cpuset='0-1'", "cpuset='1'");
    Run shrunk = host.vcg("apply");

    assertThat(shrunk.exit()).as("%s", shrunk).isZero();
    assertThat(status).content().containsPattern("Cpus_allowed_list:\\s+1\\R");
    host.edit("box", "cpuset='1'", "cpuset='0-1'");
    assertThat(host.vcg("apply").exit()).isZero();
    assertThat(status).content().containsPattern("Cpus_allowed_list:\\s+0-1\\R");
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();
  }

  @Test
  void apply_cardInANetworkOfItsOwn_isNamedAddressedAndGoneWithIt() throws Exception {
    containers.domain(
        "box",
        "cat /sys/class/net/lan/address; ip addr show dev lan; ip route; echo ready; "
            + TestContainers.FOR_EVER,
        "",
        "",
        "",
        "<interface type='ethernet'><mac address='52:54:00:01:02:03'/><target dev='vcgtest0'/>"
            + "<guest dev='lan'/><ip address='10.1.2.3' prefix='24'/>"
            + "<ip address='10.9.0.2' peer='10.9.0.1' prefix='32'/>"
            + "<route address='0.0.0.0' gateway='10.1.2.1'/></interface>");

    // the end on the host is in a network name space that is gone with the test
    Run apply = host.vcgUnder(List.of("unshare", "--net"), "apply");

    assertThat(apply.exit()).as("%s", apply).isZero();
    containers.awaitLine("box", "ready");
    assertThat(containers.log("box"))
        .contains("52:54:00:01:02:03", "10.1.2.3/24", ",UP")
        .contains("10.9.0.2 peer 10.9.0.1/32", "default via 10.1.2.1 dev lan");
    assertThat(hostSide("box")).contains("vcgtest0@", "alias vcg box.lxc");
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();
    host.edit("box", "10.1.2.3", "10.1.2.4");
    assertThat(host.vcg("plan").out())
        .containsPattern("interface lan +card +.*10.1.2.4/24 .*box.xml");
  }

  @Test
  void apply_cardOnABridge_andDevicesOfTheHost_areInIt() throws Exception {
    String network = "vcgtest" + ProcessHandle.current().pid();
    Path image = Files.write(host.home().resolve("image"), new byte[1 << 20]);
    String disk = said("losetup", "--find", "--show", image.toString());
    ip("netns", "add", network); // the bridge and both interfaces are gone with it
    try {
      ip("-n", network, "link", "add", "vcgtbr", "type", "bridge");
      ip("-n", network, "link", "add", "vcgtown", "type", "veth", "peer", "name", "vcgtpeer");
      containers.domain(
          "box",
          "cat /sys/class/net/eth0/address; ip addr show dev vcgtown;"
              + " head -c 512 "
              + disk
              + " | wc -c; head -c 1 /dev/kmsg >/dev/null && echo kmsg read; echo ready; "
              + TestContainers.FOR_EVER,
          "",
          "",
          "",
          "<interface type='bridge'><mac address='52:54:00:01:02:04'/><source bridge='vcgtbr'/>"
              + "</interface><hostdev mode='capabilities' type='net'><source><interface>vcgtown"
              + "</interface></source></hostdev><hostdev mode='capabilities' type='misc'><source>"
              + "<char>/dev/kmsg</char></source></hostdev><hostdev mode='capabilities'"
              + " type='storage'><source><block>"
              + disk
              + "</block></source></hostdev>");

      Run apply = host.vcgUnder(in(network), "apply");

      assertThat(apply.exit()).as("%s", apply).isZero();
      containers.awaitLine("box", "ready");
      assertThat(containers.log("box").lines())
          .contains("52:54:00:01:02:04", "512", "kmsg read")
          .anyMatch(line -> line.matches("[0-9]+: vcgtown@.*[<,]UP[,>].*"));
      assertThat(hostSide("box")).containsPattern("vcgv[0-9a-f]+@.* master vcgtbr .*state UP");
      assertThat(hostSide("box")).doesNotContain("vcgtown@");
      host.delete("box");
      Run removed = host.vcgUnder(in(network), "apply", "--allow-stops", "1");
      assertThat(removed.exit()).as("%s", removed).isZero();
    } finally {
      ip("netns", "delete", network);
      said("losetup", "--detach", disk);
    }
  }

  private static String said(String... words) throws Exception {
    Process process = new ProcessBuilder(words).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.strip();
  }

  /** Runs a program where only the interfaces of a network are, and the cgroups of the host. */
  private List<String> in(String network) throws Exception {
    String script =
        """
        mount --rbind /sys/fs/cgroup "$0" && mount -t sysfs none /sys &&
          mount --rbind "$0" /sys/fs/cgroup && umount -l "$0" && exec "$@"
        """;
    Path cgroups = Files.createDirectories(host.home().resolve("cgroups"));
    List<String> words = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + network));
    words.addAll(List.of("unshare", "--mount", "sh", "-c", script, cgroups.toString()));
    return words;
  }

  /** The interfaces of the name space in which crun runs. */
  private String hostSide(String name) throws Exception {
    long shell =
        Files.readAllLines(containers.inside("memory", name).resolve("cgroup.procs")).stream()
            .mapToLong(Long::parseLong)
            .min()
            .orElseThrow();
    Process ip =
        new ProcessBuilder("nsenter", "-t", Long.toString(shell), "-n", "ip", "link").start();
    return new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void apply_sharesANetwork_andTheNamesOfAnother_areTheirs() throws Exception {
    String network = "vcgtest" + ProcessHandle.current().pid();
    containers.domain("a", TestContainers.FOR_EVER);
    containers.domain(
        "box",
        "readlink /proc/self/ns/ipc; echo on $(hostname); ip addr show dev lo;"
            + " echo ready; "
            + TestContainers.FOR_EVER,
        "",
        "",
        "",
        "");
    host.edit(
        "box",
        "<features>",
        "<lxc:namespace xmlns:lxc='http://libvirt.org/schemas/domain/lxc/1.0'>"
            + "<lxc:sharenet type='netns' value='"
            + network
            + "'/><lxc:shareipc type='name' value='a'/><lxc:shareuts type='name' value='a'/>"
            + "</lxc:namespace><features>");

    Run without = host.vcg("apply");

    assertThat(without.out()).contains("box.xml:12", "there is no network \"" + network + "\"");
    long other = containers.init("a");
    ip("netns", "add", network);
    try {
      ip("-n", network, "addr", "add", "10.7.7.7/32", "dev", "lo");
      Run apply = host.vcg("apply");

      assertThat(apply.exit()).as("%s", apply).isZero();
      containers.awaitLine("box", "ready");
      assertThat(containers.log("box"))
          .contains("on a", "10.7.7.7/32")
          .contains(Files.readSymbolicLink(Path.of("/proc/" + other + "/ns/ipc")).toString());
      assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();
      assertThat(hostName(other)).as("not renamed by who shares it").isEqualTo("a");
      host.edit("box", "<lxc:shareuts type='name' value='a'/>", "");
      assertThat(host.vcg("plan").out()).containsPattern("container +shareuts +name a");
    } finally {
      ip("netns", "delete", network);
    }
  }

  private static void ip(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static String hostName(long process) throws Exception {
    Process hostname =
        new ProcessBuilder("nsenter", "-t", Long.toString(process), "-u", "hostname").start();
    return new String(hostname.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void apply_rootFileSystemMeansIll_leadsTheHostNowhere() throws Exception {
    Path root = containers.root();
    Files.delete(root.resolve("etc/passwd"));
    Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("/etc/shadow"));
    Files.createSymbolicLink(root.resolve("out"), Path.of("/"));
    containers.domain(
        "box",
        "ls /data; echo ready; " + TestContainers.FOR_EVER,
        "",
        "",
        "",
        "<filesystem type='bind'><source dir='/out/etc'/><target dir='/data'/></filesystem>");
    host.edit("box", "</os>", "<inituser>build</inituser></os>");

    Run refused = host.vcg("apply");

    assertThat(refused.out())
        .contains("box.xml:11", "cannot open /etc/passwd in " + root + ": ENOENT");
    host.edit("box", "<inituser>build</inituser>", "<inituser>1000</inituser>");
    Run apply = host.vcg("apply");
    assertThat(apply.exit()).as("%s", apply).isZero();
    containers.awaitLine("box", "ready");
    assertThat(containers.log("box").lines())
        .as("its own /etc, not the host's")
        .contains("group", "passwd")
        .doesNotContain("shadow");
  }

  @Test
  void apply_namesInItsOwnFiles_areWhomItRunsAs() throws Exception {
    containers.domain("box", "echo is $(id -u) $(id -g); echo ready; " + TestContainers.FOR_EVER);
    host.edit("box", "</os>", "<inituser>build</inituser><initgroup>wheel</initgroup></os>");

    Run apply = host.vcg("apply");

    assertThat(apply.exit()).as("%s", apply).isZero();
    containers.awaitLine("box", "is 1000 10");
    host.edit("box", "build", "nobody");
    assertThat(host.vcg("plan").out()).contains("there is no \"nobody\" in /etc/passwd of");
  }

  @Test
  void apply_withoutARootFileSystem_seesTheHosts() throws Exception {
    containers.domain("box", "ls -d " + host.home() + "; echo ready; " + TestContainers.FOR_EVER);
    String text = Files.readString(host.domains().resolve("box.xml"));
    host.write("box", text.replaceFirst("<filesystem type='mount'>.*</filesystem>", ""));

    Run apply = host.vcg("apply");

    assertThat(apply.exit()).as("%s", apply).isZero();
    containers.awaitLine("box", "ready");
    assertThat(containers.log("box").lines()).contains(host.home().toString());
    host.delete("box");
    assertThat(host.vcg("apply", "--allow-stops", "1").exit()).isZero();
    assertThat(containers.runDirectory("box")).doesNotExist();
    assertThat(host.home()).isDirectory();
  }

  @Test
  void apply_theSample_runs() throws Exception {
    Process made =
        new ProcessBuilder("samples/make-images", host.home().resolve("images").toString(), "box")
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    host.write(
        "box",
        Files.readString(Path.of("samples/domains/08-container.xml"))
            .replace("/var/lib/vcg/images", host.home().resolve("images").toString()));

    Run apply = host.vcg("apply");

    assertThat(apply.exit()).as("%s", apply).isZero();
    assertThat(host.vcg("status").out()).containsPattern("box +lxc +running +in sync");
    Run explained = host.vcg("explain", "box", "--command");
    assertThat(explained.out()).contains("vcg-container", "\"/bin/sh\"", "\"hostname\" : \"box\"");
  }
}
