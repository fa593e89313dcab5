package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** Virtual machines that run as a user of their own. */
class GuestUserIT {
  private static final String USER = "--guest-user=64055:64055";
  private static final String NO_TUNING = "";

  /**
   * Starts vcg with an open file, variables, a mask, a limit and a score that no guest is to get.
   */
  private static final List<String> CARELESS =
      List.of(
          "/bin/bash",
          "-c",
          "exec 9</etc/hostname; umask 0; ulimit -c unlimited; echo 500 >/proc/self/oom_score_adj;"
              + " cd /usr; export CANARY=1; exec \"$@\"",
          "careless");

  @RegisterExtension final TestHost host = new TestHost();

  @Test
  void apply_guestUser_processHasNothingThatItDoesNotNeed() throws Exception {
    host.domain("web", 'N', NO_TUNING, "");
    open(host.home());

    Run applied = host.start(CARELESS, "apply", USER).await();

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
        .contains("/dev/null", host.log("web").toString())
        .noneMatch(d -> d.contains("cgroup") || d.contains("vcg.jar") || d.contains("/proc"))
        .noneMatch("/etc/hostname"::equals);
    assertThat(Files.readSymbolicLink(process(pid, "cwd"))).isEqualTo(Path.of("/"));
    assertThat(Files.getPosixFilePermissions(host.runDirectory("web")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.readString(process(pid, "cmdline"))).contains("-sandbox\0on,", "spawn=deny");
    assertThat(status.get("Umask")).isEqualTo("0077");
    assertThat(Files.readString(process(pid, "oom_score_adj")).strip()).isEqualTo("0");
    assertThat(Files.readString(process(pid, "limits")))
        .containsPattern("Max core file size +0 +0 ");
    assertThat(listening()).doesNotContainAnyElementsOf(descriptors(pid));
    assertThat(host.vcg("plan", USER).out()).contains("No changes.");
  }

  @Test
  void apply_filesAndSocketsOfTheDocument_areOpenToTheGuestAlone() throws Exception {
    host.domain("web", 'N', NO_TUNING, "");
    open(host.home());
    Path serial = host.home().resolve("web.serial");
    Path sockets = Files.createDirectory(host.home().resolve("sockets"));
    Files.setAttribute(sockets, "unix:uid", 64055);
    Path socket = sockets.resolve("web");
    host.edit("web", "<memballoon", port(socket) + "<memballoon");

    Run applied = host.vcg("apply", USER);

    assertThat(applied.exit()).as("%s", applied).isZero();
    Eventually.holds(TestHost.SOON, () -> host.serial("web").contains("GUEST-UP"));
    assertThat(Files.getAttribute(serial, "unix:uid")).as("its owner").isEqualTo(0);
    assertThat((int) Files.getAttribute(serial, "unix:mode") & 7).as("for others").isZero();
    assertThat(Files.getAttribute(socket, "unix:uid")).isEqualTo(64055);
    assertThat(host.vcg("plan", USER).out()).contains("No changes.");
    host.delete("web");
    assertThat(host.vcg("apply", "--allow-stops=1", USER).exit()).isZero();
    assertThat((int) Files.getAttribute(serial, "unix:mode") & 0777).isEqualTo(0600);
    assertThat(host.serial("web")).contains("GUEST-UP");
  }

  @Test
  void plan_socketInADirectoryOfOthers_heldWithWhatToDo() throws Exception {
    host.domain("web", 'N', NO_TUNING, "");
    open(host.home());
    Path socket = host.home().resolve("web.socket");
    host.edit("web", "<memballoon", port(socket) + "<memballoon");

    Run planned = host.vcg("plan", USER);
    Run asRoot = host.vcg("plan");

    assertThat(planned.out())
        .contains(
            socket + ": user 64055:64055 of --guest-user cannot make a socket in " + host.home(),
            "setfacl -m u:64055:rwx " + host.home())
        .containsPattern("web\\.xml:\\d+:\\d+");
    assertThat(asRoot.out()).contains("Plan: 1 start");
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

  private static String port(Path socket) {
    return "<serial type='unix'><source mode='bind' path='" + socket + "'/></serial>";
  }

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

  private static Path process(long pid, String file) {
    return Path.of("/proc/" + pid, file);
  }

  /** All sockets of this host that listen on a port or take packets, as descriptors name them. */
  private static List<String> listening() throws IOException {
    List<String> sockets = new ArrayList<>();
    for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
      Files.readAllLines(Path.of("/proc/net/" + protocol)).stream()
          .skip(1)
          .map(line -> line.strip().split(" +", -1))
          .filter(fields -> List.of("0A", "07").contains(fields[3]))
          .forEach(fields -> sockets.add("socket:[" + fields[9] + "]"));
    }
    return sockets;
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
