package vcg.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import vcg.Requires;
import vcg.linux.Eventually;

/**
 * A guest that runs a small Linux, and says on its serial port what it sees; src/test/vm/README.md
 * tells how it is made.
 */
final class LinuxGuest {
  /** It takes about eight seconds on an idle machine. */
  static final Duration BOOT = Duration.ofSeconds(90);

  private static final String PROGRAM = "src/test/vm/tiny-linux";

  private final TestHost host;
  private final String name;
  private final Path kernel;
  private final Path initrd;

  private LinuxGuest(TestHost host, String name, Path kernel, Path initrd) {
    this.host = host;
    this.name = name;
    this.kernel = kernel;
    this.initrd = initrd;
  }

  /** One for a test; where its parts are missing the test is skipped. */
  static LinuxGuest on(TestHost host, String name) throws IOException, InterruptedException {
    Started check = run("--check");
    Requires.require(check.exit() == 0, check.output());
    Path initrd = host.home().resolve("tiny.gz");
    Started made = run(initrd.toString());
    if (made.exit() != 0) {
      throw new IOException(made.output());
    }
    return new LinuxGuest(host, name, Path.of(made.output()), initrd);
  }

  private record Started(int exit, String output) {}

  private static Started run(String word) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(PROGRAM, word)).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Started(process.waitFor(), output);
  }

  /**
   * Writes its domain file.
   *
   * @param head elements beside memory and vcpu, such as {@code <currentMemory>}
   * @param vcpu the element
   * @param devices elements beside its serial port
   */
  void write(String head, String vcpu, String devices) throws IOException {
    host.write(
        name,
        """
        <domain type='qemu'>
          <name>%s</name>
          <memory unit='MiB'>128</memory>
          %s%s
          <os>
            <type arch='x86_64' machine='pc'>hvm</type>
            <kernel>%s</kernel><initrd>%s</initrd><cmdline>console=ttyS0 quiet panic=-1</cmdline>
          </os>
          <features><acpi/></features>
          <devices>
            <serial type='file'><source path='%s'/></serial>
        %s  </devices>
        </domain>
        """
            .formatted(
                name, head, vcpu, kernel, initrd, host.home().resolve(name + ".serial"), devices));
  }

  /** A disk on virtio with an image of its own. */
  String disk(String target, int kibibytes) throws IOException {
    Path image = host.home().resolve(name + "-" + target + "-" + kibibytes + ".img");
    if (!Files.exists(image)) {
      Files.write(image, new byte[kibibytes * 1024]);
    }
    return "    <disk type='file'><driver type='raw'/><source file='%s'/><target dev='%s' bus='virtio'/></disk>%n"
        .formatted(image, target);
  }

  /** What it said so far. */
  List<String> said() throws IOException {
    return host.serial(name)
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("tiny: "))
        .map(line -> line.substring("tiny: ".length()))
        .toList();
  }

  /** Waits until it says something, after what it said before. */
  void awaitSaid(int after, String what) throws IOException {
    try {
      Eventually.holds(BOOT, () -> said().stream().skip(after).anyMatch(what::equals));
    } catch (AssertionError e) {
      throw new AssertionError("not " + what + ", but " + said(), e);
    }
  }
}
