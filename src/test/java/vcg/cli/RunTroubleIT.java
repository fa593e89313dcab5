package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.Requires;
import vcg.linux.Eventually;

/**
 * What befalls a daemon on a real host. But for where the sweep is meant, the next look at
 * everything is a day away.
 */
@Timeout(180)
class RunTroubleIT {
  private static final String[] NO_SWEEP = {"--sweep", "86400"};

  @RegisterExtension final TestHost host = new TestHost();
  private final TestDaemon daemon = new TestDaemon(host);
  private List<Path> mounted = List.of();

  private void mount(String... words) throws Exception {
    assertThat(run("mount", words)).isZero();
    mounted = List.of(Path.of(words[words.length - 1]));
  }

  @AfterEach
  void end() throws Exception {
    daemon.kill();
    unmount();
  }

  private void unmount() throws Exception {
    for (Path path : mounted) {
      run("umount", "--lazy", path.toString());
    }
    mounted = List.of();
  }

  private static int run(String program, String... words) throws Exception {
    List<String> all = new java.util.ArrayList<>(List.of(program));
    all.addAll(List.of(words));
    return new ProcessBuilder(all).inheritIO().start().waitFor();
  }

  private String guest(String name, int shares) throws IOException {
    host.domain(name, 'N', "<cputune><shares>" + shares + "</shares></cputune>", "");
    return Files.readString(host.domains().resolve(name + ".xml"));
  }

  @Test
  void run_directoryUnmountedAndMountedAgain_stopsNothingAndGoesOn() throws Exception {
    Path disk = Files.createDirectory(host.home().resolve("disk"));
    final String text = guest("web", 2048);
    guest("db", 300);
    for (String name : List.of("web.xml", "db.xml")) {
      Files.move(host.domains().resolve(name), disk.resolve(name));
    }
    mount("--bind", disk.toString(), host.domains().toString());
    daemon.start(NO_SWEEP);
    daemon.awaitShares("web", 2048);
    daemon.awaitLog("ready");
    final long web = host.onlyProcess("web");

    unmount();
    daemon.awaitLog("STOP_HELD");
    host.drift("cpu", "web", "cpu.shares", "5"); // the last good document is in force
    daemon.awaitShares("web", 2048);

    mount("--bind", disk.toString(), host.domains().toString());
    Path beside = Files.writeString(disk.resolve("new"), text.replace("2048", "512"));
    replace(beside, disk.resolve("web.xml"));
    daemon.awaitShares("web", 512);
    assertThat(host.onlyProcess("web")).isEqualTo(web);
    assertThat(host.processes("db")).hasSize(1);
  }

  @Test
  void run_filesPublishedAsKubernetesAndAnsibleDo_guestsFollow() throws Exception {
    String web = guest("web", 2048);
    String db = guest("db", 300);
    Path directory = host.domains();
    for (int version : List.of(1, 2)) {
      Path data = Files.createDirectory(directory.resolve("..2026_" + version));
      Files.writeString(
          data.resolve("web.xml"), web.replace("2048", Integer.toString(version * 100)));
    }
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_1"));
    Files.delete(directory.resolve("web.xml"));
    Files.createSymbolicLink(directory.resolve("web.xml"), Path.of("..data/web.xml"));
    daemon.start(NO_SWEEP);
    daemon.awaitShares("web", 100);
    daemon.awaitLog("ready");
    final long process = host.onlyProcess("web");

    Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2026_2"));
    replace(next, directory.resolve("..data"));
    daemon.awaitShares("web", 200);

    Path temporary = directory.resolve(".ansible_tmpx1y2db.xml");
    Files.writeString(temporary, db.replace("300", "400"));
    replace(temporary, directory.resolve("db.xml"));
    daemon.awaitShares("db", 400);
    assertThat(host.onlyProcess("web")).isEqualTo(process);
    assertThat(host.processes("db")).hasSize(1);
  }

