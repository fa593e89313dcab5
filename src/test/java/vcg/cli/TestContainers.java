package vcg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

  /** The cgroup of a container, the same in every hierarchy. */
  String path(String name) {
    return host.parent() + "/system/" + name + ".lxc.libvirt";
  }

  Path cgroup(String controller, String name) {
    return host.partition(controller, "system").resolve(name + ".lxc.libvirt");
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
