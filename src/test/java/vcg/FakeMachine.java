package vcg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.FakeCgroupFs;
import vcg.cgroup.FakeDevicePrograms;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.cgroup.Value;
import vcg.guest.FakeProcesses;
import vcg.guest.FakeRecords;
import vcg.guest.GuestFiles;
import vcg.model.Actual;
import vcg.model.Bandwidth;
import vcg.model.DeviceNode;
import vcg.model.Host;
import vcg.plan.PlanOptions;

/** All stages from observing to applying, joined on a machine that is not real. */
public final class FakeMachine implements MachineUnderTest {
  /** The cgroup under which everything lies. */
  public static final String PARENT = "/t";

  private final FakeCgroupFs fs;
  private final FakeProcesses processes;
  private final FakeDevicePrograms programs;
  private final FakeRecords records = new FakeRecords();
  private Mappings mappings = Mappings.DEFAULT;
  private boolean belowUse;
  private Layout.Kind layout = Layout.Kind.FLAT;
  private final GuestFiles files;

  /**
   * @param runDirectory for what guests keep while they run
   */
  public FakeMachine(FakeCgroupFs fs, Path runDirectory) {
    this.fs = fs.with(PARENT);
    this.processes = new FakeProcesses(fs);
    this.programs = new FakeDevicePrograms(fs);
    this.files = new GuestFiles(runDirectory);
  }

  @Override
  public FakeCgroupFs fs() {
    return fs;
  }

  @Override
  public FakeProcesses processes() {
    return processes;
  }

  @Override
  public FakeRecords records() {
    return records;
  }

  @Override
  public FakeDevicePrograms programs() {
    return programs;
  }

  @Override
  public GuestFiles files() {
    return files;
  }

  /** From now on it is looked at with these options. */
  public void configure(Layout.Kind kind, Mappings other) {
    layout = kind;
    mappings = other;
  }

  /** From now on memory limits may be set below what is in use. */
  public void allowBelowUse() {
    belowUse = true;
  }

  @Override
  public PlanOptions options(int allowedStops) {
    return new PlanOptions(allowedStops, belowUse, files, Optional.empty(), now());
  }

  @Override
  public Layout layout() {
    return new Layout(layout, PARENT);
  }

  @Override
  public Host host() throws IOException {
    SortedMap<Controller, Hierarchy> controllers = fs.controllers();
    SortedMap<Knob, String> knobs = new TreeMap<>();
    SortedMap<Knob, Value.IndexSet> inherited = new TreeMap<>();
    for (Knob knob : Knob.values()) {
      Hierarchy hierarchy = controllers.get(knob.controller());
      if (hierarchy != null && !knob.spellings(hierarchy.version()).isEmpty()) {
        String file = knob.spellings(hierarchy.version()).getFirst().file();
        knobs.put(knob, file);
        if (knob.inherited()) {
          String shown = hierarchy.version() == Version.V1 ? file : file + ".effective";
          CgroupPath parent = new CgroupPath(hierarchy.name(), PARENT);
          inherited.put(knob, new Value.IndexSet(fs.read(parent, shown).orElseThrow()));
        }
      }
    }
    return new Host(
        "6.1.0",
        "boot-1",
        4096,
        layout(),
        controllers,
        fs.hierarchies().stream().filter(h -> h.version() == Version.V2).findFirst(),
        knobs,
        mappings,
        controllers.containsKey(Controller.DEVICES)
            ? Optional.empty()
            : Optional.of("this host has neither the devices controller nor a v2 tree"),
        Optional.empty(),
        bandwidth(),
        inherited);
  }

  private Optional<Bandwidth> bandwidth() throws IOException {
    Hierarchy hierarchy = fs.controllers().get(Controller.CPU);
    if (hierarchy == null || hierarchy.version() == Version.V2) {
      return Optional.empty();
    }
    CgroupPath parent = new CgroupPath(hierarchy.name(), PARENT);
    long quota = Long.parseLong(fs.read(parent, "cpu.cfs_quota_us").orElseThrow());
    long period = Long.parseLong(fs.read(parent, "cpu.cfs_period_us").orElseThrow());
    return quota < 0 ? Optional.empty() : Optional.of(new Bandwidth(quota, period));
  }

  /** The nodes that this machine has, whatever the real one has. */
  private static SortedMap<String, DeviceNode> nodes() {
    SortedMap<String, DeviceNode> nodes = new TreeMap<>();
    Map.of(
            "/dev/null",
            "1:3",
            "/dev/zero",
            "1:5",
            "/dev/full",
            "1:7",
            "/dev/random",
            "1:8",
            "/dev/urandom",
            "1:9",
            "/dev/ptmx",
            "5:2")
        .forEach((path, number) -> nodes.put(path, node(false, number, number)));
    nodes.put("/dev/sda", node(true, "8:0", "8:0"));
    nodes.put("/dev/sda1", node(true, "8:1", "8:0"));
    nodes.put("/dev/sdb", node(true, "8:16", "8:16"));
    return nodes;
  }

  private static DeviceNode node(boolean block, String number, String disk) {
    return new DeviceNode(
        block, DeviceNumber.parse(number), DeviceNumber.parse(disk), Optional.empty());
  }

  @Override
  public Actual ofFakeGuests(Actual seen) {
    fs.settle(); // looking takes longer than that
    return new Actual(
        seen.host(),
        seen.guests(),
        seen.parent(),
        seen.partitions(),
        seen.remembered(),
        nodes(),
        seen.foreign(),
        new TreeMap<>()); // what guests need of the real host is not this machine's concern
  }
}
