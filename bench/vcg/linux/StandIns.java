package vcg.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Group;
import vcg.cgroup.Hierarchy;
import vcg.guest.Monitors;
import vcg.guest.Processes;
import vcg.model.Command;
import vcg.model.GuestUser;
import vcg.model.ProcessId;
import vcg.model.Running;
import vcg.model.Scheduling;

/** Processes that are only told of: they start at once, cost nothing and always run. */
final class StandIns implements Processes, Monitors {
  private record Process(
      ProcessId id, List<String> commandLine, SortedMap<String, String> placement) {}

  private final Collection<Hierarchy> hierarchies;
  private final Map<Long, Process> all = new HashMap<>();

  StandIns(Collection<Hierarchy> hierarchies) {
    this.hierarchies = hierarchies;
  }

  void clear() {
    all.clear();
  }

  @Override
  public ProcessId start(
      Command command, List<CgroupPath> cgroups, Path log, Optional<GuestUser> user) {
    ProcessId id = new ProcessId(100_000_000L + all.size(), 1);
    List<String> words = new ArrayList<>(List.of(command.program()));
    words.addAll(command.arguments());
    SortedMap<String, String> placement = new TreeMap<>();
    hierarchies.forEach(h -> placement.put(h.name(), "/"));
    cgroups.forEach(c -> placement.put(c.hierarchy(), c.path()));
    all.put(id.pid(), new Process(id, words, placement));
    return id;
  }

  @Override
  public Optional<ProcessId> find(long pid) {
    return Optional.ofNullable(all.get(pid)).map(Process::id);
  }

  @Override
  public Optional<List<String>> commandLine(ProcessId process) {
    return Optional.ofNullable(all.get(process.pid())).map(Process::commandLine);
  }

  @Override
  public Optional<SortedMap<String, String>> placement(ProcessId process) {
    return Optional.ofNullable(all.get(process.pid())).map(Process::placement);
  }

  @Override
  public void schedule(ProcessId process, long thread, Scheduling scheduling) {}

  @Override
  public Optional<SortedMap<String, String>> placement(ProcessId process, long thread) {
    return placement(process);
  }

  @Override
  public boolean isInit(ProcessId process) {
    return false; // there are no containers
  }

  @Override
  public boolean catches(ProcessId process, Signal signal) {
    return false;
  }

  @Override
  public boolean signal(ProcessId process, Signal signal) {
    return all.remove(process.pid()) != null;
  }

  @Override
  public boolean awaitExit(ProcessId process, Duration atMost) {
    return !all.containsKey(process.pid());
  }

  @Override
  public Monitor connect(Path socket, Duration patience) {
    return new Silent();
  }

  @Override
  public Monitor connect(Path socket, ProcessId peer, Duration patience) {
    return new Silent();
  }

  private static final class Silent implements Monitor {
    @Override
    public Object execute(String command, Map<String, ?> arguments) throws IOException {
      throw new IOException("nobody is there");
    }

    @Override
    public Optional<Event> event(Duration atMost) {
      return Optional.empty();
    }

    @Override
    public Running.State state() {
      return Running.State.RUNNING;
    }

    @Override
    public SortedMap<Group, Long> threads() {
      return new TreeMap<>();
    }

    @Override
    public void powerDown() throws IOException {
      throw new IOException("nobody is there");
    }

    @Override
    public boolean awaitPowerOff(Duration atMost) {
      return false;
    }

    @Override
    public void quit() throws IOException {
      throw new IOException("nobody is there");
    }

    @Override
    public void resume() {}

    @Override
    public void reset() {}

    @Override
    public void pause() {}

    @Override
    public void close() {}
  }
}
