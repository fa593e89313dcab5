package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;

/** {@code schedinfo} and {@code set} on real cgroups with a real guest. */
class EditIT {
  private static final String NO_POLICY = "";
  private static final String TUNING =
      """
      <cputune>
          <shares><!-- twice the others -->2048</shares>
          <global_quota>25000</global_quota>
        </cputune>\
      """;

  @RegisterExtension final TestHost host = new TestHost();

  @Test
  void schedinfo_runningGuest_printsWhatIsInForce() throws Exception {
    host.domain("web", 'N', TUNING, NO_POLICY);
    host.vcg("apply");
    host.drift("cpu", "web", "cpu.shares", "77");

    Run shown = host.vcg("schedinfo", "web");
    Run json = host.vcg("schedinfo", "web", "--format", "json");

    assertThat(shown.exit()).as("%s", shown).isZero();
    assertThat(shown.out())
        .startsWith("Scheduler      : posix\ncpu_shares     : 77\n")
        .contains("global_period  : 100000\n")
        .contains("global_quota   : 25000\n");
    assertThat(json.out()).contains("\"formatVersion\" : 1").contains("\"value\" : 77");
  }

  @Test
  void schedinfo_set_changesOneLineAndOneKernelValue() throws Exception {
    host.domain("web", 'N', TUNING, NO_POLICY);
    host.domain("other", 'N', "", NO_POLICY);
    host.domain("gone", 'N', "", NO_POLICY);
    host.vcg("apply");
    host.drift("cpu", "other", "cpu.shares", "77");
    host.delete("gone");
    Path file = host.domains().resolve("web.xml");
    String before = Files.readString(file);
    long pid = host.pid("web").orElseThrow();

    Run dry = host.vcg("schedinfo", "web", "--set", "cpu_shares=512", "--dry-run");
    assertThat(Files.readString(file)).isEqualTo(before);
    Run set = host.vcg("-v", "schedinfo", "web", "--set", "cpu_shares=512");
    Run again = host.vcg("-v", "schedinfo", "web", "--set", "cpu_shares=512");

    assertThat(dry.exit()).as("%s", dry).isZero();
    assertThat(dry.out())
        .contains("-    <shares><!-- twice the others -->2048</shares>\n")
        .contains("+    <shares><!-- twice the others -->512</shares>\n")
        .contains("Plan: 1 live. 1 write of ");
    assertThat(set.exit()).as("%s", set).isZero();
    assertThat(set.out())
        .contains("web: wrote " + file + "\nweb: cpu shares 2048 → 512\n")
        .contains("Applied: 1 done, 0 failed, 1 step.");
    assertThat(set.err().lines()).hasSize(1).allMatch(l -> l.contains("cpu.shares: 2048 → 512"));
    assertThat(Files.readString(file)).isEqualTo(before.replace(">2048<", ">512<"));
    assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("512");
    assertThat(host.pid("web")).contains(pid);
    assertThat(again.out()).contains("says so already").contains("No changes.");
    assertThat(again.err()).isEmpty();
    assertThat(host.read("cpu", "other", "cpu.shares")).isEqualTo("77");
    assertThat(host.pid("gone")).isPresent();
    assertThat(names()).containsExactly("other.xml", "web.xml");
    assertThat(host.vcg("status", "web").out()).contains("in sync");
  }

  @Test
  void set_severalValues_areInsertedAndTakenOut() throws Exception {
    host.domain("web", 'N', TUNING, NO_POLICY);
    host.vcg("apply");
    String before = Files.readString(host.domains().resolve("web.xml"));

    Run set =
        host.vcg(
            "set",
            "web",
            "memtune/hard_limit=256",
            "memtune/hard_limit@unit=MiB",
            "cputune/global_quota=");
    Run back = host.vcg("set", "web.qemu", "memtune/hard_limit=", "cputune/global_quota=25000");

    assertThat(set.exit()).as("%s", set).isZero();
    assertThat(set.out()).contains("memory hard_limit unlimited → 256 MiB");
    assertThat(back.exit()).as("%s", back).isZero();
    assertThat(host.read("memory", "web", "memory.limit_in_bytes"))
        .isEqualTo("9223372036854771712");
    assertThat(host.read("cpu", "web", "cpu.cfs_quota_us")).isEqualTo("25000");
    assertThat(Files.readString(host.domains().resolve("web.xml"))).isEqualTo(before);
  }

