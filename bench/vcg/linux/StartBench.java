package vcg.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;
import vcg.apply.Applier;
import vcg.apply.CgroupSteps;
import vcg.apply.GuestSteps;
import vcg.apply.LiveSteps;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.guest.Commands;
import vcg.guest.GuestFiles;
import vcg.guest.Processes;
import vcg.guest.QemuCommand;
import vcg.guest.Records;
import vcg.model.Actual;
import vcg.model.Change;
import vcg.model.Command;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.GuestUser;
import vcg.model.Host;
import vcg.model.Outcome;
import vcg.model.Plan;
import vcg.model.ProcessId;
import vcg.model.Scheduling;
import vcg.observe.Observer;
import vcg.observe.ProcessFinder;
import vcg.plan.PlanOptions;
import vcg.plan.Planner;
import vcg.read.DomainFiles;

/**
 * One real guest, from its file until it runs, and from the removal of the file until process and
 * cgroups are gone, within one Java process; beside QEMU or crun itself with the same command line.
 */
final class StartBench {
  private final Path scratch;
  private final Path domains;
  private final GuestFiles files;
  private final Host host;
  private final CgroupFs fs;
  private final BpfDevicePrograms programs;
  private final Timed processes;
  private final Records records;
  private final Times times = new Times();

  private StartBench(String parent, Path scratch) throws IOException {
    this.scratch = scratch;
    this.domains = Files.createDirectories(scratch.resolve("domains"));
    this.files = new GuestFiles(scratch.resolve("run"));
    LinuxHost linux = LinuxHost.read();
    this.fs = CgroupFiles.open(linux.hierarchies());
    this.programs = new BpfDevicePrograms(linux.hierarchies());
    this.host =
        HostProbe.probe(Layout.flat(parent), Mappings.DEFAULT, linux, fs, programs::refusal);
    this.processes = new Timed(new LinuxProcesses(linux.mounts(), fs), fs);
    this.records = new StateDirectory(scratch.resolve("state"));
  }

  static void run(Path floors, String parent, Path scratch, int rounds) throws Exception {
    StartBench bench = new StartBench(parent, scratch);
    new ProcessBuilder("samples/tinyguest/mkguest", scratch.resolve("g.img").toString(), "N", "18")
        .inheritIO()
        .start()
        .waitFor();
    Files.createDirectories(scratch.resolve("floor"));
    Files.writeString( // it stays when the guest goes
        bench.domains.resolve("partition.xml"), "<partition path='/bench'/>");
    for (int i = 0; i < 2 * rounds; i++) {
      if (i == rounds) {
        bench.times.clear(); // Java is warm
      }
      bench.floor(floors);
      bench.vcg();
    }
    bench.times.print("ms", 1e6);
    Files.delete(bench.domains.resolve("partition.xml"));
    bench.apply(0);
  }

  /** The same for a container, beside crun with the same files and without cgroups. */
  static void runContainers(String parent, Path scratch, int rounds) throws Exception {
    StartBench bench = new StartBench(parent, scratch);
    Path root =
        Files.createDirectories(scratch.resolve("root/bin")).resolveSibling(".").normalize();
    for (String directory : List.of("proc", "sys", "dev")) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/sleep"));
    Files.createDirectories(scratch.resolve("floor"));
    Files.writeString(bench.domains.resolve("partition.xml"), "<partition path='/bench'/>");
    for (int i = 0; i < 2 * rounds; i++) {
      if (i == rounds) {
        bench.times.clear(); // Java is warm
      }
      bench.writeContainer(root);
      bench.crun();
      bench.container();
    }
    bench.times.print("ms", 1e6);
    Files.delete(bench.domains.resolve("partition.xml"));
    bench.apply(0);
  }

