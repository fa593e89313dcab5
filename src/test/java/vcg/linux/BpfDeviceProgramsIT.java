package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import vcg.Requires;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.DevicePolicies;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.DeviceProgram;
import vcg.cgroup.DevicePrograms;
import vcg.cgroup.DeviceProgramsContract;

/** The contract on the kernel of this machine, and what a fake cannot tell. */
@Timeout(120)
class BpfDeviceProgramsIT extends DeviceProgramsContract {
  private static final int SWAPS = 5_000;

  @RegisterExtension final TestCgroup cgroup = new TestCgroup();
  private CgroupFs fs = new PlainCgroupFs(List.of());
  private BpfDevicePrograms programs = new BpfDevicePrograms(List.of());

  /** An emulated machine may crash when the last device program of all goes: one stays. */
  @BeforeEach
  void openTree() throws IOException {
    Requires.rootAndCgroupV2();
    fs = new PlainCgroupFs(List.of(cgroup.unified()));
    programs = new BpfDevicePrograms(List.of(cgroup.unified()));
    CgroupPath dummy = cgroup.unified("/dummy");
    fs.create(dummy);
    add(dummy, "dummy");
  }

  @Override
  protected DevicePrograms programs() {
    return programs;
  }

  @Override
  protected CgroupFs fs() {
    return fs;
  }

  @Override
  protected CgroupPath parent() {
    return cgroup.unified("");
  }

  @Override
  protected void add(CgroupPath to, String name) throws IOException {
    ForeignDeviceProgram.attach(Path.of(directory(to)), name);
  }

  private CgroupPath web() throws IOException {
    CgroupPath web = cgroup.unified("/web");
    fs.create(web);
    return web;
  }

  private String directory(CgroupPath path) {
    return cgroup.unified().mount() + path.path();
  }

  private String procs(CgroupPath path) {
    return directory(path) + "/cgroup.procs";
  }

  /** Whether a shell in the cgroup can do something. */
  private boolean can(CgroupPath in, String command) throws IOException, InterruptedException {
    String enter = "echo 0 > " + procs(in) + " || exit 99; { " + command + "; }";
    Process shell = new ProcessBuilder("/bin/sh", "-c", enter).redirectErrorStream(true).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = shell.waitFor();
    assertThat(code).as(said).isNotEqualTo(99);
    if (code != 0) {
      assertThat(said).contains("Operation not permitted");
    }
    return code == 0;
  }

  @Test
  void attach_policy_decidesAboutOpenAndMknod(@TempDir Path files)
      throws IOException, InterruptedException {
    CgroupPath web = web();
    assertThat(can(web, ": < /dev/full")).isTrue();

    programs.attach(web, DevicePolicies.of("c 1:3 rw", "c 1:5 r", "c 1:8 m"));

    assertThat(can(web, ": < /dev/null")).isTrue();
    assertThat(can(web, ": <> /dev/null")).isTrue();
    assertThat(can(web, ": < /dev/zero")).isTrue();
    assertThat(can(web, ": > /dev/zero")).isFalse();
    assertThat(can(web, ": <> /dev/zero")).isFalse();
    assertThat(can(web, ": < /dev/full")).isFalse();
    assertThat(can(web, ": < /dev/random")).isFalse();
    assertThat(can(web, "mknod " + files + "/random c 1 8")).isTrue();
    assertThat(can(web, "mknod " + files + "/null c 1 3")).isFalse();
    assertThat(can(web, "mknod " + files + "/disk b 1 8")).isFalse();
  }

  @Test
  void attach_noDevice_deniesAllButFilesAndPipes(@TempDir Path files)
      throws IOException, InterruptedException {
    CgroupPath web = web();

    programs.attach(web, DevicePolicy.NONE);

    assertThat(can(web, ": < /dev/null")).isFalse();
    assertThat(can(web, "mkfifo " + files + "/pipe && : > " + files + "/file")).isTrue();
  }

  @Test
  void attach_wildcards_coverEveryNumber(@TempDir Path files)
      throws IOException, InterruptedException {
    CgroupPath web = web();

    programs.attach(web, DevicePolicies.of("c 1:* r", "c *:5 w", "b *:* m"));

    assertThat(can(web, ": < /dev/full")).isTrue();
    assertThat(can(web, ": > /dev/full")).isFalse();
    assertThat(can(web, ": > /dev/zero")).isTrue();
    assertThat(can(web, ": <> /dev/zero")).isFalse();
    assertThat(can(web, "mknod " + files + "/disk b 259 1048575")).isTrue();
  }

  @Test
  void attach_programAbove_bothMustAllow() throws IOException, InterruptedException {
    CgroupPath web = web();
    programs.attach(parent(), DevicePolicies.of("c 1:3 rw"));

    programs.attach(web, DevicePolicies.of("c 1:3 r", "c 1:5 r"));

    assertThat(can(web, ": < /dev/null")).isTrue();
    assertThat(can(web, ": > /dev/null")).isFalse();
    assertThat(can(web, ": < /dev/zero")).isFalse();
  }

