package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** Containers of a {@link TestHost}: busybox in a root file system, and a script as process 1. */
record TestContainers(TestHost host) {
  private static final List<String> PROGRAMS =
      List.of(
          "sh",
          "cat",
          "ls",
          "sleep",
          "echo",
          "dd",
          "mount",
          "hostname",
          "id",
          "mknod",
          "reboot",
          "poweroff",
          "halt",
          "ip",
          "kill",
          "ps",
          "tail",
          "head",
          "wc",
          "touch",
          "grep",
          "env",
          "seq",
          "readlink",
          "timeout",
          "nc",
          "ping",
          "umount",
          "mkdir");

  /** Of a signal from outside process 1 notices nothing as long as it waits for a child. */
  static final String UNTIL_TOLD = "trap 'echo told; exit 0' TERM; while :; do sleep 0.1; done";

  /** Process 1 without a handler for any signal. */
  static final String FOR_EVER = "exec sleep 1000";

  /**
   * Root in a container mounts all cgroups that it can, lifts its limits there, makes directories
   * of its own, puts itself into them and freezes one.
   */
  static final String TAKES_OVER =
      """
      mount -t tmpfs none /data; cd /data
      for set in $(grep -v name= /proc/self/cgroup | while IFS=: read n s p; do echo ${s:-v2}; done)
      do
        mkdir $set
        if [ $set = v2 ]; then mount -t cgroup2 none v2; else mount -t cgroup -o $set none $set; fi
      done
      lift() { for f in */$1; do if [ -e $f ] && echo $2 >$f; then echo lifted $1; fi; done; }
      lift memory.memsw.limit_in_bytes -1; lift memory.limit_in_bytes -1; lift memory.max max
      lift cpu.cfs_quota_us -1; lift cpu.max max; lift cpu.shares 262144
      lift devices.allow a; lift devices.allow 'b *:* rwm'
      for d in *; do
        case $d in blkio | cpuset) continue ;; esac
        mkdir $d/own && echo $$ >$d/own/cgroup.procs && echo made $d/own
      done
      sleep 1000 &
      for d in freezer v2; do
        if mkdir $d/ice && echo $! >$d/ice/cgroup.procs; then
          echo FROZEN >$d/ice/freezer.state || echo 1 >$d/ice/cgroup.freeze
        fi
      done
      mknod /data/disk b 254 0; head -c 1 /data/disk
      dd if=/dev/zero of=/dev/null bs=200M count=1; echo dd ended with $?
      echo ready
      while :; do :; done
      """;

  /** The root file system that all containers of a test share. */
  Path root() throws IOException {
    Path root = host.home().resolve("rootfs");
    if (!Files.exists(root)) {
      for (String directory : List.of("bin", "etc", "proc", "sys", "dev", "tmp", "data")) {
        Files.createDirectories(root.resolve(directory));
      }
      Path busybox =
          Files.isExecutable(Path.of("/bin/busybox"))
              ? Path.of("/bin/busybox")
              : Path.of("/usr/bin/busybox");
      Files.copy(busybox, root.resolve("bin/busybox"));
      for (String program : PROGRAMS) {
        Files.createSymbolicLink(root.resolve("bin").resolve(program), Path.of("busybox"));
      }
      Files.writeString(
          root.resolve("etc/passwd"),
          "root:x:0:0:root:/:/bin/sh\nbuild:x:1000:1000:Build:/:/bin/sh\n");
      Files.writeString(root.resolve("etc/group"), "root:x:0:\nwheel:x:10:root\n");
    }
    return root;
  }

  /** A domain file. */
  void domain(String name, String script) throws IOException {
    domain(name, script, "", "", "<privnet/>", "");
  }

  /**
   * A domain file.
   *
   * @param script of process 1
   * @param policy attributes of vcg's own settings
   * @param tuning elements that follow memory, of which there are 64 MiB
   * @param features elements in features
   * @param devices elements in devices, beside the root file system
   */
  void domain(
      String name, String script, String policy, String tuning, String features, String devices)
      throws IOException {
    host.write(
        name,
        """
        <domain type='lxc'>
          <name>%s</name>
          <metadata><vcg:policy xmlns:vcg='urn:vcg:policy:1' %s/></metadata>
          <memory unit='MiB'>64</memory>
          %s
          <os>
            <type>exe</type>
            <init>/bin/sh</init>
            <initarg>-c</initarg>
            <initarg>%s</initarg>
          </os>
          <features>%s</features>
          <devices>
            <filesystem type='mount'><source dir='%s'/><target dir='/'/></filesystem>
            %s
          </devices>
        </domain>
        """
            .formatted(
                name,
                policy,
                tuning,
                script.replace("&", "&amp;").replace("<", "&lt;"),
                features,
                root(),
                devices));
  }

  /** Where its processes are: inside its own cgroup, but for throttles of version 1. */
  String place(String name, String controller) {
    return path(name) + (controller.equals("blkio") ? "" : "/container");
  }

  /** The cgroup of a container, the same in every hierarchy. */
  String path(String name) {
    return host.parent() + "/system/" + name + ".lxc.libvirt";
  }

  Path cgroup(String controller, String name) {
    return host.partition(controller, "system").resolve(name + ".lxc.libvirt");
  }

  /** The directory of all that is in a container. */
  Path inside(String controller, String name) {
    return cgroup(controller, name).resolve("container");
  }

