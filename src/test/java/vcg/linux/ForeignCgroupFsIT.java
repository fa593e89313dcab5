package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;

/** {@link ForeignCgroupFs} on a real kernel. */
class ForeignCgroupFsIT extends RealCgroupFs {
  @Override
  CgroupFs open() {
    return new ForeignCgroupFs(cgroup.hierarchies());
  }

  @Test
  void read_directoryMadeAnewBySomebodyElse_isFoundAgain() throws IOException {
    CgroupFs other = new PlainCgroupFs(cgroup.hierarchies());
    CgroupPath outer = cgroup.at(Controller.CPU, "/outer");
    CgroupPath inner = cgroup.at(Controller.CPU, "/outer/inner");
    other.create(outer);
    other.create(inner);
    assertThat(fs().read(inner, "cpu.shares")).hasValue("1024");
    other.remove(inner);
    other.remove(outer);
    other.create(outer);
    other.create(inner);

    fs().write(inner, "cpu.shares", "55");

    assertThat(fs().read(inner, "cpu.shares")).hasValue("55");
    assertThat(fs().exists(inner)).isTrue();
    assertThat(fs().create(inner)).isFalse();
    assertThat(fs().remove(inner)).isTrue();
  }

  @Test
  void read_moreDirectoriesThanAreKept_closesTheOldest() throws IOException {
    CgroupFs other = new PlainCgroupFs(cgroup.hierarchies());
    long before = descriptors();
    for (int i = 0; i < 300; i++) {
      CgroupPath outer = cgroup.at(Controller.CPU, "/d" + i);
      other.create(outer);
      other.create(new CgroupPath(outer.hierarchy(), outer.path() + "/g"));
    }
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 300; i++) {
        assertThat(fs().read(cgroup.at(Controller.CPU, "/d" + i + "/g"), "cpu.shares"))
            .hasValue("1024");
      }
    }

    assertThat(descriptors() - before).isBetween(200L, 260L);
  }

  @Test
  void read_contentLongerThanAPage_isWhole() throws IOException {
    StringBuilder rules = new StringBuilder();
    CgroupPath web = cgroup.at(Controller.DEVICES, "/web");
    fs().create(web);
    fs().write(web, "devices.deny", "a");
    for (int i = 0; i < 400; i++) {
      fs().write(web, "devices.allow", "c 77:" + i + " rwm");
      rules.append("c 77:").append(i).append(" rwm\n");
    }

    assertThat(fs().read(web, "devices.list").orElseThrow() + "\n").isEqualTo(rules.toString());
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