  private static void replace(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The kernel keeps so many events for whoever does not read them, and drops what follows. */
  @Test
  void run_moreEventsThanTheKernelKeeps_listsAfresh() throws Exception {
    String most = Files.readString(Path.of("/proc/sys/fs/inotify/max_queued_events")).strip();
    guest("web", 2048);
    guest("db", 300);
    daemon.start(NO_SWEEP);
    daemon.awaitShares("web", 2048);
    daemon.awaitLog("ready");

    daemon.signal("STOP");
    for (int i = 0; i <= Integer.parseInt(most) / 2; i++) {
      Path file = Files.createFile(host.domains().resolve("x" + i));
      Files.delete(file);
    }
    host.edit("web", "2048", "512");
    host.edit("db", "300", "400");
    daemon.signal("CONT");

    daemon.awaitShares("web", 512);
    daemon.awaitShares("db", 400);
  }

  @Test
  void run_stateDirectoryFull_guestsFollowAndItIsSaidUntilThereIsRoom() throws Exception {
    mount("-t", "tmpfs", "-o", "size=1m", "none", Files.createDirectory(host.state()).toString());
    guest("web", 2048);
    guest("db", 300);
    daemon.start("--sweep", "1");
    daemon.awaitShares("web", 2048);
    daemon.awaitLog("ready");
    final long web = host.onlyProcess("web");
    Path filler = host.state().resolve("filler");
    assertThat(run("sh", "-c", "cat /dev/zero > " + filler + " 2> /dev/null")).isNotZero();

    host.edit("web", "2048", "512");
    daemon.awaitShares("web", 512);
    daemon.awaitLog("ENOSPC");
    assertThat(host.vcg("status").out()).contains("ENOSPC");

    Files.delete(filler);
    Eventually.holds(TestHost.SOON, () -> !host.vcg("status").out().contains("ENOSPC"));
    assertThat(host.vcg("plan", "--detailed-exitcode").exit()).isZero();
    assertThat(host.onlyProcess("web")).isEqualTo(web);
  }

  /** To end it takes seconds: first it is asked, and it does not answer. */
  @Test
  void run_processHangs_othersAreChangedWhileItIsWaitedFor() throws Exception {
    guest("hung", 300);
    guest("web", 2048);
    guest("db", 300);
    daemon.start(NO_SWEEP);
    daemon.awaitShares("web", 2048);
    daemon.awaitLog("ready");
    long hung = host.onlyProcess("hung");
    TestDaemon.signal(hung, "STOP");

    host.delete("hung");
    daemon.awaitLog("hung: WORKING is being stopped");
    host.edit("web", "2048", "512");
    daemon.awaitShares("web", 512);

    assertThat(host.onlyProcess("hung")).isEqualTo(hung);
    Eventually.holds(TestHost.SOON, () -> host.processes("hung").isEmpty());
  }

  /** What QEMU is needed for waits; what the kernel alone does is done, for others at once. */
  @Test
  void run_processHangs_itsLimitsFollowAndOthersAreChangedMeanwhile() throws Exception {
    guest("hung", 300);
    guest("web", 2048);
    daemon.start(NO_SWEEP);
    daemon.awaitShares("web", 2048);
    daemon.awaitLog("ready");
    long hung = host.onlyProcess("hung");
    TestDaemon.signal(hung, "STOP");

    host.edit("hung", "300", "400");
    host.edit("web", "2048", "512");
    daemon.awaitShares("web", 512);
    daemon.awaitShares("hung", 400);
    assertThat(host.vcg("status").out()).contains("not answering");

    TestDaemon.signal(hung, "CONT");
    host.edit("hung", "400", "500");
    daemon.awaitShares("hung", 500);
    assertThat(host.vcg("status").out()).doesNotContain("not answering");
    assertThat(host.onlyProcess("hung")).isEqualTo(hung);
  }

  @Test
  void run_anotherMasterWritesToo_waitsAndSaysWithWhom() throws Exception {
    guest("web", 2048);
    guest("db", 300);
    daemon.start(NO_SWEEP);
    daemon.awaitShares("web", 2048);
    daemon.awaitLog("ready");

    Path file = host.cgroup("cpu", "web").resolve("cpu.shares");
    Process other =
        new ProcessBuilder("sh", "-c", "while sleep 0.05; do echo 5 > " + file + "; done").start();
    try {
      daemon.awaitLog("FOUGHT_OVER");
      daemon.awaitLog("cpu.shares by process " + other.pid());
      Eventually.holds( // again and again it is being put back, or in sync for a moment
          TestHost.SOON,
          () -> host.vcg("status").out().contains("others changed what vcg put back"));
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  /** The mode of the socket lets them in; who they are says the kernel. */
  @Test
  void run_otherUsersAsk_membersOfTheGroupMayAllAndOthersLook() throws Exception {
    guest("web", 2048);
    Files.setPosixFilePermissions(host.home(), PosixFilePermissions.fromString("rwx--x--x"));
    List<String> member = List.of("setpriv", "--reuid=65534", "--regid=65534", "--groups=1");
    List<String> other = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    daemon.start("--sweep", "86400", "--control-group", "daemon");
    daemon.awaitLog("ready");

    assertThat(host.vcgUnder(member, "reload").exit()).isZero();
    assertThat(host.vcgUnder(other, "reload").exit()).isNotZero();
    final long web = host.onlyProcess("web");

    daemon.kill();
    daemon.start("--sweep", "86400", "--control-group", "daemon", "--status-for-all");
    daemon.awaitLog("ready");
    assertThat(host.vcgUnder(other, "status").out()).contains("web    qemu  running");
    assertThat(host.vcgUnder(other, "pause"))
        .returns(ExitCode.REFUSED.number(), TestHost.Run::exit)
        .returns("vcg: user 65534 may only look\n", TestHost.Run::err);
    assertThat(host.vcgUnder(member, "pause").exit()).isZero();
    assertThat(host.onlyProcess("web")).isEqualTo(web);
  }

  /** What is kept open for each guest leaves enough to look at guests and to start them. */
  @Test
  void run_fewFilesMayBeOpen_looksAndStartsAllTheSame() throws Exception {
    for (int i = 0; i < 8; i++) {
      guest("g" + i, 300);
    }
    daemon.startUnder(List.of("prlimit", "--nofile=120"), "--sweep", "1");
    for (int i = 0; i < 8; i++) {
      daemon.awaitShares("g" + i, 300);
    }
    daemon.awaitLog("too few files may be open");

    for (int i = 0; i < 8; i++) {
      String name = "g" + i;
      long before = host.onlyProcess(name);
      TestDaemon.signal(before, "KILL");
      Eventually.holds(
          TestHost.SOON,
          () -> !host.processes(name).isEmpty() && !host.processes(name).contains(before));
      daemon.awaitShares(name, 300);
    }
    daemon.awaitLog("EMFILE; that it ends is seen by the next look");
    host.drift("cpu", "g7", "cpu.shares", "5");
    daemon.awaitShares("g7", 300);
    Eventually.holds(TestHost.SOON, () -> host.vcg("status").out().contains("8 guests: 8 in sync"));
    assertThat(host.vcg("status").out()).contains("daemon: process");
  }

  /** The kernel refuses every watch, as where others have used them all up. */
  @Test
  void run_nothingCanBeWatched_sweepAloneSufficesAndItIsSaid() throws Exception {
    Requires.program("strace");
    guest("web", 2048);
    guest("db", 300);
    daemon.startUnder(
        List.of(
            "strace",
            "--seccomp-bpf",
            "-fqqo",
            "/dev/null",
            "-e",
            "inject=inotify_init,inotify_init1,fanotify_init,pidfd_open:error=EMFILE"),
        "--sweep",
        "1");
    daemon.awaitShares("web", 2048);
    daemon.awaitLog("ready");
    daemon.awaitLog("cannot watch " + host.domains());
    final long db = host.onlyProcess("db");

    host.drift("cpu", "web", "cpu.shares", "5");
    Path root = Path.of("/sys/fs/cgroup/freezer/cgroup.procs");
    Files.writeString(root, Long.toString(host.onlyProcess("web")));
    daemon.awaitShares("web", 2048);
    Eventually.holds(
        TestHost.SOON,
        () -> TestHost.placement(host.onlyProcess("web"), "freezer").equals(host.path("web")));
    host.edit("web", "2048", "512");
    daemon.awaitShares("web", 512);
    host.startedLongAgo("db");
    ProcessHandle.of(db).orElseThrow().destroyForcibly();
    Eventually.holds(
        TestHost.SOON,
        () -> host.processes("db").size() == 1 && host.processes("db").getFirst() != db);
  }
}
