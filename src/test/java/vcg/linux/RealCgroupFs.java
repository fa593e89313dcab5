package vcg.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.V1CgroupFsContract;

/** The contract on the kernel of this machine. */
abstract class RealCgroupFs implements V1CgroupFsContract {
  @RegisterExtension final TestCgroup cgroup = new TestCgroup();
  private CgroupFs fs = new PlainCgroupFs(List.of());

  abstract CgroupFs open();

  @BeforeEach
  void openFs() {
    fs = open();
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
  public String hierarchy(Controller controller) {
    return cgroup.hierarchy(controller).name();
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
    Process process =
        new ProcessBuilder("/bin/sh", "-c", "echo 0 > \"$0\" && exec sleep 600", procs(memory))
            .start();
    Eventually.holds(
        Duration.ofSeconds(10), () -> process.info().command().orElse("").endsWith("sleep"));
  }

  private String procs(CgroupPath memory) {
    return cgroup.hierarchy(Controller.MEMORY).mount() + memory.path() + "/cgroup.procs";
  }
}
