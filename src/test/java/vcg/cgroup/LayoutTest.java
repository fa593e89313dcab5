package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
  @ParameterizedTest
  @CsvSource({
    "/, /system, web, qemu, /system/web.qemu.libvirt",
    "/vcg, /production/x, web, lxc, /vcg/production/x/web.lxc.libvirt",
    "/, /system, a b, qemu, /system/a\\x20b.qemu.libvirt",
    "/, /system, .hidden, qemu, /system/\\x2ehidden.qemu.libvirt",
    "/, /system, back\\slash, qemu, /system/back\\x5cslash.qemu.libvirt",
    "/, /system, über, qemu, /system/\\xc3\\xbcber.qemu.libvirt",
  })
  void guest_nameOfAnyKind_isOneComponent(
      String parent, String partition, String name, String driver, String path) {
    assertThat(Layout.flat(parent).guest(new PartitionPath(partition), name, driver))
        .isEqualTo(path);
  }

  /** The vectors of libvirt's own tests, without the running number, and its escapes as meant. */
  @ParameterizedTest
  @CsvSource({
    "/virtualmachines, foo, qemu, /virtualmachines.partition/foo.libvirt-qemu",
    "/deployment/production, foo, lxc, "
        + "/deployment.partition/production.partition/foo.libvirt-lxc",
    "/user/berrange.user/production, foo, lxc, "
        + "/user/berrange.user/production.partition/foo.libvirt-lxc",
    "/production, foo, lxc, /production.partition/foo.libvirt-lxc",
    "/machine/system, foo, lxc, /machine/system.partition/foo.libvirt-lxc",
    "/_evil.evil, cpu.foo, lxc, /__evil.evil/_cpu.foo.libvirt-lxc",
    "/_evil, net_cls.foo, lxc, /__evil.partition/_net_cls.foo.libvirt-lxc",
    "/system, .foo, lxc, /system/\\x2efoo.libvirt-lxc",
    "/system, tasks, lxc, /system/tasks.libvirt-lxc",
  })
  void guest_layoutOfLibvirt_isAsLibvirtMeansIt(
      String partition, String name, String driver, String path) {
    assertThat(
            new Layout(Layout.Kind.LIBVIRT, "/").guest(new PartitionPath(partition), name, driver))
        .isEqualTo(path);
  }

  @Test
  void fileName_differentNames_neverMeet() {
    Random random = new Random(20261121);
    Map<String, String> taken = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int length = 1 + random.nextInt(4); length > 0; length--) {
        name.append("ax2\\.é 0/".charAt(random.nextInt(9)));
      }
      String other = taken.put(Layout.fileName(name.toString()), name.toString());
      assertThat(other == null ? name.toString() : other).isEqualTo(name.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "system, must start with \"/\"",
    "/, has an empty component",
    "/a//b, has an empty component",
    "/a/, has an empty component",
    "/a/../b, component",
    "/1/2/3/4/5/6/7/8/9, is deeper than 8 levels",
    "/cpu.shares, could be the name of a kernel file",
    "/cgroup.evil/net_cls.evil/_evil.evil, could be the name of a kernel file",
    "/tasks, could be the name of a kernel file",
    "/web.qemu.libvirt, looks like the directory of a guest",
  })
  void partition_thatCannotBe_saysWhy(String path, String why) {
    assertThat(PartitionPath.refusal(path))
        .hasValueSatisfying(text -> {
          assertThat(text).contains(why);
        });
  }

  @Test
  void chain_ofAPartition_startsAtTheTop() {
    assertThat(new PartitionPath("/a/b.c/d").chain())
        .extracting(PartitionPath::path)
        .containsExactly("/a", "/a/b.c", "/a/b.c/d");
  }
}
