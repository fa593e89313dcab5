package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;

/** What must not happen: stops by accident, traces of failures, harm by bad files. */
class RefusalIT {
  private static final String NO_POLICY = "";

  @RegisterExtension final TestHost host = new TestHost();

  @Test
  void apply_severalFilesRemoved_needsConsent() throws Exception {
    for (String name : List.of("a", "b", "c")) {
      host.domain(name, 'N', "", "stop-timeout='5'");
    }
    host.vcg("apply");
    host.delete("a");
    host.delete("b");

    Run refused = host.vcg("apply");

    assertThat(refused.exit()).as("%s", refused).isEqualTo(4);
    assertThat(refused.err() + refused.out())
        .contains("2 of 3 running guests would stop, more than 20 %; --allow-stops 2 allows it");
    assertThat(host.pid("a")).isPresent();
    assertThat(host.pid("b")).isPresent();

    Run allowed = host.vcg("apply", "--allow-stops", "2");

    assertThat(allowed.exit()).as("%s", allowed).isZero();
    assertThat(host.pid("a")).isEmpty();
    assertThat(host.pid("c")).isPresent();
  }

  @Test
  void apply_directoryEmptyOrMissing_stopsNothing() throws Exception {
    host.domain("web", 'N', "", "stop-timeout='5'");
    host.vcg("apply");
    Path file = host.domains().resolve("web.xml");
    Path aside = host.home().resolve("aside");
    Files.move(file, aside);

    Run empty = host.vcg("apply");
    Files.delete(host.domains());
    Run missing = host.vcg("apply");

    assertThat(empty.exit()).as("%s", empty).isEqualTo(4);
    assertThat(empty.out()).contains("holds no domain file and 1 guest would stop");
    assertThat(missing.exit()).as("%s", missing).isEqualTo(4);
    assertThat(missing.out()).contains("does not exist and 1 guest would stop");
    assertThat(missing.err()).contains(host.domains() + ": no such directory");
    assertThat(host.pid("web")).isPresent();
  }

  @Test
  void apply_frozenFromAboveOnV1_stopWaitsUntilThatIsThawed() throws Exception {
    host.domain("web", 'N', "", "stop-timeout='2'");
    host.vcg("apply");
    long pid = host.onlyProcess("web");
    host.edit("web", "stop-timeout", "run='shutoff' stop-timeout");
    Path freezer = host.cgroup("freezer", "web").resolve("../../freezer.state").normalize();
    Files.writeString(freezer, "FROZEN", StandardOpenOption.WRITE);
    try {
      Run held = host.vcg("apply");

      assertThat(held.out())
          .contains(
              "frozen by " + host.parent() + " or above, it cannot end before that is thawed");
      assertThat(TestHost.hasEnded(pid)).isFalse();
    } finally {
      Files.writeString(freezer, "THAWED", StandardOpenOption.WRITE);
    }

    Run stopped = host.vcg("apply");

    assertThat(stopped.exit()).as("%s", stopped).isZero();
    assertThat(TestHost.hasEnded(pid)).isTrue();
  }

  @Test
  void apply_fileBecomesInvalid_leavesTheGuestAlone() throws Exception {
    host.domain("web", 'N', "<cputune><shares>2048</shares></cputune>", NO_POLICY);
    host.domain("other", 'N', "<cputune><shares>1024</shares></cputune>", NO_POLICY);
    host.vcg("apply");
    long pid = host.pid("web").orElseThrow();
    host.edit("web", "<shares>2048</shares>", "<sharess>4096</sharess>");
    host.edit("other", "<shares>1024<", "<shares>512<");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(3);
    assertThat(applied.err())
        .contains("unknown element <sharess> in <cputune>")
        .contains("web.xml:6:")
        .contains("did you mean <shares>?");
    assertThat(host.pid("web")).contains(pid);
    assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("2048");
    assertThat(host.read("cpu", "other", "cpu.shares")).isEqualTo("512");
    assertThat(host.vcg("status").out()).containsPattern("web +qemu +running +held");
  }

  @Test
  void apply_diskMissing_startsNothingAndSaysWhere() throws Exception {
    host.domain("web", 'N', "", NO_POLICY);
    host.domain("other", 'N', "", NO_POLICY);
    Files.delete(host.home().resolve("web.img"));

    Run applied = host.vcg("apply");
    Run plan = host.vcg("plan");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(5);
    assertThat(plan.out()).containsPattern("\\? web +held +.*web.img: no such file.*web.xml:11:");
    assertThat(host.cgroup("cpu", "web")).doesNotExist();
    assertThat(host.pid("other")).isPresent();
  }

  @Test
  void apply_qemuRefusesToStart_leavesNothingButTheReason() throws Exception {
    host.domain("web", 'N', "", NO_POLICY);
    host.edit("web", "type='raw'", "type='qcow2'");
    host.domain("other", 'N', "", NO_POLICY);

    Run applied = host.vcg("apply");
    Run status = host.vcg("status");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(1);
    assertThat(applied.out())
        .containsPattern("web: FAILED at step [0-9]+ of [0-9]+: .*Image is not in qcow2 format");
    assertThat(host.cgroup("cpu", "web")).doesNotExist();
    assertThat(host.cgroup("memory", "web")).doesNotExist();
    assertThat(host.home().resolve("run/web.qemu")).doesNotExist();
    assertThat(status.out()).containsPattern("web +qemu +off +crash loop.*not in qcow2 format");
    assertThat(host.pid("other")).isPresent();
  }

