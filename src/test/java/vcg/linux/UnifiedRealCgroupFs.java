package vcg.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.UnifiedCgroupFsContract;

/** The contract on cgroup v2 of this machine, which has all controllers there. */
abstract class UnifiedRealCgroupFs implements UnifiedCgroupFsContract {
  @RegisterExtension final UnifiedTestCgroup cgroup = new UnifiedTestCgroup();
  private CgroupFs fs = new PlainCgroupFs(List.of());

  abstract CgroupFs open(Hierarchy unified);

  @BeforeEach
  void openFs() {
    fs = open(cgroup.hierarchy());
  }

  @Override
  public CgroupFs fs() {
    return fs;
  }

  @Override
  public String parent() {
    return cgroup.path();
  }

  @Override
  public long startProcess() throws IOException {
    return cgroup.sleeper().pid();
  }

  @Override
  public Threads startThreads() throws IOException {
    return ThreadedProcess.started(cgroup.threads());
  }

  @Override
  public Optional<String> disk() throws IOException {
    return Disks.whole();
  }

  @Override
  public void occupy(CgroupPath memory) throws IOException {
    // joins first and then starts a program, whose memory is charged here and cannot be swapped out
    String procs = cgroup.hierarchy().mount() + memory.path() + "/cgroup.procs";
    Process process =
        new ProcessBuilder("/bin/sh", "-c", "echo 0 > \"$0\" && exec sleep 600", procs).start();
    // once the shell has become "sleep"
    Eventually.holds(
        Duration.ofSeconds(60),
        () ->
            process
                .info()
                .arguments()
                .filter(arguments -> List.of(arguments).equals(List.of("600")))
                .isPresent());
  }
}