  @Test
  void set_whatCannotBe_writesNothingAndSaysWhy() throws Exception {
    host.domain("web", 'N', TUNING, NO_POLICY);
    host.vcg("apply");
    Path file = host.domains().resolve("web.xml");
    String before = Files.readString(file);

    refused(64, "unknown parameter cpu_share; did you mean cpu_shares?", "--set", "cpu_share=5");
    refused(
        3, "shares is \"many\", must be a whole number, 2 to 262144", "--set", "cpu_shares=many");
    refused(3, "shares is 1, must be 2 to 262144", "--set", "cpu_shares=1");
    Run unknown = host.vcg("schedinfo", "wbe", "--set", "cpu_shares=512");
    Run path = host.vcg("set", "web", "cputune/share=512");
    Run required = host.vcg("set", "web", "memory=");
    Run renamed = host.vcg("set", "web", "name=web2");

    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("no guest wbe").contains("did you mean web?");
    assertThat(path.exit()).isEqualTo(64);
    assertThat(path.err()).contains("no such setting: cputune/share; did you mean cputune/shares?");
    assertThat(required.exit()).isEqualTo(3);
    assertThat(required.err()).contains("<domain> needs <memory>").contains("nothing was written");
    assertThat(renamed.exit()).isEqualTo(64);
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("2048");

    host.edit("web", "<shares>", "<sharess>");
    refused(3, "correct it first", "--set", "cpu_shares=512");
    host.domain("other", 'N', "", NO_POLICY);
    host.delete("web");
    refused(1, "web is in no file of ", "--set", "cpu_shares=512");
    assertThat(host.vcg("schedinfo", "web").out()).contains("cpu_shares     : 2048");
  }

  private void refused(int exit, String message, String... words) throws Exception {
    Run run =
        host.vcg(
            Stream.concat(Stream.of("schedinfo", "web"), Stream.of(words)).toArray(String[]::new));
    assertThat(run.exit()).as("%s", run).isEqualTo(exit);
    assertThat(run.err()).contains(message);
  }

  @Test
  void set_guestThatDoesNotRun_changesTheFileAndStartsNothing() throws Exception {
    host.domain("web", 'N', TUNING, "run='shutoff'");
    host.vcg("apply");

    Run shown = host.vcg("schedinfo", "web");
    Run set = host.vcg("schedinfo", "web", "--set", "cpu_shares=512");
    Run off = host.vcg("status");
    Run on = host.vcg("set", "web", "metadata/vcg:policy@run=running");

    assertThat(shown.exit()).isEqualTo(1);
    assertThat(shown.err()).isEqualTo("vcg: web is not running: nothing is in force\n");
    assertThat(set.exit()).as("%s", set).isZero();
    assertThat(set.out()).contains("web: not running, the file counts from its next start");
    assertThat(Files.readString(host.domains().resolve("web.xml"))).contains(">512<");
    assertThat(off.out()).doesNotContain("running");
    assertThat(on.exit()).as("%s", on).isZero();
    assertThat(host.read("cpu", "web", "cpu.shares")).isEqualTo("512");
    assertThat(host.pid("web")).isPresent();
  }

  @Test
  void set_kernelRefuses_keepsTheFileAndSaysSo() throws Exception {
    host.domain("web", 'N', "", NO_POLICY);
    host.vcg("apply");

    Run held = host.vcg("set", "web", "memtune/hard_limit=4096");
    Run set = host.vcg("set", "web", "memtune/hard_limit=4096", "--allow-below-use");

    assertThat(held.out() + held.err()).contains("is below the").contains("in use");
    assertThat(held.exit()).as("%s", held).isNotZero();
    assertThat(set.exit()).as("%s", set).isEqualTo(1);
    assertThat(set.err()).contains("has the new value, which is not in force yet");
    assertThat(Files.readString(host.domains().resolve("web.xml"))).contains("<hard_limit>4096<");
    assertThat(host.pid("web")).isPresent();
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(host.domains())) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
