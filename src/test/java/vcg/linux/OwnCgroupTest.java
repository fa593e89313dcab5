package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vcg.cgroup.MountTable;

class OwnCgroupTest {
  private static MountTable mounts(String... options) {
    return MountTable.parse(
        List.of(options).stream()
            .map(o -> "cgroup /cg/" + o.replace(',', '-') + " cgroup rw," + o + " 0 0\n")
            .collect(Collectors.joining()));
  }

  private static final MountTable UNIFIED = MountTable.parse("cgroup2 /cg cgroup2 rw 0 0\n");

  @Test
  void parse_hierarchiesOfOtherOrder_areFoundByTheirControllers() {
    String text =
        """
        115:memory:/
        8:blkio:/
        6:freezer:/
        3:cpuacct,cpu:/system
        2:cpuset:/
        1:name=systemd:/user/berrange/123
        """;

    assertThat(OwnCgroup.parse(text, mounts("cpu,cpuacct", "cpuset", "memory", "freezer", "blkio")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "cpu,cpuacct",
                "/system",
                "cpuset",
                "/",
                "memory",
                "/",
                "freezer",
                "/",
                "blkio",
                "/"));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/system.slice/vcg.service, /system.slice/vcg.service",
    "/system.slice/libvirtd.service, /system.slice/libvirtd.service",
    "/libvirt/emulator, /",
    "/libvirt, /",
    "/machine.slice/a.scope/libvirt/emulator, /machine.slice/a.scope",
    "/vcg (deleted), /vcg",
    "/vcg:2, /vcg:2"
  })
  void parse_unified_isStrippedOfWhatIsInside(String path, String expected) {
    assertThat(OwnCgroup.parse("0::" + path + "\n", UNIFIED)).containsEntry("unified", expected);
  }

  @Test
  void parse_partOfAHierarchyIsMounted_isRelativeToIt() {
    MountTable mounts =
        MountTable.parse("32 25 0:29 /docker/ab /cg/cpu rw,nosuid - cgroup cgroup rw,cpu\n");

    assertThat(OwnCgroup.parse("4:cpu:/docker/ab/x\n", mounts)).containsEntry("cpu", "/x");
  }
}
