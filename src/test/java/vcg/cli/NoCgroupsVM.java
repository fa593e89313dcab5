package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;

/** A host on which no cgroups are mounted at all. */
@Tag("vm-none")
class NoCgroupsVM {
  @RegisterExtension final TestHost host = new TestHost();

  @Test
  void apply_noCgroups_guestRunsUntunedAndTunedOnesAreRefused() throws Exception {
    host.domain("web", 'N', "", "stop-timeout='5'");

    Run started = host.vcg("apply");

    assertThat(started.exit()).as("%s", started).isZero();
    assertThat(started.out() + started.err())
        .contains("no cgroup hierarchy is mounted: guests run without limits of any kind");
    long pid = host.onlyProcess("web");
    assertThat(host.vcg("plan").out()).contains("No changes.");

    String limit = "<memtune><hard_limit unit='MiB'>300</hard_limit></memtune>";
    host.domain("db", 'N', limit, "stop-timeout='5'");
    Run refused = host.vcg("apply");

    assertThat(refused.out())
        .containsPattern("db +held +hard_limit: this host has no memory controller +db.xml:6:");
    assertThat(host.processes("db")).isEmpty();
    assertThat(host.onlyProcess("web")).isEqualTo(pid);

    host.delete("web");
    Run stopped = host.vcg("apply", "--allow-stops", "1");

    assertThat(stopped.exit()).as("db is held: %s", stopped).isEqualTo(5);
    assertThat(TestHost.hasEnded(pid)).isTrue();
  }
}
