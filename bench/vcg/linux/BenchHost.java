package vcg.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import vcg.apply.Applier;
import vcg.apply.CgroupSteps;
import vcg.apply.GuestSteps;
import vcg.apply.LiveSteps;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.guest.GuestFiles;
import vcg.guest.Records;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Desired;
import vcg.model.Host;
import vcg.model.Outcome;
import vcg.model.Plan;
import vcg.observe.Observer;
import vcg.observe.ProcessFinder;
import vcg.plan.PlanOptions;
import vcg.plan.Planner;
import vcg.read.DomainFiles;

/**
 * The stages of vcg on the real cgroups of this host, with guests that have no process: what is
 * started only stands in {@link StandIns}.
 */
record BenchHost(
    Host host,
    CgroupFs fs,
    CgroupFs plain,
    BpfDevicePrograms programs,
    Desired desired,
    StandIns processes,
    Path scratch) {
  /** A program that is surely there; it is never started. */
  private static final String EMULATOR = "/usr/bin/true";

  static BenchHost make(String parent, Path scratch, int guests) throws IOException {
    LinuxHost linux = LinuxHost.read();
    CgroupFs fs = CgroupFiles.open(linux.hierarchies());
    BpfDevicePrograms programs = new BpfDevicePrograms(linux.hierarchies());
    Host host =
        HostProbe.probe(Layout.flat(parent), Mappings.DEFAULT, linux, fs, programs::refusal);
    Path domains = Files.createDirectories(scratch.resolve("domains"));
    for (int g = 0; g < guests; g++) {
      Files.writeString(domains.resolve("g" + g + ".xml"), domain(g));
    }
    Desired desired =
        DomainFiles.read(List.of(domains.toString()), DomainFiles.Trust.STRICT, _ -> List.of());
    if (desired.guests().size() != guests) {
      throw new IOException("cannot read " + domains + ": " + desired.problems());
    }
    return new BenchHost(
        host,
        fs,
        new PlainCgroupFs(linux.hierarchies()),
        programs,
        desired,
        new StandIns(linux.mounts().hierarchies()),
        scratch);
  }

  private static String domain(int number) {
    return """
    <domain type='qemu'>
      <name>g%d</name>
      <memory unit='MiB'>32</memory>
      <vcpu cpuset='0'>1</vcpu>
      <resource>
        <partition>/bench</partition>
      </resource>
      <cputune>
        <shares>2048</shares>
        <global_quota>50000</global_quota>
      </cputune>
      <memtune>
        <hard_limit unit='MiB'>512</hard_limit>
      </memtune>
      <blkiotune>
        <weight>500</weight>
      </blkiotune>
      <os>
        <type arch='x86_64' machine='pc'>hvm</type>
      </os>
      <devices>
        <emulator>%s</emulator>
        <memballoon model='none'/>
      </devices>
    </domain>
    """
        .formatted(number, EMULATOR);
  }

  Actual observe(Records records) throws IOException {
    ProcessFinder finder = new ProcessFinder(processes, processes, files(), new RunFiles(files()));
    return new Observer(host, fs, programs, records, finder, Optional.empty()).observe(desired);
  }

  Plan plan(Actual actual) {
    return Planner.plan(
        desired, actual, new PlanOptions(0, false, files(), Optional.empty(), Instant.EPOCH));
  }

  void apply(Plan plan, Records records) throws IOException, InterruptedException {
    CgroupSteps cgroups = new CgroupSteps(fs, programs);
    GuestSteps guests =
        new GuestSteps(
            processes,
            processes,
            new RunFiles(files()),
            files(),
            new LinuxFileAccess(),
            new IpTaps(),
            cgroups);
    LiveSteps live = new LiveSteps(processes, files(), cgroups);
    Outcome outcome =
        new Applier(cgroups, guests, live, records, host.layout(), 1, InstantSource.system())
            .apply(plan, records.guests(), _ -> {});
    Optional<Outcome.Result> failed =
        outcome.results().stream().filter(r -> r.failure().isPresent()).findFirst();
    if (failed.isPresent()) {
      throw new IOException(failed.get().toString());
    }
  }

  /** In memory, as /run is. */
  private GuestFiles files() {
    return new GuestFiles(Path.of("/dev/shm").resolve(scratch.getParent().getFileName()));
  }

  /** Where the guests lie. */
  String partition() {
    return host.layout().parent() + "/bench";
  }

  /** Removes what a plan made. The kernel goes on with that for ten seconds or so. */
  void remove(Actual made) throws IOException, InterruptedException {
    for (Hierarchy hierarchy : host.hierarchies()) {
      for (ActualGuest guest : made.guests().values()) {
        fs.remove(new CgroupPath(hierarchy.name(), guest.cgroup().path()));
      }
      fs.remove(new CgroupPath(hierarchy.name(), partition()));
    }
    processes.clear();
    calm();
  }

  /** Waits until the kernel is done with what was removed. */
  void calm() throws InterruptedException {
    Thread.sleep(Math.clamp(desired.readings().size(), 1_000L, 12_000L));
  }
}