  private void crun() throws Exception {
    Guest guest = read().guests().getFirst();
    GuestFiles its = new GuestFiles(scratch.resolve("floor"));
    RunFiles notes = new RunFiles(its);
    Command command = Commands.of(guest, Observer.inside(guest, notes), its);
    Files.createDirectories(its.runtime(guest.id()));
    Files.createDirectories(its.hostRoot(guest.id()));
    Files.writeString(its.config(guest.id()), command.config().orElseThrow());
    List<String> words =
        new ArrayList<>(
            List.of("unshare", "--mount", "--propagation", "slave", "--", command.program()));
    words.addAll(command.arguments());
    long start = System.nanoTime();
    Process shell = new ProcessBuilder(words).redirectErrorStream(true).start();
    Optional<ProcessId> init = Optional.empty();
    while (init.filter(this::runs).isEmpty()) {
      Optional<Long> pid = notes.pid(guest.id());
      init = pid.isPresent() ? processes.find(pid.get()) : Optional.empty();
    }
    times.add("crun alone: until its first process runs", taken(start, System.nanoTime()));
    start = System.nanoTime();
    processes.signal(init.get(), Processes.Signal.KILL);
    shell.waitFor();
    times.add("crun alone: killed, until crun is gone", taken(start, System.nanoTime()));
    Files.delete(its.pid(guest.id()));
  }

  private boolean runs(ProcessId init) {
    try {
      return processes.commandLine(init).filter(w -> w.contains("1000")).isPresent();
    } catch (IOException _) { // not yet
      return false;
    }
  }

  private void container() throws Exception {
    long start = System.nanoTime();
    apply(0);
    times.add("vcg: file there, until its first process runs", taken(start, System.nanoTime()));
    Files.delete(domains.resolve("g.xml"));
    start = System.nanoTime();
    apply(1);
    times.add("vcg: file gone, until process and cgroups are", taken(start, System.nanoTime()));
  }

  private void writeContainer(Path root) throws IOException {
    Files.writeString(
        domains.resolve("g.xml"),
        """
        <domain type='lxc'>
          <name>g</name>
          <metadata><vcg:policy xmlns:vcg='urn:vcg:policy:1' stop-timeout='0'/></metadata>
          <memory unit='MiB'>64</memory>
          <resource><partition>/bench</partition></resource>
          <cputune><shares>2048</shares><global_quota>50000</global_quota></cputune>
          <os><type>exe</type><init>/bin/sleep</init><initarg>1000</initarg></os>
          <features><privnet/></features>
          <devices>
            <filesystem><source dir='%s'/><target dir='/'/></filesystem>
          </devices>
        </domain>
        """
            .formatted(root));
  }

  private void floor(Path floors) throws Exception {
    write();
    GuestFiles its = new GuestFiles(scratch.resolve("floor"));
    Command command = QemuCommand.of(read().guests().getFirst(), its);
    Path socket = its.monitor(read().guests().getFirst().id());
    Files.createDirectories(socket.getParent());
    String words = command.program() + "\n" + String.join("\n", command.arguments()) + "\n.\n";
    try (Floor floor =
        Floor.start(List.of(floors.resolve("qemustart").toString(), socket.toString()), words)) {
      times.add("QEMU alone: until its monitor greets", floor.ask("greet"));
      times.add("QEMU alone: until it runs", floor.ask("cont"));
      times.add("QEMU alone: told to end, until it is gone", floor.ask("end"));
    }
  }

  private void vcg() throws Exception {
    write();
    long start = System.nanoTime();
    apply(0);
    times.add("vcg: file there, until in its cgroups", taken(start, processes.entered));
    times.add("vcg: file there, until it runs", taken(start, System.nanoTime()));
    Files.delete(domains.resolve("g.xml"));
    start = System.nanoTime();
    Plan plan = apply(1);
    times.add("vcg: file gone, until process and cgroups are", taken(start, System.nanoTime()));
    for (Change step : plan.steps().toList()) {
      if (step instanceof Change.RemoveCgroup remove && fs.exists(remove.cgroup())) {
        throw new IllegalStateException("still there: " + remove.cgroup());
      }
    }
  }

  private static Times.Taken taken(long start, long end) {
    return new Times.Taken(end - start, 0);
  }

