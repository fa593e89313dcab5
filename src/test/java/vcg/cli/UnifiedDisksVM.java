package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;
import vcg.linux.ForeignDeviceProgram;

/** Real disks of the machine: who may open them, and what their input and output is limited to. */
@Tag("vm")
class UnifiedDisksVM {
  private static final Path FIRST = Path.of("/dev/disk/empty0");
  private static final Path SECOND = Path.of("/dev/disk/empty1");

  @RegisterExtension final TestHost host = new TestHost();

  private Run apply(String... words) throws Exception {
    Run applied = host.vcg(words);
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(host.vcg("plan").out()).contains("No changes.");
    return applied;
  }

  private Path cgroup() {
    return host.cgroup("cpu", "web");
  }

  /** Whether a process in the guest's cgroup may open a disk, by the shell's {@code <} or so. */
  private boolean can(String redirection, Path disk) throws Exception {
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "echo 0 >\"$1\" && exec 3" + redirection + "\"$2\"",
                "sh",
                cgroup().resolve("cgroup.procs").toString(),
                disk.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).matches("(?s)|.*Operation not permitted.*");
    return shell.waitFor() == 0;
  }

  private static String medium(Path disk) {
    return "<disk type='block' device='cdrom'><driver type='raw'/><source dev='"
        + disk
        + "'/><target dev='hdc' bus='ide'/><readonly/></disk>";
  }

  @Test
  void apply_blockDisksChanged_policyChangesWhileItRuns() throws Exception {
    host.domain("web", 'N', "", "stop-timeout='5'");
    host.edit("web", "<serial ", medium(FIRST) + "<serial ");
    apply("apply");
    long pid = host.onlyProcess("web");
    assertThat(can("<", FIRST)).isTrue();
    assertThat(can("<>", FIRST)).isFalse();
    assertThat(can("<", SECOND)).isFalse();

    host.edit("web", medium(FIRST), medium(SECOND));
    apply("apply");

    assertThat(can("<", FIRST)).isFalse();
    assertThat(can("<", SECOND)).isTrue();
    assertThat(can("<>", SECOND)).isFalse();

    host.edit(
        "web",
        "<serial ",
        "<disk type='block'><driver type='raw'/><source dev='"
            + FIRST
            + "'/><target dev='vda' bus='virtio'/></disk><serial ");
    apply("apply");

    assertThat(can("<>", FIRST)).isTrue();
    assertThat(host.onlyProcess("web")).isEqualTo(pid);
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      assertThat(open.map(UnifiedDisksVM::target))
          .contains(FIRST.toRealPath(), SECOND.toRealPath());
    }
  }

  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException _) { // closed meanwhile
      return descriptor;
    }
  }

  @Test
  void plan_deviceProgramOfSomebodyElse_isToldAndStays() throws Exception {
    host.domain("web", 'N', "", "stop-timeout='5'");
    apply("apply");
    ForeignDeviceProgram.attach(cgroup(), "sd_devices");
    assertThat(ForeignDeviceProgram.names(cgroup())).hasSize(2).contains("sd_devices");

    Run plan = host.vcg("plan");

    assertThat(plan.out() + plan.err())
        .contains("web", "device program sd_devices of somebody else restricts it further");
    assertThat(plan.out()).contains("No changes.");

    host.edit("web", "<serial ", medium(FIRST) + "<serial "); // due at the next start
    Run restarted = host.vcg("restart", "web");

    assertThat(restarted.exit()).as("%s", restarted).isZero();
    assertThat(can("<", FIRST)).isTrue();
    assertThat(ForeignDeviceProgram.names(cgroup())).hasSize(2).contains("sd_devices");
  }

  @Test
  void apply_throttleOfAPartition_limitsTheWholeDisk() throws Exception {
    Path disk = FIRST.toRealPath();
    Path part = Path.of(disk + "1");
    partition(disk, 1);
    try {
      Eventually.holds(TestHost.SOON, () -> Files.exists(part));
      String number = Files.readString(Path.of("/sys/class/block", name(disk), "dev")).strip();
      String weighted = Files.readString(Path.of("/sys/class/block", name(SECOND), "dev")).strip();
      String tuning =
          "<blkiotune><device><path>"
              + part
              + "</path><read_bytes_sec>1048576</read_bytes_sec>"
              + "<write_iops_sec>50</write_iops_sec></device>"
              + "<device><path>"
              + SECOND
              + "</path><weight>300</weight></device></blkiotune>";
      host.domain("web", 'N', tuning, "stop-timeout='5'");
      Run refused = host.vcg("apply");
      assertThat(refused.out()).contains("does not use the scheduler bfq, which weights need");
      schedule("bfq");

      apply("apply");

      assertThat(read("io.max")).isEqualTo(number + " rbps=1048576 wbps=max riops=max wiops=50");
      assertThat(read("io.bfq.weight")).isEqualTo("default 100\n" + weighted + " 300");

      host.edit("web", "<weight>300<", "<weight>500<");
      host.edit("web", "<read_bytes_sec>1048576</read_bytes_sec>", "");
      apply("apply");

      assertThat(read("io.max")).isEqualTo(number + " rbps=max wbps=max riops=max wiops=50");
      assertThat(read("io.bfq.weight")).isEqualTo("default 100\n" + weighted + " 500");
    } finally {
      schedule("none");
      partition(disk, 0);
    }
  }

  private String read(String file) throws Exception {
    return host.read("blkio", "web", file);
  }

  private static String name(Path disk) throws IOException {
    return String.valueOf(disk.toRealPath().getFileName());
  }

  private static void schedule(String scheduler) throws IOException {
    Files.writeString(
        Path.of("/sys/class/block", name(SECOND), "queue/scheduler"),
        scheduler,
        StandardOpenOption.WRITE);
  }

  /** Gives a disk a partition table with one partition, or none. */
  private static void partition(Path disk, int partitions) throws Exception {
    byte[] table = new byte[512];
    table[450] = (byte) (partitions == 0 ? 0 : 0x83); // a Linux file system
    table[455] = (byte) (partitions == 0 ? 0 : 0x08); // from sector 2048
    table[459] = (byte) (partitions == 0 ? 0 : 0x40); // 16384 sectors
    table[510] = 0x55;
    table[511] = (byte) 0xaa;
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rws")) {
      file.write(table);
    }
    Process reread = new ProcessBuilder(List.of("blockdev", "--rereadpt", disk + "")).start();
    assertThat(reread.waitFor()).isZero();
  }
}
