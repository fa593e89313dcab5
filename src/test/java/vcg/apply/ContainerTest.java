package vcg.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.FakeMachine;
import vcg.MachineUnderTest;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.FakeCgroupFs;
import vcg.cgroup.FakeDevicePrograms;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.Guests;
import vcg.model.Plan;
import vcg.model.ProcessId;

/** A container lives in a cgroup inside the one that has its limits. */
class ContainerTest {
  private static final String PATH = "/t/system/box.lxc.libvirt";
  private static final String INSIDE = PATH + "/container";

  @TempDir Path run;
  private FakeMachine machine;

  private final Desired desired = desired("0-3");

  private static Desired desired(String cpus) {
    return MachineUnderTest.desired(
        List.of(
            Guests.lxc("box")
                .digest(cpus)
                .set(Knob.CPUSET_CPUS, new Value.IndexSet(cpus))
                .build()));
  }

  @BeforeEach
  void start() throws Exception {
    machine = new FakeMachine(FakeCgroupFs.separate(), run);
    machine.apply(machine.plan(desired));
  }

  private ProcessId init() {
    return machine.processes().all().getFirst();
  }

  private void put(String hierarchy, String path, String file, String value) throws Exception {
    machine.fs().write(new CgroupPath(hierarchy, path), file, value);
  }

  @Test
  void plan_initIsInACgroupThatTheContainerMade_isConverged_andStopsWithIt() throws Exception {
    CgroupPath own = new CgroupPath("memory", INSIDE + "/init.scope");
    machine.fs().create(own);
    put("memory", own.path(), "cgroup.procs", Long.toString(init().pid()));
    machine.fs().create(new CgroupPath("freezer", INSIDE + "/ice"));
    put("freezer", INSIDE + "/ice", "freezer.state", "FROZEN");

    Plan plan = machine.plan(desired);
    machine.apply(machine.plan(MachineUnderTest.desired(List.of())));

    assertThat(plan.isConverged()).isTrue();
    assertThat(machine.fs().exists(new CgroupPath("memory", PATH))).isFalse();
    assertThat(machine.fs().exists(new CgroupPath("freezer", PATH))).isFalse();
    assertThat(machine.fs().log())
        .anyMatch(line -> line.contains("freezer:" + INSIDE + "/ice") && line.contains("THAWED"));
  }

  @Test
  void plan_somebodyMovesItOut_movesItBackInside() throws Exception {
    put("memory", PATH, "cgroup.procs", Long.toString(init().pid()));

    Plan plan = machine.plan(desired);
    machine.apply(plan);

    assertThat(plan.steps())
        .containsExactly(new Change.MoveProcess(new CgroupPath("memory", INSIDE), init()));
    assertThat(machine.plan(desired).isConverged()).isTrue();
  }

  @Test
  void plan_containerOfAnEarlierVcg_staysWhereItIs_andIsInsideAfterARestart() throws Exception {
    for (String hierarchy : List.of("cpu", "cpuacct", "cpuset", "devices", "freezer", "memory")) {
      put(hierarchy, PATH, "cgroup.procs", Long.toString(init().pid()));
      machine.fs().remove(new CgroupPath(hierarchy, INSIDE));
    }

    Plan before = machine.plan(desired);
    machine.processes().crash(init());
    machine.apply(machine.plan(desired));

    assertThat(before.isConverged()).isTrue();
    assertThat(machine.fs().processes(new CgroupPath("memory", INSIDE)))
        .containsExactly(init().pid());
    assertThat(machine.plan(desired).isConverged()).isTrue();
  }

  @Test
  void apply_fewerCpus_reachesTheInsideFirst() throws Exception {
    Plan plan = machine.plan(desired("1"));

    assertThat(machine.apply(plan).failed()).isFalse();
    assertThat(plan.steps())
        .map(step -> ((Change.WriteSetting) step).cgroup().path())
        .containsExactly(INSIDE, PATH);
  }

  @Test
  void apply_deviceThatSomebodyDenied_isAllowedInsideToo() throws Exception {
    put("devices", PATH, "devices.deny", "c 1:3 rwm");

    Plan plan = machine.plan(desired);
    machine.apply(plan);

    assertThat(machine.fs().read(new CgroupPath("devices", INSIDE), "devices.list").orElseThrow())
        .contains("c 1:3 rwm");
    assertThat(machine.plan(desired).isConverged()).isTrue();
  }

  @Test
  void apply_kernelBefore511_countsMemoryOfDirectoriesInside() throws Exception {
    CgroupPath cgroup = new CgroupPath("memory", "/t/new");
    machine.fs().create(cgroup);
    FakeCgroupFs kernel = machine.fs();
    CgroupFs old = new OldMemory(kernel);

    new CgroupSteps(old, new FakeDevicePrograms(kernel)).create(cgroup.child("container"));

    assertThat(old.read(cgroup, "memory.use_hierarchy")).contains("1");
  }

  /** Memory as Linux 5.10 has it: of directories inside it knows nothing unless it is told. */
  private static final class OldMemory implements CgroupFs {
    private final CgroupFs fs;
    private String hierarchical = "0";

    OldMemory(CgroupFs fs) {
      this.fs = fs;
    }

    @Override
    public Optional<String> read(CgroupPath cgroup, String file) throws java.io.IOException {
      return file.equals("memory.use_hierarchy")
          ? Optional.of(hierarchical)
          : fs.read(cgroup, file);
    }

    @Override
    public void write(CgroupPath cgroup, String file, String value) {
      hierarchical = value;
    }

    @Override
    public boolean create(CgroupPath cgroup) throws java.io.IOException {
      return fs.create(cgroup);
    }

    @Override
    public boolean remove(CgroupPath cgroup) throws java.io.IOException {
      return fs.remove(cgroup);
    }

    @Override
    public boolean exists(CgroupPath cgroup) throws java.io.IOException {
      return fs.exists(cgroup);
    }

    @Override
    public List<String> children(CgroupPath cgroup) throws java.io.IOException {
      return fs.children(cgroup);
    }

    @Override
    public List<String> files(CgroupPath cgroup) throws java.io.IOException {
      return fs.files(cgroup);
    }
  }
}
