package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link CgroupFs} does on cgroup v2 when all controllers are there. */
public interface UnifiedCgroupFsContract
    extends CgroupFsContract,
        UnifiedSubtreeContract,
        UnifiedThreadsContract,
        UnifiedProcessesContract,
        UnifiedCpuContract,
        UnifiedMemoryContract,
        UnifiedIoContract {
  @Override
  default String hierarchy(Controller controller) {
    return "unified";
  }

  @Override
  default String number() {
    return "cpu.weight";
  }

  @Override
  default String initialNumber() {
    return "100";
  }

  @Override
  default void enableBelow(CgroupPath cgroup) throws IOException {
    fs().write(cgroup, "cgroup.subtree_control", "+cpu");
  }

  @Test
  default void root_files_areNoneThatHoldValues() throws IOException {
    assertThat(fs().files(new CgroupPath("unified", "/")))
        .contains(
            "cgroup.controllers",
            "cgroup.subtree_control",
            "cgroup.procs",
            "cgroup.threads",
            "cpu.stat",
            "io.stat",
            "memory.stat",
            "cpuset.cpus.effective",
            "cpuset.mems.effective")
        .doesNotContain(
            "cgroup.type",
            "cgroup.events",
            "cgroup.freeze",
            "cgroup.kill",
            "cpu.weight",
            "cpu.max",
            "cpu.idle",
            "memory.max",
            "memory.current",
            "io.max",
            "io.weight",
            "cpuset.cpus");
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  default void randomWalk_sameAnswersAndContentsAsFake(long seed) throws IOException {
    CgroupPath top = at(Controller.CPU, "");
    FakeCgroupFs fake =
        new FakeCgroupFs(
            List.of(),
            List.of(value(top, "cgroup.controllers").split(" ", -1)),
            value(top, "cpuset.cpus.effective"),
            value(top, "cpuset.mems.effective"));
    fake.with(top.path());
    fake.write(top, SUBTREE, "+" + value(top, SUBTREE).replace(" ", " +"));
    for (String file : List.of("io.bfq.weight", "memory.swap.max")) {
      if (fs().read(top, file).isEmpty()) {
        fake.lacking(file);
      }
    }
    Threads threads = startThreads();
    fake.start(threads.pid(), threads.all().stream().mapToLong(Long::longValue).toArray());
    disk().ifPresent(fake::withDisk);

    new UnifiedWalk(new Random(seed), top, threads, disk().orElse("999:0"))
        .compare(fs(), fake, 1_500);
  }
}
