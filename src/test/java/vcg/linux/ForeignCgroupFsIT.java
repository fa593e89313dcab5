package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    assertThat(descriptors() - before).isBetween(64L, 100L);
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

  @Test
  void read_bySeveralThreads_eachGetsWhatItAskedFor() throws Exception {
    CgroupFs shared = new LanedCgroupFs(cgroup.hierarchies(), 2);
    List<Callable<Boolean>> readers = new ArrayList<>();
    for (int i = 2; i < 8; i++) {
      CgroupPath outer = cgroup.at(Controller.CPU, "/outer" + i);
      CgroupPath inner = new CgroupPath(outer.hierarchy(), outer.path() + "/inner");
      String shares = Integer.toString(i);
      readers.add(() -> isReadAs(shared, outer, inner, shares));
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(readers.size())) {
      for (Future<Boolean> reader : threads.invokeAll(readers)) {
        assertThat(reader.get()).isTrue();
      }
    }
  }

  /** Makes and removes the directories from this thread, so that other lanes have old ones open. */
  private static boolean isReadAs(CgroupFs fs, CgroupPath outer, CgroupPath inner, String shares)
      throws IOException {
    for (int round = 0; round < 50; round++) {
      boolean made = fs.create(outer) && fs.create(inner);
      fs.write(inner, "cpu.shares", shares);
      boolean same = fs.read(inner, "cpu.shares").equals(Optional.of(shares));
      if (!made || !same || !fs.remove(inner) || !fs.remove(outer)) {
        return false;
      }
    }
    return true;
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
