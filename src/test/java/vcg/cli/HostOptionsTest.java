package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.cgroup.MountTable;
import vcg.linux.HostSigns;
import vcg.linux.LinuxHost;

class HostOptionsTest {
  private static final LinuxHost SERVICE =
      new LinuxHost(
          "6.1.0",
          "b001",
          4096,
          MountTable.parse("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n"),
          "0::/system.slice/vcg.service\n",
          new HostSigns(true, false, true, _ -> false));

  private static Arguments arguments(String... words) throws UsageException {
    return Arguments.parse(List.of(words), Map.of("VCG_SHARES", "passthrough"));
  }

  private static Layout layout(String... words) throws UsageException {
    return HostOptions.layout(arguments(words), SERVICE);
  }

  @Test
  void layout_noOption_isFlatBelowTheRoot() throws UsageException {
    assertThat(layout("plan")).isEqualTo(Layout.flat("/"));
  }

  @Test
  void layout_nested_startsWhereVcgIs() throws UsageException {
    assertThat(layout("plan", "--layout", "nested"))
        .isEqualTo(new Layout(Layout.Kind.NESTED, "/system.slice/vcg.service"));
    assertThat(layout("plan", "--layout=nested", "--cgroup-parent", "/x/"))
        .isEqualTo(new Layout(Layout.Kind.NESTED, "/x"));
  }

  @Test
  void own_differentCgroups_namesThemAndTheOption() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> HostOptions.own(new TreeMap<>(Map.of("cpu", "/", "memory", "/agent"))))
        .withMessage(
            "--layout nested needs --cgroup-parent: vcg itself is not in the same cgroup"
                + " everywhere (cpu:/, memory:/agent)");
  }

  @Test
  void layout_unknown_isAUsageError() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> layout("plan", "--layout", "deep"))
        .withMessage("--layout is \"deep\", must be flat or nested or libvirt");
  }

  @Test
  void mappings_commandLineOrEnvironment_areTaken() throws UsageException {
    assertThat(HostOptions.mappings(arguments("plan", "--soft-limit", "high")))
        .isEqualTo(new Mappings(Mappings.Shares.PASSTHROUGH, Mappings.SoftLimit.HIGH));
    assertThat(HostOptions.mappings(Arguments.parse(List.of("plan"), Map.of())))
        .isEqualTo(Mappings.DEFAULT);
    assertThat(Optional.of(Option.SOFT_LIMIT).flatMap(Option::variable)).contains("VCG_SOFT_LIMIT");
  }
}
