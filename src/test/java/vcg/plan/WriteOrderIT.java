package vcg.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Value;
import vcg.linux.CgroupFiles;
import vcg.linux.HostProbe;
import vcg.linux.LinuxHost;
import vcg.linux.TestCgroup;
import vcg.model.ActualCgroup;
import vcg.model.Host;
import vcg.model.Located;
import vcg.model.Location;

/** The real kernel takes every write, from any values to any other, in the order of the planner. */
class WriteOrderIT {
  private static final int STEPS = 2_000;
  private static final int CAP_CPUS = 2;

  @RegisterExtension final TestCgroup cgroup = new TestCgroup();

  @Test
  void randomValues_oneAfterTheOther_areNeverRefused() throws Exception {
    CgroupFs fs = CgroupFiles.open(cgroup.hierarchies());
    Host host = HostProbe.probe(new Layout(cgroup.path()), LinuxHost.read(), fs);
    String path = cgroup.path() + "/guest";
    fs.write(
        cgroup.at(Controller.CPU, ""), "cpu.cfs_quota_us", Integer.toString(CAP_CPUS * 100_000));
    for (Hierarchy hierarchy : cgroup.hierarchies()) {
      fs.create(new CgroupPath(hierarchy.name(), path));
    }
    Random random = new Random(20261121);
    int writes = 0;
    for (int step = 0; step < STEPS; step++) {
      Map<Knob, Located<Value>> tuning = tuning(random, host);
      Settings settings = new Settings(host, host.inherited());
      for (Setting setting : settings.differing(look(fs, host, path), tuning)) {
        fs.write(setting.cgroup(), setting.spelling().file(), setting.step().to());
        writes++;
      }
      assertThat(settings.differing(look(fs, host, path), tuning))
          .as("step %s: what was written is what is read", step)
          .isEmpty();
    }
    assertThat(writes).isGreaterThan(STEPS);
  }

  private static Map<Knob, Located<Value>> tuning(Random random, Host host) {
    SortedMap<Knob, Value> values = new TreeMap<>();
    int period = random.nextBoolean() ? 1_000 + random.nextInt(999_001) : 100_000;
    if (period != 100_000) {
      values.put(Knob.CPU_PERIOD, Value.amount(period));
    }
    if (random.nextInt(4) > 0) {
      int quota = 1_000 + random.nextInt(CAP_CPUS * period - 999);
      values.put(Knob.CPU_QUOTA, Value.amount(quota));
    }
    if (random.nextInt(4) > 0) {
      long hard = (1L << 20) + random.nextLong(1L << 34);
      values.put(Knob.MEMORY_HARD_LIMIT, Value.amount(hard));
      if (random.nextBoolean()) {
        long swap = random.nextBoolean() ? 0 : random.nextLong(1L << 34);
        values.put(Knob.MEMORY_SWAP_HARD_LIMIT, Value.amount(hard + swap));
      }
      if (random.nextBoolean()) {
        values.put(Knob.MEMORY_SOFT_LIMIT, Value.amount(random.nextLong(hard)));
      }
    }
    if (random.nextBoolean()) {
      values.put(Knob.CPU_SHARES, Value.amount(2 + random.nextInt(262_143)));
    }
    if (random.nextBoolean() && host.files().containsKey(Knob.BLKIO_WEIGHT)) {
      values.put(Knob.BLKIO_WEIGHT, Value.amount(10 + random.nextInt(991)));
    }
    if (random.nextBoolean()) {
      List<Integer> cpus = cpus(host).bits().stream().boxed().toList();
      String one = cpus.get(random.nextInt(cpus.size())).toString();
      values.put(Knob.CPUSET_CPUS, Value.IndexSet.parse(one));
    }
    Map<Knob, Located<Value>> tuning = new TreeMap<>();
    values.forEach((knob, value) -> tuning.put(knob, new Located<>(value, Location.ofFile("f"))));
    return tuning;
  }

  private static Value.IndexSet cpus(Host host) {
    return Optional.ofNullable(host.inherited().get(Knob.CPUSET_CPUS)).orElseThrow();
  }

  private static ActualCgroup look(CgroupFs fs, Host host, String path) throws IOException {
    SortedMap<Knob, String> contents = new TreeMap<>();
    for (var file : host.files().entrySet()) {
      CgroupPath at = host.directory(file.getKey(), path);
      contents.put(file.getKey(), fs.read(at, file.getValue()).orElseThrow());
    }
    TreeSet<String> names = new TreeSet<>();
    host.hierarchies().forEach(h -> names.add(h.name()));
    return new ActualCgroup(path, names, contents, new TreeSet<>(), new TreeSet<>());
  }
}
