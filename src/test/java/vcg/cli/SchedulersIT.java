package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cgroup.Group;
import vcg.cli.TestHost.Run;
import vcg.model.Scheduling;

/** Threads that are scheduled in a way of their own, with the real kernel and a real QEMU. */
class SchedulersIT {
  private static final String PLAIN = "<iothreads>1</iothreads>";
  private static final String SCHEDULED =
      PLAIN
          + "<cputune><vcpusched vcpus='1' scheduler='idle'/><emulatorsched scheduler='batch'/>"
          + "<iothreadsched iothreads='1' scheduler='batch'/></cputune>";
  private static final String REAL_TIME =
      PLAIN
          + "<cputune><vcpusched vcpus='0-1' scheduler='fifo' priority='5'/>"
          + "<emulatorsched scheduler='rr' priority='1'/></cputune>";
  private static final String BUDGET = "cpu.rt_runtime_us";

  @RegisterExtension final TestHost host = new TestHost();

  private long start(String tuning) throws Exception {
    host.domain("web", 'N', tuning, "stop-timeout='5'");
    host.edit("web", "<vcpu>1<", "<vcpu>2<");
    Run applied = host.vcg("apply");
    assertThat(applied.exit()).as("%s", applied).isZero();
    return host.onlyProcess("web");
  }

  /** Of the first thread, of virtual CPUs 0 and 1, and of the I/O thread. */
  private List<String> scheduled(long pid) throws Exception {
    List<String> all = new ArrayList<>(List.of(scheduling(pid, pid)));
    for (long thread : host.threads("web").values()) {
      all.add(scheduling(pid, thread));
    }
    return all;
  }

  /** Fields 40 and 41, proc_pid_stat(5). */
  private static String scheduling(long pid, long thread) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/task/" + thread + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Scheduling.of(Integer.parseInt(fields[41 - 3]), Integer.parseInt(fields[40 - 3]))
        .toString();
  }

  @Test
  void apply_threadsScheduled_areSoFromTheStartAndAgainAfterDrift() throws Exception {
    long pid = start(SCHEDULED);

    assertThat(scheduled(pid)).containsExactly("batch", "other", "idle", "batch");
    assertThat(host.vcg("plan").out()).contains("No changes.");

    String thread = Long.toString(host.thread("web", Group.vcpu(1)));
    assertThat(new ProcessBuilder("chrt", "-o", "-p", "0", thread).start().waitFor()).isZero();
    Run plan = host.vcg("plan");
    Run repaired = host.vcg("apply");

    assertThat(plan.out()).containsPattern("! web +repair +vcpu1 +scheduler +other → idle");
    assertThat(repaired.exit()).as("%s", repaired).isZero();
    assertThat(scheduled(pid)).containsExactly("batch", "other", "idle", "batch");

    host.edit("web", SCHEDULED, PLAIN);
    Run removed = host.vcg("apply");

    assertThat(removed.exit()).as("%s", removed).isZero();
    assertThat(host.onlyProcess("web")).isEqualTo(pid);
    assertThat(scheduled(pid)).containsOnly("other");
    assertThat(host.vcg("plan").out()).contains("No changes.");
  }

  @Test
  void apply_realTimeAskedFor_isSetWhereTheCgroupHasTimeForIt() throws Exception {
    long pid = start(PLAIN);
    host.edit("web", PLAIN, REAL_TIME);
    Path cgroup = host.cgroup("cpu", "web");

    if (Files.exists(cgroup.resolve(BUDGET))) { // the kernel groups threads of real time too
      Run refused = host.vcg("apply");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.out()).contains("cannot schedule thread").contains(BUDGET + " is 0 there");
      giveTime(cgroup);
    }
    Run applied = host.vcg("apply");

    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(scheduled(pid)).containsExactly("rr 1", "fifo 5", "fifo 5", "other");
    assertThat(host.vcg("plan").out()).contains("No changes.");

    host.edit("web", REAL_TIME, PLAIN);
    assertThat(host.vcg("apply").exit()).isZero();
    assertThat(host.onlyProcess("web")).isEqualTo(pid);
    assertThat(scheduled(pid)).containsOnly("other");
  }

  /** From the top, because no directory can have more than the one above. */
  private static void giveTime(Path cgroup) throws IOException {
    Path above = Path.of("/sys/fs/cgroup/cpu");
    for (Path name : above.relativize(cgroup)) {
      above = above.resolve(name);
      Files.writeString(above.resolve(BUDGET), "10000");
    }
  }
}
