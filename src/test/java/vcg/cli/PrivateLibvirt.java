package vcg.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import vcg.Requires;
import vcg.linux.Eventually;

/**
 * A libvirtd of one test, of the kind that each user can have: its sockets, state and guests are in
 * a directory of the test, the host's own is not touched. It runs as nobody, as one of root would
 * be the host's.
 */
final class PrivateLibvirt implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NOBODY = "65534";

  private final Process daemon;
  private final String uri;

  private PrivateLibvirt(Process daemon, String uri) {
    this.daemon = daemon;
    this.uri = uri;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param directory absolute and new; others can enter those around it
   */
  static PrivateLibvirt start(Path directory) throws IOException {
    Requires.program("virsh");
    Requires.require(Files.isExecutable(Path.of("/usr/sbin/libvirtd")), "needs libvirtd");
    Path runtime = Files.createDirectories(directory.resolve("r"));
    Path config = Files.createDirectories(directory.resolve("c/libvirt"));
    // no other daemon for what its guests print, which would outlive it
    Files.writeString(config.resolve("qemu.conf"), "stdio_handler = \"file\"\n");
    try (var files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", Integer.valueOf(NOBODY));
      }
    }
    List<String> command =
        List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "env",
            "-i",
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME=" + directory,
            "XDG_RUNTIME_DIR=" + runtime,
            "XDG_CONFIG_HOME=" + directory.resolve("c"),
            "XDG_CACHE_HOME=" + directory.resolve("k"),
            "XDG_DATA_HOME=" + directory.resolve("d"),
            "libvirtd");
    Process daemon =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolveSibling("libvirtd.log").toFile())
            .start();
    PrivateLibvirt libvirt =
        new PrivateLibvirt(
            daemon, "qemu+unix:///session?socket=" + runtime.resolve("libvirt/libvirt-sock"));
    Eventually.holds(SOON, () -> libvirt.run("uri").exit() == 0);
    return libvirt;
  }

  /** What leads programs to it. */
  String environment() {
    return "LIBVIRT_DEFAULT_URI=" + uri;
  }

  /** Runs virsh, which must succeed. */
  String virsh(String... words) throws IOException, InterruptedException {
    TestHost.Run run = run(words);
    if (run.exit() != 0) {
      throw new IOException(String.join(" ", words) + ": " + run.out());
    }
    return run.out();
  }

  private TestHost.Run run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("env", environment(), "virsh", "-q"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new TestHost.Run(process.waitFor(), out, "");
  }

  @Override
  public void close() {
    daemon.destroy();
    daemon.onExit().join();
  }
}
