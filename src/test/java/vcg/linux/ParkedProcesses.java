package vcg.linux;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupFsFixture.Threads;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.guest.Bodies;
import vcg.model.ProcessId;

/** Real processes with threads that stay where they were started until they are needed. */
public final class ParkedProcesses implements Bodies {
  private final LinuxHost host;
  private final CgroupFs fs;
  private final LinuxProcesses processes;
  private final Deque<Body> free = new ArrayDeque<>();
  private final Map<Long, ProcessId> ids = new HashMap<>();
  private final Map<Long, SortedMap<String, String>> homes = new HashMap<>();

  private ParkedProcesses(LinuxHost host, CgroupFs fs) {
    this.host = host;
    this.fs = fs;
    this.processes = new LinuxProcesses(host.mounts(), fs);
  }

  /** Starts some, which end with a cgroup. */
  public static ParkedProcesses start(TestCgroup cgroup, LinuxHost host, CgroupFs fs, int number)
      throws IOException {
    ParkedProcesses parked = new ParkedProcesses(host, fs);
    for (int i = 0; i < number; i++) {
      Threads threads = ThreadedProcess.started(cgroup.threads());
      ProcessId id = parked.processes.find(threads.pid()).orElseThrow();
      parked.ids.put(id.pid(), id);
      parked.homes.put(id.pid(), parked.placement(id.pid(), id.pid()));
      parked.free.add(new Body(id.pid(), threads.some()));
    }
    return parked;
  }

  @Override
  public Body take(int threads) throws IOException {
    Body body = free.poll();
    if (body == null || body.threads().size() < threads) {
      throw new IOException("no parked process with " + threads + " threads is left");
    }
    return body;
  }

  @Override
  public void giveBack(Body body) throws IOException {
    SortedMap<String, String> home = homes.getOrDefault(body.pid(), new TreeMap<>());
    for (Hierarchy hierarchy : host.hierarchies()) {
      CgroupPath cgroup =
          new CgroupPath(hierarchy.name(), home.getOrDefault(hierarchy.name(), "/"));
      fs.write(cgroup, "cgroup.procs", Long.toString(body.pid()));
    }
    free.addLast(body);
  }

  @Override
  public SortedMap<String, String> placement(long pid, long thread) throws IOException {
    ProcessId id = ids.get(pid);
    if (id == null) {
      throw new IOException("not a parked process: " + pid);
    }
    return processes
        .placement(id, thread)
        .orElseThrow(() -> new IOException("parked process " + pid + " has ended"));
  }
}