  /**
   * Starts a container that takes over, proves that it is limited as its document says, and removes
   * it.
   *
   * @param script {@link #TAKES_OVER} or a part of it
   * @param whileItRuns what else is to be proved
   */
  void provesThatLimitsHold(String script, Executable whileItRuns) throws Throwable {
    domain(
        "box",
        script,
        "stop-timeout='30'",
        """
        <memtune>
          <hard_limit unit='MiB'>32</hard_limit><swap_hard_limit unit='MiB'>32</swap_hard_limit>
        </memtune>
        <cputune><shares>512</shares><global_quota>20000</global_quota></cputune>
        """,
        "<privnet/><capabilities><mknod state='on'/></capabilities>",
        "");
    Run apply = host.vcg("apply");
    assertThat(apply.exit()).as("%s", apply).isZero();
    awaitLine("box", "ready");
    long init = init("box");

    assertThat(log("box"))
        .as("its cgroups are its own affair")
        .containsPattern("made (memory|v2)/own")
        .as("opens no other devices")
        .contains("/data/disk: Operation not permitted")
        .doesNotContain("lifted devices.allow")
        .as("its memory is limited")
        .contains("dd ended with 137");
    Path stat = cgroup("cpu", "box").resolve("cpu.stat");
    long throttled = number(stat, "nr_throttled");
    Eventually.holds(TestHost.SOON, () -> number(stat, "nr_throttled") > throttled + 5);
    whileItRuns.execute();

    host.delete("box");
    Run removed = host.vcg("apply", "--allow-stops", "1");

    assertThat(removed.exit()).as("%s", removed).isZero();
    assertThat(TestHost.hasEnded(init)).isTrue();
    assertThat(cgroup("memory", "box")).doesNotExist();
  }

  /** Starts a container whose root is another user on the host, who can write to no cgroup. */
  void provesThatUsersOfItsOwnCannotWriteToCgroups() throws Exception {
    domain(
        "box",
        "echo is $(id -u); touch /tmp/made; mkdir /tmp/cg;"
            + " mount -t cgroup -o memory none /tmp/cg || mount -t cgroup2 none /tmp/cg;"
            + " for f in /tmp/cg/*; do (echo 1 >$f) 2>/dev/null && echo wrote $f; done;"
            + " ls -d /tmp/cg/*procs;"
            + " echo ready; "
            + FOR_EVER,
        "",
        "</os><idmap><uid start='0' target='100000' count='65536'/>"
            + "<gid start='0' target='100000' count='65536'/></idmap>",
        "<privnet/>",
        "<filesystem type='ram'><source usage='1' units='MiB'/><target dir='/tmp'/></filesystem>");
    String text = Files.readString(host.domains().resolve("box.xml")).replaceFirst("</os>", "");
    host.write("box", text);

    Run closed = host.vcg("apply");
    assertThat(closed.out()).contains("user 0 of its <idmap> cannot enter " + host.home());
    Files.setPosixFilePermissions(host.home(), PosixFilePermissions.fromString("rwx--x--x"));
    Run apply = host.vcg("apply");

    assertThat(apply.exit()).as("%s", apply).isZero();
    awaitLine("box", "ready");
    assertThat(log("box")).contains("is 0", "/tmp/cg/cgroup.procs").doesNotContain("wrote");
    Path process = Path.of("/proc", Long.toString(init("box")));
    assertThat(Files.getAttribute(process, "unix:uid")).isEqualTo(100_000);
  }

  /** That vcg sees nothing to do. */
  void areInSync() throws Exception {
    Run plan = host.vcg("plan", "--detailed-exitcode");
    assertThat(plan.exit()).as("%s", plan).isZero();
  }

  /** A number in a file that has a name before each. */
  static long number(Path file, String name) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .sum();
  }

  Path runDirectory(String name) {
    return host.home().resolve("run").resolve(name + ".lxc");
  }

  /** The first process of a container, as the host counts it. */
  long init(String name) throws IOException {
    return Long.parseLong(Files.readString(runDirectory(name).resolve("pid")));
  }

  /** The first processes of containers of this name, wherever they are. */
  List<Long> inits(String name) throws IOException {
    String mark = "LIBVIRT_LXC_NAME=" + name + "\0";
    String cgroup = path(name);
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.map(p -> p.getFileName().toString())
          .filter(n -> n.matches("[0-9]+"))
          .map(Long::valueOf)
          .filter(pid -> read(pid, "environ").contains(mark))
          .filter(pid -> read(pid, "cgroup").contains(cgroup))
          .filter(
              pid -> read(pid, "status").lines().anyMatch(l -> l.matches("NSpid:\\s+[0-9]+\\s+1")))
          .toList();
    }
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(
          Path.of("/proc/" + pid + "/" + file), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException _) { // it has ended
      return "";
    }
  }

  /** What a container has printed. */
  String log(String name) throws IOException {
    Path log = host.state().resolve("log").resolve(name + ".lxc.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** Waits until it has printed a line that is exactly this. */
  void awaitLine(String name, String line) {
    Eventually.holds(TestHost.SOON, () -> log(name).lines().anyMatch(line::equals));
  }

  /** What a line of its output that begins like this says after that; empty: there is none. */
  Optional<String> said(String name, String beginning) throws IOException {
    return log(name)
        .lines()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()))
        .findFirst();
  }

  Path record(String name) {
    return host.state().resolve("guests").resolve(name + ".lxc.json");
  }
}
