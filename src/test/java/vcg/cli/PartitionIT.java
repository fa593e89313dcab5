package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cli.TestHost.Run;

/** Partitions with documents, and guests that move between them while they run. */
class PartitionIT {
  private static final String IN_PRODUCTION =
      "<resource><partition>/production</partition></resource>";
  private static final String QUOTA = "<cputune><global_quota>100000</global_quota></cputune>";
  private static final String PRODUCTION =
      """
      <partition path='/production'>
        <cputune><shares>512</shares><global_quota>120000</global_quota></cputune>
        <memtune><hard_limit unit='MiB'>600</hard_limit></memtune>
      </partition>
      """;

  @RegisterExtension final TestHost host = new TestHost();

  private long start() throws Exception {
    host.write("production", PRODUCTION);
    host.domain("web", 'N', IN_PRODUCTION + QUOTA, "stop-timeout='5'");
    assertApplied(host.vcg("apply"));
    return host.onlyProcess("web");
  }

  private static void assertApplied(Run applied) {
    assertThat(applied.exit()).as("%s", applied).isZero();
  }

  private String production(String controller, String file) throws Exception {
    return Files.readString(host.partition(controller, "production").resolve(file)).strip();
  }

  private void assertInProduction(long pid) throws Exception {
    for (String controller : TestHost.CONTROLLERS) {
      assertThat(TestHost.placement(pid, controller))
          .isEqualTo(host.parent() + "/production/web.qemu.libvirt");
    }
  }

  @Test
  void apply_newPartitionWithAGuest_hasItsLimits() throws Exception {
    long pid = start();

    assertInProduction(pid);
    assertThat(production("cpu", "cpu.shares")).isEqualTo("512");
    assertThat(production("cpu", "cpu.cfs_quota_us")).isEqualTo("120000");
    assertThat(production("memory", "memory.limit_in_bytes")).isEqualTo("629145600");
    assertThat(production("cpu", "web.qemu.libvirt/cpu.cfs_quota_us")).isEqualTo("100000");
    assertThat(host.vcg("plan").out()).contains("No changes.");
  }

  @Test
  void apply_bothShrinkAndGrow_happensInTheOrderTheKernelAccepts() throws Exception {
    long pid = start();
    host.edit("production", ">120000<", ">60000<");
    host.edit("web", ">100000<", ">50000<");
    assertApplied(host.vcg("apply"));
    assertThat(production("cpu", "cpu.cfs_quota_us")).isEqualTo("60000");

    host.edit("production", ">60000<", ">180000<");
    host.edit("web", ">50000<", ">170000<");
    assertApplied(host.vcg("apply"));

    assertThat(production("cpu", "cpu.cfs_quota_us")).isEqualTo("180000");
    assertThat(production("cpu", "web.qemu.libvirt/cpu.cfs_quota_us")).isEqualTo("170000");
    assertThat(host.onlyProcess("web")).isEqualTo(pid);
  }

  @Test
  void apply_foreignWrite_isRepaired() throws Exception {
    start();
    Files.writeString(host.partition("cpu", "production").resolve("cpu.shares"), "99");

    Run plan = host.vcg("plan");
    assertApplied(host.vcg("apply"));

    assertThat(plan.out()).containsPattern("! /production +repair +cpu +shares +99 → 512");
    assertThat(production("cpu", "cpu.shares")).isEqualTo("512");
  }

  @Test
  void apply_documentThenGuestRemoved_defaultsThenNothing() throws Exception {
    start();
    host.delete("production");
    assertApplied(host.vcg("apply"));
    assertThat(production("cpu", "cpu.shares")).isEqualTo("1024");
    assertThat(production("cpu", "cpu.cfs_quota_us")).isEqualTo("-1");
    assertThat(production("memory", "memory.limit_in_bytes")).isEqualTo("9223372036854771712");

    host.delete("web");
    assertApplied(host.vcg("apply", "--allow-stops", "1"));

    for (String controller : TestHost.CONTROLLERS) {
      assertThat(host.partition(controller, "production")).doesNotExist();
    }
  }

  @Test
  void apply_directoryOfOthers_isHeldAndNotTouched() throws Exception {
    Files.createDirectory(host.partition("cpu", "production"));
    host.write("production", PRODUCTION);
    host.domain("web", 'N', IN_PRODUCTION, "");
    host.domain("other", 'N', "", "");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(5);
    assertThat(applied.out())
        .contains("/production: held: it exists in cpu and was not made by vcg");
    assertThat(production("cpu", "cpu.shares")).isEqualTo("1024");
    assertThat(host.processes("web")).isEmpty();
    assertThat(host.pid("other")).isPresent();
  }

  @Test
  void apply_guestMovedToAnotherPartition_keepsRunning() throws Exception {
    host.domain("web", 'N', "<cputune><shares>2048</shares></cputune>", "");
    assertApplied(host.vcg("apply"));
    long pid = host.onlyProcess("web");
    host.edit("web", "<cputune>", IN_PRODUCTION + "<cputune>");

    assertApplied(host.vcg("apply"));

    assertThat(host.onlyProcess("web")).isEqualTo(pid);
    assertInProduction(pid);
    assertThat(production("cpu", "web.qemu.libvirt/cpu.shares")).isEqualTo("2048");
    for (String controller : TestHost.CONTROLLERS) {
      assertThat(host.partition(controller, "system")).doesNotExist();
    }
    assertThat(host.vcg("plan").out()).contains("No changes.");
  }

  @Test
  void apply_guestWithMemoryLimitMoved_waitsForItsRestart() throws Exception {
    String limit = "<memtune><hard_limit unit='MiB'>300</hard_limit></memtune>";
    host.domain("web", 'N', limit, "");
    assertApplied(host.vcg("apply"));
    long pid = host.onlyProcess("web");
    host.edit("web", "<memtune>", IN_PRODUCTION + "<memtune>");

    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isEqualTo(5);
    assertThat(applied.out()).contains("restart due").contains("/system → /production");
    assertThat(TestHost.placement(pid, "memory")).isEqualTo(host.path("web"));
  }

  @Test
  void apply_otherLayout_movesRunningGuestsThere() throws Exception {
    host.domain("web", 'N', "", "");
    host.domain("shop", 'N', IN_PRODUCTION, "");
    assertApplied(host.vcg("apply"));
    long web = host.onlyProcess("web");
    long shop = host.onlyProcess("shop");

    assertApplied(host.vcg("--layout", "libvirt", "apply"));

    assertThat(List.of(host.onlyProcess("web"), host.onlyProcess("shop")))
        .containsExactly(web, shop);
    for (String controller : TestHost.CONTROLLERS) {
      assertThat(TestHost.placement(web, controller))
          .isEqualTo(host.parent() + "/system/web.libvirt-qemu");
      assertThat(TestHost.placement(shop, controller))
          .isEqualTo(host.parent() + "/production.partition/shop.libvirt-qemu");
      Path old = host.partition(controller, "production");
      assertThat(old).doesNotExist();
    }
    assertThat(host.vcg("--layout", "libvirt", "plan").out()).contains("No changes.");
  }
}
