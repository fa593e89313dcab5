package vcg.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import vcg.Requires;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.MountTable;

/**
 * A cgroup of the test's own on cgroup v2 with all controllers enabled for those below it, gone
 * afterwards with all that is in it. Skips the test where v2 has not got them all.
 */
final class UnifiedTestCgroup implements BeforeEachCallback, AfterEachCallback {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String SUBTREE = "cgroup.subtree_control";
  private static final List<String> CONTROLLERS = List.of("cpuset", "cpu", "io", "memory", "pids");

  private final String path =
      "/vcgtest-" + ProcessHandle.current().pid() + "-v" + NUMBER.incrementAndGet();
  private final List<Process> processes = new ArrayList<>();
  private Optional<Hierarchy> unified = Optional.empty();

  String path() {
    return path;
  }

  Hierarchy hierarchy() {
    return unified.orElseThrow();
  }

  /** Starts a process that does nothing and ends with the test. */
  Process sleeper() throws IOException {
    return add(new ProcessBuilder("sleep", "600").start());
  }

  /** Starts a process with threads that do nothing and ends with the test. */
  Process threads() throws IOException {
    return add(ThreadedProcess.start());
  }

  private Process add(Process process) {
    processes.add(process);
    return process;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    MountTable mounts = MountTable.parse(Files.readString(Path.of("/proc/self/mountinfo")));
    unified = mounts.unified().map(MountTable.Mount::hierarchy);
    Requires.require(unified.isPresent(), "needs cgroup v2");
    CgroupFs fs = new PlainCgroupFs(List.of(hierarchy()));
    CgroupPath root = new CgroupPath(hierarchy().name(), "/");
    List<String> there = List.of(fs.read(root, "cgroup.controllers").orElse("").split(" ", -1));
    Requires.require(there.containsAll(CONTROLLERS), "needs all controllers on cgroup v2");
    CgroupPath made = new CgroupPath(hierarchy().name(), path);
    fs.create(made);
    fs.write(root, SUBTREE, "+" + String.join(" +", CONTROLLERS));
    fs.write(made, SUBTREE, "+" + String.join(" +", CONTROLLERS));
  }

  /** Kills what is in the subtree and removes it. */
  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    for (Process process : processes) {
      process.destroyForcibly().onExit().join();
    }
    if (unified.isEmpty()) {
      return;
    }
    CgroupFs fs = new PlainCgroupFs(List.of(hierarchy()));
    CgroupPath made = new CgroupPath(hierarchy().name(), path);
    if (fs.exists(made)) {
      // a random walk may have made it threaded; then it holds none but those that ended above
      if (!fs.read(made, "cgroup.type").orElse("").equals("threaded")) {
        fs.write(made, "cgroup.kill", "1");
      }
      Eventually.holds(
          Duration.ofSeconds(60),
          () -> fs.read(made, "cgroup.events").orElse("").startsWith("populated 0"));
      removeAll(fs, made);
    }
  }

  private static void removeAll(CgroupFs fs, CgroupPath at) throws IOException {
    for (String child : fs.children(at)) {
      removeAll(fs, new CgroupPath(at.hierarchy(), at.path() + "/" + child));
    }
    fs.remove(at);
  }
}