  @Test
  void apply_restartWithAMissingDisk_leavesTheGuestRunning() throws Exception {
    host.domain("web", 'N', "", "restart-due='apply'");
    host.vcg("apply");
    long pid = host.pid("web").orElseThrow();
    host.edit("web", "web.img", "gone.img");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(5);
    assertThat(applied.out()).contains("gone.img: no such file");
    assertThat(host.pid("web")).contains(pid);
  }

  @Test
  void apply_emulatorMissing_isHeld() throws Exception {
    host.domain("web", 'N', "", NO_POLICY);
    host.edit("web", "<devices>", "<devices><emulator>/usr/bin/qemu-none</emulator>");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(5);
    assertThat(applied.out()).contains("/usr/bin/qemu-none: no such file");
  }

  @Test
  void apply_cgroupOfOthersInTheWay_isLeftAlone() throws Exception {
    host.domain("web", 'N', "", NO_POLICY);
    Files.createDirectories(host.cgroup("cpu", "web"));

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(5);
    assertThat(applied.out()).contains("exists and was not made by vcg");
    assertThat(host.cgroup("cpu", "web")).exists();
    assertThat(host.cgroup("memory", "web")).doesNotExist();
  }

  @Test
  void apply_whileAnotherHoldsTheLock_saysWho() throws Exception {
    host.domain("web", 'N', "", NO_POLICY);
    host.vcg("apply");
    try (RandomAccessFile file = new RandomAccessFile(host.state().resolve("lock").toFile(), "rw");
        FileLock _ = file.getChannel().lock()) {
      file.setLength(0);
      file.writeBytes("4711 vcg apply\n");

      Run second = host.vcg("apply");

      assertThat(second.exit()).as("%s", second).isEqualTo(1);
      assertThat(second.err()).contains("4711").contains(host.state().resolve("lock").toString());
    }
  }

  @Test
  void apply_savedPlan_isCarriedOutOnceAndOnlyWhileItHolds() throws Exception {
    host.domain("web", 'N', "<cputune><shares>2048</shares></cputune>", NO_POLICY);
    String saved = host.home().resolve("plan.json").toString();
    assertThat(host.vcg("plan", "--out", saved).exit()).isZero();

    Run first = host.vcg("apply", "--plan", saved);
    Run again = host.vcg("apply", "--plan", saved);

    assertThat(first.exit()).as("%s", first).isZero();
    assertThat(again.exit()).as("%s", again).isEqualTo(4);
    assertThat(again.err()).contains("is stale: the host has changed");

    host.edit("web", "<shares>2048<", "<shares>4096<");
    host.vcg("plan", "--out", saved);
    host.edit("web", "<shares>4096<", "<shares>512<");
    Run stale = host.vcg("apply", "--plan", saved);

    assertThat(stale.exit()).as("%s", stale).isEqualTo(4);
    assertThat(stale.err()).contains("the domain files have changed");
    assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("2048");
  }

  @Test
  void apply_protectedGuestsFileRemoved_staysRunning() throws Exception {
    host.domain("web", 'N', "", "protect='yes' stop-timeout='5'");
    host.domain("other", 'N', "", NO_POLICY);
    host.vcg("apply");
    host.delete("web");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(4);
    assertThat(applied.out() + applied.err()).contains("it is protected");
    assertThat(host.pid("web")).isPresent();
  }

  @Test
  void apply_fileWritableByAll_isNotApplied() throws Exception {
    host.domain("web", 'N', "", NO_POLICY);
    Path file = host.domains().resolve("web.xml");
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));

    Run refused = host.vcg("apply");
    Run trusted = host.vcg("--trust-any-owner", "apply");

    assertThat(refused.exit()).as("%s", refused).isEqualTo(3);
    assertThat(host.vcg("plan").exit()).isZero();
    assertThat(trusted.exit()).as("%s", trusted).isZero();
    assertThat(host.pid("web")).isPresent();
  }

  @Test
  void plan_cgroupParentMissing_saysSo() throws Exception {
    Run run = host.vcg("--cgroup-parent", "/vcg-there-is-none", "plan");

    assertThat(run.exit()).as("%s", run).isEqualTo(1);
    assertThat(run.err()).contains("/vcg-there-is-none").contains("does not exist");
  }

  @Test
  void validate_everyKindOfBadEntry_isOneProblemAmongOthers() throws Exception {
    host.domain("good", 'N', "", NO_POLICY);
    Files.createFile(host.domains().resolve("empty.xml"));
    byte[] noise = new byte[1 << 20];
    new Random(1).nextBytes(noise);
    Files.write(host.domains().resolve("noise.xml"), noise);
    Files.createDirectory(host.domains().resolve("directory.xml"));
    new ProcessBuilder("mkfifo", host.domains().resolve("fifo.xml").toString()).start().waitFor();
    Files.createSymbolicLink(host.domains().resolve("loop.xml"), Path.of("loop.xml"));
    host.write("root", "<network><name>n</name></network>");

    Run run = host.vcg("validate");

    assertThat(run.exit()).as("%s", run).isEqualTo(3);
    for (String name : List.of("empty", "noise", "fifo", "loop", "root")) {
      assertThat(run.out()).contains("/" + name + ".xml");
    }
    assertThat(run.out()).doesNotContain("/good.xml").contains("1 valid");
  }
}
