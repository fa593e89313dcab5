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
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import vcg.Requires;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.MountTable;

/**
 * A cgroup of the test's own in every hierarchy, gone afterwards with all that is in it. Use as
 * {@code @RegisterExtension final TestCgroup cgroup = new TestCgroup();} or in a try.
 *
 * <p>In the machine of {@link vcg.vm} it also switches the controllers of version 2 on in the root.
 */
public final class TestCgroup implements BeforeEachCallback, AfterEachCallback, AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String path =
      "/vcgtest-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
  private final List<Process> processes = new ArrayList<>();
  private SortedMap<Controller, Hierarchy> controllers = new TreeMap<>();
  private Optional<Hierarchy> unified = Optional.empty();

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

  /** The hierarchies that have controllers, each once. */
  public List<Hierarchy> hierarchies() {
    return controllers.values().stream().distinct().sorted().toList();
  }

  /** The v2 tree, which need not have a controller; fails when it is not mounted. */
  public Hierarchy unified() {
    return unified.orElseThrow();
  }

  /** This cgroup, or one below it, in the v2 tree. */
  public CgroupPath unified(String below) {
    return new CgroupPath(unified().name(), path + below);
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

  /** Starts a process with several threads that does nothing and ends with the test. */
  Process threads() throws IOException {
    Process process = ThreadedProcess.start();
    processes.add(process);
    return process;
  }

  /** As {@link #sleeper}, in a cgroup from its start: some of its memory is charged to that. */
  public void sleeperIn(CgroupPath memory) throws IOException {
    String mount =
        trees().stream()
            .filter(h -> h.name().equals(memory.hierarchy()))
            .findFirst()
            .orElseThrow()
            .mount();
    String procs = mount + memory.path() + "/cgroup.procs";
    Process process =
        new ProcessBuilder("/bin/sh", "-c", "echo 0 > \"$0\" && exec sleep 600", procs).start();
    processes.add(process);
    Eventually.holds( // once the shell has become "sleep"
        Duration.ofSeconds(60),
        () ->
            process
                .info()
                .arguments()
                .filter(arguments -> List.of(arguments).equals(List.of("600")))
                .isPresent());
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    Requires.rootAndCgroups();
    make();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    close();
  }

  private void make() throws IOException {
    LinuxHost host = LinuxHost.read();
    unified = host.mounts().unified().map(MountTable.Mount::hierarchy);
    String offered =
        unified.isPresent()
            ? Files.readString(Path.of(unified.get().mount(), "cgroup.controllers"))
            : "";
    controllers = host.mounts().controllers(offered);
    CgroupFs fs = fs();
    for (Hierarchy hierarchy : trees()) {
      CgroupPath made = new CgroupPath(hierarchy.name(), path);
      CgroupPath above = new CgroupPath(hierarchy.name(), "/");
      if (hierarchy.version() == Version.V2 && Requires.inTestMachine()) {
        switchOn(fs, above);
      }
      fs.create(made);
      for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
        if (hierarchy.version() == Version.V1 && fs.read(made, file).isPresent()) {
          fs.write(made, file, fs.read(above, file).orElseThrow());
        }
      }
    }
  }

  /** As the owner of a host does; what guests are tuned by, as far as it is there. */
  private static void switchOn(CgroupFs fs, CgroupPath root) throws IOException {
    List<String> there = List.of(fs.read(root, "cgroup.controllers").orElseThrow().split(" "));
    for (Controller controller : Controller.ALL) {
      if (controller.v2Name().filter(there::contains).isPresent()) {
        fs.write(root, "cgroup.subtree_control", "+" + controller.v2Name().orElseThrow());
      }
    }
  }

  /** Every tree that it is in: those of controllers, and the v2 tree where there is one. */
  public List<Hierarchy> trees() {
    return Stream.concat(controllers.values().stream(), unified.stream())
        .distinct()
        .sorted()
        .toList();
  }

  private CgroupFs fs() {
    return new PlainCgroupFs(trees());
  }

  /** Kills what is in the subtree, by number, and removes it. */
  @Override
  public void close() throws IOException {
    for (Process process : processes) {
      process.destroyForcibly().onExit().join();
    }
    CgroupFs fs = fs();
    List<CgroupPath> all = new ArrayList<>();
    for (Hierarchy hierarchy : trees()) {
      collect(fs, new CgroupPath(hierarchy.name(), path), all);
    }
    for (CgroupPath cgroup : all) {
      if (fs.read(cgroup, "freezer.state").orElse("THAWED").equals("FROZEN")) {
        fs.write(cgroup, "freezer.state", "THAWED");
      }
    }
    Eventually.holds(Duration.ofSeconds(10), () -> killed(fs, all));
    for (CgroupPath cgroup : all.reversed()) {
      fs.remove(cgroup);
    }
  }

  /** Whether nothing was left to be killed. */
  private static boolean killed(CgroupFs fs, List<CgroupPath> cgroups) throws IOException {
    Set<Long> pids = new HashSet<>();
    for (CgroupPath cgroup : cgroups) {
      pids.addAll(processes(fs, cgroup));
    }
    pids.stream()
        .filter(pid -> pid != ProcessHandle.current().pid())
        .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    return pids.isEmpty();
  }

  private static List<Long> processes(CgroupFs fs, CgroupPath cgroup) throws IOException {
    try {
      return fs.processes(cgroup);
    } catch (CgroupException e) {
      if (e.errno().equals("EOPNOTSUPP")) { // has threads; the one above tells whose
        return List.of();
      }
      throw e;
    }
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
