package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;

/** Virtual machines that run as a user of their own. */
class GuestUserIT {
  private static final String USER = "--guest-user=64055:64055";
  private static final String NO_TUNING = "";

  @RegisterExtension final TestHost host = new TestHost();

  @Test
  void apply_guestUser_processHasNothingThatItDoesNotNeed() throws Exception {
    withoutSerial("web");
    open(host.home());

    Run applied = host.vcg("apply", USER);

    assertThat(applied.exit()).as("%s", applied).isZero();
    long pid = host.pid("web").orElseThrow();
    Map<String, String> status = status(pid);
    assertThat(status.get("Uid")).isEqualTo("64055\t64055\t64055\t64055");
    assertThat(status.get("Gid")).isEqualTo("64055\t64055\t64055\t64055");
    assertThat(status.get("Groups")).isEmpty();
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
      assertThat(status.get(set)).as(set).isEqualTo("0000000000000000");
    }
    assertThat(status.get("NoNewPrivs")).isEqualTo("1");
    assertThat(status.get("Seccomp")).as("filtered").isEqualTo("2");
    assertThat(environment(pid)).containsExactly("PATH=/usr/sbin:/usr/bin:/sbin:/bin");
    assertThat(Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ", -1)[5])
        .as("its own session")
        .isEqualTo(Long.toString(pid));
    assertThat(descriptors(pid))
        .noneMatch(d -> d.contains("cgroup") || d.contains("vcg.jar") || d.contains("/proc"));
    assertThat(host.vcg("plan", USER).out()).contains("No changes.");
  }

  @Test
  void apply_guestStops_itsImageIsClosedAgain() throws Exception {
    withoutSerial("web");
    open(host.home());
    Path image = host.home().resolve("web.img");
    Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("rw-------"));
    Object before = Files.getAttribute(image, "unix:mode");
    assertThat(host.vcg("apply", USER).exit()).isZero();
    assertThat(Files.getAttribute(image, "unix:uid")).as("its owner").isEqualTo(0);
    assertThat(Files.getAttribute(image, "unix:mode")).as("with a list").isNotEqualTo(before);

    host.delete("web");
    Run stopped = host.vcg("apply", "--allow-stops=1", USER);

    assertThat(stopped.exit()).as("%s", stopped).isZero();
    assertThat(Files.getAttribute(image, "unix:mode")).isEqualTo(before);
  }

  @Test
  void plan_wayToTheImageIsClosed_heldWithTheReason() throws Exception {
    withoutSerial("web");
    Files.setPosixFilePermissions(host.home(), PosixFilePermissions.fromString("rwx------"));

    Run planned = host.vcg("plan", USER);

    assertThat(planned.out()).contains("held").contains("cannot enter " + host.home());
  }

  @Test
  void plan_otherUserThanBefore_isARestart() throws Exception {
    withoutSerial("web");
    open(host.home());
    assertThat(host.vcg("apply").exit()).isZero();

    Run planned = host.vcg("plan", USER);

    assertThat(planned.out()).containsPattern("restart due +machine +user +as vcg → 64055:64055");
  }

  @Test
  void apply_noSuchUser_isAUsageError() throws Exception {
    Run applied = host.vcg("apply", "--guest-user=nobody-of-this-host");

    assertThat(applied.exit()).isEqualTo(ExitCode.USAGE.number());
    assertThat(applied.err())
        .contains("--guest-user is \"nobody-of-this-host\", must be a user of this host");
  }

  /** The guest's user would have to make the file of the serial port. */
  private void withoutSerial(String name) throws IOException {
    host.domain(name, 'N', NO_TUNING, "");
    String text = Files.readString(host.domains().resolve(name + ".xml"));
    host.write(name, text.replaceAll("<serial .*?</serial>", ""));
  }

  /** Others may pass, as on the way to any directory of images. */
  private static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
  }

  private static Map<String, String> status(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .map(line -> line.split(":", 2))
        .collect(Collectors.toMap(f -> f[0], f -> f[1].strip()));
  }

  private static List<String> environment(long pid) throws IOException {
    String text = Files.readString(Path.of("/proc/" + pid + "/environ"));
    return Stream.of(text.split("\0", -1)).filter(v -> !v.isEmpty()).toList();
  }

  private static List<String> descriptors(long pid) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return all.map(GuestUserIT::target).toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) { // closed meanwhile
      return "";
    }
  }
}
