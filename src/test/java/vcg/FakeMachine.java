package vcg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.apply.Applier;
import vcg.apply.CgroupSteps;
import vcg.apply.GuestSteps;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.FakeCgroupFs;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Value;
import vcg.guest.FakeProcesses;
import vcg.guest.FakeRecords;
import vcg.guest.GuestFiles;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Host;
import vcg.model.Outcome;
import vcg.model.Plan;
import vcg.model.Reading;
import vcg.observe.Observer;
import vcg.observe.ProcessFinder;
import vcg.plan.PlanOptions;
import vcg.plan.Planner;

/** All stages from observing to applying, joined on a machine that is not real. */
public final class FakeMachine {
  /** The cgroup under which everything lies. */
  public static final String PARENT = "/t";

  private final FakeCgroupFs fs;
  private final FakeProcesses processes;
  private final FakeRecords records = new FakeRecords();
  private final GuestFiles files;

  /**
   * @param runDirectory for what guests keep while they run
   */
  public FakeMachine(FakeCgroupFs fs, Path runDirectory) {
    this.fs = fs.with(PARENT);
    this.processes = new FakeProcesses(fs);
    this.files = new GuestFiles(runDirectory);
  }

  public FakeCgroupFs fs() {
    return fs;
  }

  public FakeProcesses processes() {
    return processes;
  }

  public FakeRecords records() {
    return records;
  }

  /** What this machine can do. */
  public Host host() throws IOException {
    SortedMap<Knob, String> knobs = new TreeMap<>();
    SortedMap<Knob, Value.IndexSet> inherited = new TreeMap<>();
    for (Knob knob : Knob.values()) {
      String file = knob.spellings(Version.V1).getFirst().file();
      knobs.put(knob, file);
      if (knob.inherited()) {
        CgroupPath parent = new CgroupPath("cpuset", PARENT);
        inherited.put(knob, new Value.IndexSet(fs.read(parent, file).orElseThrow()));
      }
    }
    return new Host(
        "6.1.0", "boot-1", 4096, new Layout(PARENT), fs.controllers(), knobs, inherited);
  }

  /** Documents that ask for these guests. */
  public static Desired desired(Collection<Guest> guests) {
    List<Reading> readings =
        guests.stream()
            .map(g -> new Reading(g.at().file(), Optional.of(g), Optional.of(g.id()), List.of()))
            .toList();
    return new Desired("domains", true, readings, List.of());
  }

  public Actual observe(Desired desired) throws IOException {
    ProcessFinder finder = new ProcessFinder(processes, processes, files);
    Actual seen = new Observer(host(), fs, records, finder).observe(desired);
    return new Actual(
        seen.host(),
        seen.guests(),
        seen.partitions(),
        seen.made(),
        seen.foreign(),
        new TreeMap<>()); // what guests need of the real host is not this machine's concern
  }

  /** The plan that allows every stop. */
  public Plan plan(Desired desired) throws IOException {
    return plan(desired, Integer.MAX_VALUE);
  }

  public Plan plan(Desired desired, int allowedStops) throws IOException {
    return Planner.plan(desired, observe(desired), new PlanOptions(allowedStops, files));
  }

  public Outcome apply(Plan plan) throws IOException, InterruptedException {
    Applier applier =
        new Applier(new CgroupSteps(fs), new GuestSteps(processes, processes, files), records);
    return applier.apply(plan, records.guests(), _ -> {});
  }
}
