package vcg.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import vcg.FakeMachine;
import vcg.apply.Applier;
import vcg.cgroup.CgroupCounts;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Knob;
import vcg.guest.FakeContainers;
import vcg.guest.GuestFiles;
import vcg.guest.LastGood;
import vcg.guest.Records;
import vcg.guest.Watches;
import vcg.model.Actual;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Hint;
import vcg.model.PartitionRecords;
import vcg.model.ProcessId;
import vcg.model.Usage;
import vcg.observe.Observer;
import vcg.observe.ProcessFinder;
import vcg.observe.Usages;
import vcg.plan.PlanOptions;
import vcg.plan.TouchUp;

/** The thread that decides, on a machine and in a time that are not real. */
final class DaemonUnderTest implements Machine {
  /** More turns than any change needs. */
  private static final int MOST_TURNS = 10_000;

  final FakeMachine machine;
  final FakeSource source = new FakeSource();
  final FakeLastGood kept = new FakeLastGood();
  final VirtualTime time = new VirtualTime();
  final List<Moment> moments = new ArrayList<>();
  InlineLanes lanes = new InlineLanes();
  Reconciler reconciler;

  DaemonUnderTest(FakeMachine machine) throws IOException {
    this.machine = machine;
    this.reconciler = fresh();
  }

  private Reconciler fresh() throws IOException {
    return new Reconciler(
        this,
        source,
        Watches.NONE,
        lanes,
        time,
        new Random(1),
        Duration.ofSeconds(60),
        moments::add);
  }

  /** The daemon was killed and is started again. */
  void restart() throws IOException {
    lanes = new InlineLanes();
    reconciler = fresh();
    begin();
  }

  /** Starts, and does all there is to be done at once. */
  void begin() {
    reconciler.begin();
    settle();
  }

  /** Does all there is to do without any time passing. */
  void settle() {
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      long wait = reconciler.turn();
      boolean worked = lanes.step();
      if (wait > 0 && !worked && reconciler.queue().isEmpty()) {
        return;
      }
    }
    throw new AssertionError("comes to no end: " + conditions());
  }

  /** Decides, and has the next piece of work done. */
  void step() {
    reconciler.turn();
    lanes.step();
  }

  /** Lets time pass, and everything be done when it is due. */
  void pass(Duration duration) {
    long left = duration.toNanos();
    settle();
    while (left > 0) {
      long step = Math.max(1, Math.min(left, reconciler.turn()));
      time.pass(step);
      left -= step;
      settle();
    }
  }

  /** Somebody tells that a file may have changed; a moment passes, as always. */
  void hint(String file) {
    reconciler.changed(Optional.of(file));
    pass(Duration.ofMillis(25));
  }

  /** Somebody writes a setting, and the daemon is told. */
  void write(CgroupPath cgroup, String file, String value) throws IOException {
    machine.fs().write(cgroup, file, value);
    reconciler.hint(new Hint.Setting(cgroup, file, OptionalLong.of(4711)));
    settle();
  }

  void ended(ProcessId process) {
    reconciler.hint(new Hint.Ended(process));
    settle();
  }

  static GuestId id(String name) {
    return new GuestId(Driver.QEMU, name);
  }

  GuestCondition condition(String name) {
    return reconciler.status().guests().stream()
        .filter(c -> c.id().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + conditions()));
  }

  String conditions() {
    return reconciler.status().toString();
  }

  CgroupPath cpu(String name) {
    return new CgroupPath("cpu", FakeMachine.PARENT + "/system/" + name + ".qemu.libvirt");
  }

  String shares(String name) throws IOException {
    return machine.fs().read(cpu(name), "cpu.shares").orElse("none");
  }

  /** That the machine is as documents ask, or that the daemon says of each guest why not. */
  void assertConverged(Desired desired, String where) throws IOException {
    var plan = machine.plan(desired);
    assertThat(plan.steps()).as("%s: nothing left to do; %s", where, conditions()).isEmpty();
  }

  @Override
  public Records records() {
    return machine.records();
  }

  @Override
  public LastGood lastGood() {
    return kept;
  }

  @Override
  public GuestFiles files() {
    return machine.files();
  }

  @Override
  public void expectStart() {
    machine.processes().announce();
  }

  @Override
  public PlanOptions options(Time now) {
    return new PlanOptions(0, false, machine.files(), Optional.empty(), now.wall());
  }

  private Observer observer() throws IOException {
    return new Observer(
        machine.host(),
        machine.fs(),
        machine.programs(),
        machine.records(),
        new ProcessFinder(
            machine.processes(),
            machine.processes(),
            machine.files(),
            new FakeContainers(machine.files())),
        Optional.empty());
  }

  @Override
  public Actual look(Desired some, Collection<GuestRecord> theirs, PartitionRecords made)
      throws IOException {
    return machine.ofFakeGuests(observer().observe(some, theirs, made));
  }

  @Override
  public List<Change> touchUp(Guest guest, String cgroup, Collection<Knob> knobs)
      throws IOException {
    return TouchUp.steps(machine.host(), guest, cgroup, observer().contents(cgroup, knobs));
  }

  @Override
  public Actual partitions(Desired desired, Collection<String> guests, PartitionRecords made)
      throws IOException {
    return machine.ofFakeGuests(observer().partitions(desired, guests, made));
  }

  @Override
  public Applier applier(Records records) {
    return machine.applier(records, time::wall);
  }

  @Override
  public Usage usage(String cgroup) throws IOException {
    return new Usages(machine.host(), machine.fs()).of(cgroup);
  }

  @Override
  public String layout() {
    try {
      return machine.host().layout().kind().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CgroupCounts counts() {
    return CgroupCounts.NONE;
  }

  @Override
  public void refresh() {
    Objects.requireNonNull(machine); // it is asked anew at every look
  }
}