  @Test
  void attach_done_nothingIsHeldOpenAndTheProgramWorksOn()
      throws IOException, InterruptedException {
    CgroupPath web = web();
    programs.attach(web, DevicePolicies.of("c 1:3 rw"));
    long before = descriptors();

    programs.attach(web, DevicePolicies.of("c 1:5 rw"));
    programs.attached(web);

    assertThat(descriptors()).isEqualTo(before);
    assertThat(can(web, ": < /dev/null")).isFalse();
    assertThat(can(web, ": < /dev/zero")).isTrue();
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(fd -> isBpfOrCgroup(fd)).count();
    }
  }

  private static boolean isBpfOrCgroup(Path fd) {
    try {
      String target = Files.readSymbolicLink(fd).toString();
      return target.contains("bpf") || target.contains("vcgtest");
    } catch (IOException _) { // the descriptor of this listing itself
      return false;
    }
  }

  @Test
  void remove_directory_programIsGone() throws IOException {
    CgroupPath web = web();
    programs.attach(web, DevicePolicy.NONE);
    int id = programs.attached(web).getFirst().id();
    assertThat(exists(id)).isTrue();

    fs.remove(web);

    Eventually.holds(Duration.ofSeconds(20), () -> !exists(id));
  }

  private boolean exists(int id) throws IOException {
    try (Bpf bpf = Bpf.open(parent(), directory(parent()), "look into")) {
      var held = bpf.program(id);
      held.ifPresent(Bpf.Program::close);
      return held.isPresent();
    }
  }

  @Test
  void attach_moreThanTheKernelTakes_saysSoAndChangesNothing() throws IOException {
    CgroupPath web = web();
    for (int i = 0; i < 64; i++) {
      add(web, "foreign" + i);
    }
    List<DeviceProgram> before = programs.attached(web);
    String name = DevicePolicy.NONE.programName();

    assertThatThrownBy(() -> programs.attach(web, DevicePolicy.NONE))
        .hasMessage("cannot attach device program " + name + " to " + web + ": E2BIG");

    assertThat(before).hasSize(64);
    assertThat(programs.attached(web)).isEqualTo(before);
  }

  @Test
  void refusal_treeOfEitherVersion_tellsWhichWorks() throws IOException {
    assertThat(programs.refusal(parent())).isEmpty();

    CgroupPath v1 = cgroup.at(Controller.DEVICES, "");
    assertThat(new BpfDevicePrograms(cgroup.hierarchies()).refusal(v1))
        .contains(
            "cannot list device programs of " + v1 + ": EBADF (not a directory of cgroup v2)");
    assertThat(programs.refusal(cgroup.unified("/missing")))
        .contains("cannot list device programs of " + cgroup.unified("/missing") + ": ENOENT");
  }

  @Test
  void attach_whileAProcessOpens_neverDeniesOrAllowsWrongly(@TempDir Path files)
      throws IOException, InterruptedException {
    Requires.program("gcc");
    CgroupPath web = web();
    List<DevicePolicy> policies =
        List.of(
            DevicePolicies.of("c 1:3 rw", "c 1:5 r"),
            DevicePolicies.of("b 8:0 r", "c 1:3 rwm", "c 1:8 r"));
    programs.attach(web, policies.get(0));
    Process hammer = new ProcessBuilder(hammer(files), procs(web)).start();
    try (OutputStream in = hammer.getOutputStream();
        InputStream out = hammer.getInputStream()) {
      assertThat(out.read()).isEqualTo('.');

      for (int i = 1; i <= SWAPS; i++) {
        programs.attach(web, policies.get(i % 2));
      }

      in.write('\n');
      in.flush();
      String[] counts =
          new String(out.readAllBytes(), StandardCharsets.UTF_8).strip().split(" ", -1);
      assertThat(Long.parseLong(counts[0])).isGreaterThan(SWAPS);
      assertThat(counts[1]).as("wrongly denied").isEqualTo("0");
      assertThat(counts[2]).as("wrongly allowed").isEqualTo("0");
      assertThat(hammer.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      hammer.destroyForcibly();
    }
  }

  private static String hammer(Path files) throws IOException, InterruptedException {
    Path source = files.resolve("hammer.c");
    try (InputStream in =
        Objects.requireNonNull(BpfDeviceProgramsIT.class.getResourceAsStream("hammer.c"))) {
      Files.copy(in, source);
    }
    Path program = files.resolve("hammer");
    Process gcc =
        new ProcessBuilder("gcc", "-O2", "-Wall", "-Werror", "-o", program + "", source + "")
            .inheritIO()
            .start();
    assertThat(gcc.waitFor()).isZero();
    return program.toString();
  }
}
