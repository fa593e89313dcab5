package vcg.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import vcg.Requires;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.MountTable;

/**
 * A cgroup of the test's own in every v1 hierarchy, gone afterwards with all that is in it. Use as
 * {@code @RegisterExtension final TestCgroup cgroup = new TestCgroup();} or in a try.
 */
public final class TestCgroup implements BeforeEachCallback, AfterEachCallback, AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String path =
      "/vcgtest-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
  private final List<Process> processes = new ArrayList<>();
  private SortedMap<Controller, Hierarchy> controllers = new TreeMap<>();

  /** Makes it at once; the caller closes it. */
  public static TestCgroup open() throws IOException {
    TestCgroup cgroup = new TestCgroup();
    cgroup.make();
    return cgroup;
  }

  /** Its path, the same in every hierarchy. */
  public String path() {
    return path;
  }

  /** The hierarchy of each controller on this host. */
  public SortedMap<Controller, Hierarchy> controllers() {
    return controllers;
  }

  /** The hierarchies, each once. */
  public List<Hierarchy> hierarchies() {
    return controllers.values().stream().distinct().sorted().toList();
  }

  /** The hierarchy of one controller. */
  public Hierarchy hierarchy(Controller controller) {
    return Optional.ofNullable(controllers.get(controller)).orElseThrow();
  }

  /** This cgroup, or one below it, in the hierarchy of a controller. */
  public CgroupPath at(Controller controller, String below) {
    return new CgroupPath(hierarchy(controller).name(), path + below);
  }

  /** Starts a process that does nothing and ends with the test. */
  public Process sleeper() throws IOException {
    Process process = new ProcessBuilder("/bin/sleep", "600").start();
    processes.add(process);
    return process;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    Requires.rootAndCgroupV1();
    make();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    close();
  }

  private void make() throws IOException {
    MountTable mounts = MountTable.parse(Files.readString(Path.of("/proc/self/mountinfo")));
    controllers = mounts.controllers("");
    CgroupFs fs = fs();
    for (Hierarchy hierarchy : hierarchies()) {
      CgroupPath made = new CgroupPath(hierarchy.name(), path);
      fs.create(made);
      CgroupPath above = new CgroupPath(hierarchy.name(), "/");
      for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
        if (fs.read(made, file).isPresent()) {
          fs.write(made, file, fs.read(above, file).orElseThrow());
        }
      }
    }
  }

  private CgroupFs fs() {
    return new PlainCgroupFs(hierarchies());
  }

  /** Kills what is in the subtree, by number, and removes it. */
  @Override
  public void close() throws IOException {
    for (Process process : processes) {
      process.destroyForcibly().onExit().join();
    }
    CgroupFs fs = fs();
    Set<Long> pids = new HashSet<>();
    List<CgroupPath> all = new ArrayList<>();
    for (Hierarchy hierarchy : hierarchies()) {
      collect(fs, new CgroupPath(hierarchy.name(), path), all);
    }
    for (CgroupPath cgroup : all) {
      if (fs.read(cgroup, "freezer.state").orElse("THAWED").equals("FROZEN")) {
        fs.write(cgroup, "freezer.state", "THAWED");
      }
      pids.addAll(fs.processes(cgroup));
    }
    pids.remove(ProcessHandle.current().pid());
    pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    Eventually.holds(Duration.ofSeconds(10), () -> areEmpty(fs, all));
    for (CgroupPath cgroup : all.reversed()) {
      fs.remove(cgroup);
    }
  }

  private static boolean areEmpty(CgroupFs fs, List<CgroupPath> cgroups) throws IOException {
    for (CgroupPath cgroup : cgroups) {
      if (!fs.processes(cgroup).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static void collect(CgroupFs fs, CgroupPath at, List<CgroupPath> into)
      throws IOException {
    if (fs.exists(at)) {
      into.add(at);
      for (String child : fs.children(at)) {
        collect(fs, new CgroupPath(at.hierarchy(), at.path() + "/" + child), into);
      }
    }
  }
}