  private Plan apply(int allowedStops) throws Exception {
    if (allowedStops == 0) {
      processes.announce(); // a new name, which is when the daemon does
    }
    Desired desired = read();
    Observer observer =
        new Observer(
            host,
            fs,
            programs,
            records,
            new ProcessFinder(processes, new QmpMonitors(), files, new RunFiles(files)),
            Optional.empty());
    Actual actual = observer.observe(desired);
    Plan plan =
        Planner.plan(
            desired,
            actual,
            new PlanOptions(allowedStops, false, files, Optional.empty(), Instant.now()));
    CgroupSteps cgroups = new CgroupSteps(fs, programs);
    GuestSteps guests =
        new GuestSteps(
            processes,
            new QmpMonitors(),
            new RunFiles(files),
            files,
            new LinuxFileAccess(),
            new IpTaps(),
            cgroups);
    LiveSteps live = new LiveSteps(new QmpMonitors(), files, cgroups);
    Outcome outcome =
        new Applier(cgroups, guests, live, records, host.layout(), 1, InstantSource.system())
            .apply(plan, records.guests(), _ -> {});
    if (outcome.failed() || outcome.results().isEmpty()) {
      throw new IllegalStateException(outcome.toString());
    }
    return plan;
  }

  private Desired read() throws IOException {
    return DomainFiles.read(List.of(domains.toString()), DomainFiles.Trust.STRICT, _ -> List.of());
  }

  private void write() throws IOException {
    Files.writeString(
        domains.resolve("g.xml"),
        """
        <domain type='qemu'>
          <name>g</name>
          <metadata><vcg:policy xmlns:vcg='urn:vcg:policy:1' stop-timeout='0'/></metadata>
          <memory unit='MiB'>32</memory>
          <vcpu>1</vcpu>
          <resource><partition>/bench</partition></resource>
          <cputune><shares>2048</shares><global_quota>50000</global_quota></cputune>
          <memtune><hard_limit unit='MiB'>512</hard_limit></memtune>
          <blkiotune><weight>500</weight></blkiotune>
          <os><type arch='x86_64' machine='pc'>hvm</type></os>
          <features><acpi/></features>
          <devices>
            <disk type='file'><source file='%s'/><target dev='vda' bus='virtio'/></disk>
            <memballoon model='none'/>
          </devices>
        </domain>
        """
            .formatted(scratch.resolve("g.img")));
  }

  /** The processes of this host; notes when one was in its cgroups. */
  private static final class Timed implements Processes {
    private final Processes real;
    private final CgroupFs fs;
    private volatile long entered;

    Timed(Processes real, CgroupFs fs) {
      this.real = real;
      this.fs = fs;
    }

    @Override
    public void announce() {
      real.announce();
    }

    @Override
    public ProcessId start(
        Command command, List<CgroupPath> cgroups, Path log, Optional<GuestUser> user)
        throws IOException {
      CgroupPath last = cgroups.getLast();
      Thread watcher = Thread.ofPlatform().start(() -> entered = entered(last));
      try {
        return real.start(command, cgroups, log, user);
      } finally {
        join(watcher);
      }
    }

    /** As whoever watches libvirt from outside sees it: the last of the cgroups has a process. */
    private long entered(CgroupPath last) {
      try {
        while (fs.processes(last).isEmpty()) {
          LockSupport.parkNanos(100_000);
        }
        return System.nanoTime();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void join(Thread thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Optional<Integer> exitStatus(ProcessId process) throws IOException {
      return real.exitStatus(process);
    }

    @Override
    public void schedule(ProcessId process, long thread, Scheduling scheduling) throws IOException {
      real.schedule(process, thread, scheduling);
    }

    @Override
    public Optional<ProcessId> find(long pid) throws IOException {
      return real.find(pid);
    }

    @Override
    public Optional<List<String>> commandLine(ProcessId process) throws IOException {
      return real.commandLine(process);
    }

    @Override
    public Optional<SortedMap<String, String>> placement(ProcessId process) throws IOException {
      return real.placement(process);
    }

    @Override
    public Optional<SortedMap<String, String>> placement(ProcessId process, long thread)
        throws IOException {
      return real.placement(process, thread);
    }

    @Override
    public boolean isInit(ProcessId process) throws IOException {
      return real.isInit(process);
    }

    @Override
    public boolean catches(ProcessId process, Signal signal) throws IOException {
      return real.catches(process, signal);
    }

    @Override
    public boolean signal(ProcessId process, Signal signal) throws IOException {
      return real.signal(process, signal);
    }

    @Override
    public boolean awaitExit(ProcessId process, Duration atMost)
        throws IOException, InterruptedException {
      return real.awaitExit(process, atMost);
    }
  }
}
