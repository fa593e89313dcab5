package vcg.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Command;
import vcg.model.ProcessId;
import vcg.model.Running;

/**
 * Processes that live in a {@link FakeCgroupFs}, with monitors that obey at once. A process enters
 * its cgroups through the file system, so an unusable cgroup refuses it as the kernel would.
 */
public final class FakeProcesses implements Processes, Monitors {
  private final FakeCgroupFs fs;
  private final TreeMap<Long, Alive> alive = new TreeMap<>();
  private long nextPid = 1000;
  private boolean ignoringPowerButton;

  public FakeProcesses(FakeCgroupFs fs) {
    this.fs = fs;
  }

  private static final class Alive {
    final ProcessId id;
    final List<String> words;
    final Path directory;
    Running.State state = Running.State.PAUSED;

    Alive(ProcessId id, List<String> words, Path directory) {
      this.id = id;
      this.words = words;
      this.directory = directory;
    }
  }

  /** From now on guests do not react to their power button. */
  public void ignorePowerButton() {
    ignoringPowerButton = true;
  }

  /** All processes, in order of their numbers. */
  public List<ProcessId> all() {
    return alive.values().stream().map(a -> a.id).toList();
  }

  /** The guest shuts down by itself; QEMU stays until it is told to quit. */
  public void powerOff(ProcessId process) {
    alive.values().stream()
        .filter(a -> a.id.equals(process))
        .forEach(a -> a.state = Running.State.POWERED_OFF);
  }

  /** The process ends as if somebody had killed it. */
  public void crash(ProcessId process) {
    alive.remove(process.pid());
    fs.exit(process.pid());
  }

  @Override
  public ProcessId start(Command command, List<CgroupPath> cgroups, Path log) throws IOException {
    ProcessId id = new ProcessId(nextPid, nextPid * 7);
    nextPid++;
    fs.start(id.pid());
    try {
      for (CgroupPath cgroup : cgroups) {
        fs.write(cgroup, "cgroup.procs", Long.toString(id.pid()));
      }
    } catch (IOException e) {
      fs.exit(id.pid());
      throw e;
    }
    List<String> words = new ArrayList<>(List.of(command.program()));
    words.addAll(command.arguments());
    Path directory = log.getParent();
    alive.put(id.pid(), new Alive(id, words, directory == null ? log : directory));
    return id;
  }

  @Override
  public Optional<ProcessId> find(long pid) {
    return Optional.ofNullable(alive.get(pid)).map(a -> a.id);
  }

  @Override
  public Optional<List<String>> commandLine(ProcessId process) {
    return Optional.ofNullable(alive.get(process.pid())).map(a -> a.words);
  }

  @Override
  public Optional<SortedMap<String, String>> placement(ProcessId process) throws IOException {
    if (!alive.containsKey(process.pid())) {
      return Optional.empty();
    }
    SortedMap<String, String> placement = new TreeMap<>();
    for (var hierarchy : fs.controllers().values().stream().distinct().toList()) {
      placement.put(hierarchy.name(), find(hierarchy.name(), "/", process.pid()).orElse("/"));
    }
    return Optional.of(placement);
  }

  private Optional<String> find(String hierarchy, String path, long pid) throws IOException {
    CgroupPath cgroup = new CgroupPath(hierarchy, path);
    CgroupFs reader = fs;
    if (reader.processes(cgroup).contains(pid)) {
      return Optional.of(path);
    }
    for (String child : reader.children(cgroup)) {
      Optional<String> found =
          find(hierarchy, path.equals("/") ? "/" + child : path + "/" + child, pid);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean signal(ProcessId process, Signal signal) {
    boolean was = alive.containsKey(process.pid());
    crash(process);
    return was;
  }

  @Override
  public boolean awaitExit(ProcessId process, Duration atMost) {
    return !alive.containsKey(process.pid());
  }

  @Override
  public Monitor connect(Path socket, Duration patience) throws IOException {
    Path directory = socket.getParent();
    Stream<Alive> listening = alive.values().stream().filter(a -> a.directory.equals(directory));
    return new FakeMonitor(
        listening.findFirst().orElseThrow(() -> new IOException("nobody listens at " + socket)));
  }

  private final class FakeMonitor implements Monitor {
    private final Alive process;

    FakeMonitor(Alive process) {
      this.process = process;
    }

    @Override
    public Running.State state() {
      return process.state;
    }

    @Override
    public void powerDown() {
      if (!ignoringPowerButton) {
        process.state = Running.State.POWERED_OFF;
      }
    }

    @Override
    public boolean awaitPowerOff(Duration atMost) {
      return process.state == Running.State.POWERED_OFF;
    }

    @Override
    public void quit() {
      crash(process.id);
    }

    @Override
    public void resume() {
      process.state = Running.State.RUNNING;
    }

    @Override
    public void pause() {
      process.state = Running.State.PAUSED;
    }

    @Override
    public void close() {}
  }
}
