package vcg.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import vcg.Ground;
import vcg.MachineUnderTest;
import vcg.RealMachine;
import vcg.cgroup.Controller;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.linux.TestCgroup;
import vcg.model.Desired;
import vcg.model.Difference;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Host;
import vcg.model.Outcome;
import vcg.model.Partition;
import vcg.model.Partitions;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition;

/**
 * What a plan says the kernel will hold is what it holds then, for every knob, so that the next
 * plan is empty; what this machine cannot hold is told at its place in the document, and nothing is
 * written.
 */
@Tag("vm")
@Timeout(300)
class CanonicalFormsIT {
  private static final long MIB = 1L << 20;
  private static final long LEAST_BYTES = CanonicalValues.LEAST_BYTES;
  private static final String PARTITION = "/forms";
  @RegisterExtension final TestCgroup cgroup = new TestCgroup();
  @TempDir Path run;
  private Optional<RealMachine> opened = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    opened = Optional.of(RealMachine.open(cgroup, 1, run));
  }

  @Test
  void valuesInRange_applied_areHeldAsPlanned() throws Exception {
    Ground ground = Ground.ofHost(host(), LEAST_BYTES);
    for (Mappings mappings :
        List.of(
            Mappings.DEFAULT, new Mappings(Mappings.Shares.PASSTHROUGH, Mappings.SoftLimit.HIGH))) {
      machine().configure(Layout.Kind.FLAT, mappings);
      CanonicalValues values = new CanonicalValues(host());
      for (int i = 0; i < CanonicalValues.SAMPLES; i++) {
        check(values.sample(i), ground, mappings + ", sample " + i);
      }
    }
  }

  private void check(CanonicalValues.Sample sample, Ground ground, String where) throws Exception {
    Desired desired =
        MachineUnderTest.desired(
            List.of(guest(sample, ground)), List.of(partition(sample, ground)));
    Plan plan = machine().plan(desired);

    Outcome outcome = machine().apply(plan);

    assertThat(plan.guests())
        .as("%s: %s", where, sample)
        .noneMatch(g -> g.action() == PlannedGuest.Action.HOLD);
    assertThat(outcome.results())
        .as("%s: %s", where, sample)
        .allSatisfy(result -> assertThat(result.failure()).isEmpty());
    assertThat(machine().plan(desired).isConverged()).as("%s: %s", where, sample).isTrue();
    for (PlannedPartition partition : plan.partitions()) {
      String path = host().layout().absolute(partition.path());
      partition.differences().forEach(d -> assertThatItIsTold(d, path, where));
    }
    for (PlannedGuest guest : plan.guests()) {
      String path = guest.record().orElseThrow().cgroup();
      guest.differences().stream()
          .filter(d -> !d.object().equals("devices") && !d.object().equals("guest"))
          .forEach(d -> assertThatItIsTold(d, path, where));
    }
  }

  /** The words for what the file holds now are those of the plan. */
  private void assertThatItIsTold(Difference told, String path, String where) {
    Optional<Group> group = Group.parse(told.object());
    String directory = group.map(g -> path + "/" + g).orElse(path);
    List<String> held = new ArrayList<>();
    for (Knob knob : host().files().keySet()) {
      String field = told.field().replaceFirst(" .*", "");
      String own =
          group.map(g -> knob.element(g.kind())).filter(e -> !e.isEmpty()).orElse(knob.element());
      boolean same =
          own.endsWith("/" + field) || own.endsWith("@" + field) || knob.field().equals(field);
      if (same && (group.isPresent() || knob.controller().toString().equals(told.object()))) {
        held.addAll(words(knob, directory, ground().disks()));
      }
    }
    String first = told.after().replaceFirst(" \\(.*", "");
    assertThat(held)
        .as("%s: %s of %s is %s", where, told.field(), directory, told.after())
        .contains(first);
  }

  private List<String> words(Knob knob, String directory, List<Ground.Disk> disks) {
    Spelling spelling = host().spelling(knob).orElseThrow();
    try {
      String content =
          machine().fs().read(host().directory(knob, directory), spelling.file()).orElse("");
      if (content.isEmpty() && knob.perDevice()) {
        return List.of(Wording.text(knob, spelling.initial()));
      }
      return knob.perDevice()
          ? disks.stream()
              .map(d -> Wording.text(knob, spelling.at(d.number()).parse(content)))
              .toList()
          : List.of(Wording.text(knob, spelling.parse(content)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Ground ground() {
    try {
      return Ground.ofHost(host(), LEAST_BYTES);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Guest guest(CanonicalValues.Sample sample, Ground ground) {
    Guests guest = Guests.qemu("web").partition(PARTITION).digest(sample.toString()).groups();
    sample.values().forEach(guest::set);
    ofDisk(sample, ground, (path, knob, value) -> guest.device(path, knob, value));
    for (Group group : List.of(Group.EMULATOR, Group.vcpu(0))) {
      Stream.of(Knob.CPU_PERIOD, Knob.CPU_QUOTA, Knob.CPUSET_CPUS)
          .filter(knob -> sample.values().containsKey(knob))
          .forEach(knob -> guest.set(group, knob, value(sample, knob)));
    }
    return guest.build();
  }

  private static Partition partition(CanonicalValues.Sample sample, Ground ground) {
    Partitions partition = Partitions.of(PARTITION).digest(sample.toString());
    sample.values().forEach(partition::set);
    ofDisk(sample, ground, (path, knob, value) -> partition.device(path, knob, value));
    return partition.build();
  }

  /** Sets a knob of a device. */
  private interface OfDisk {
    void set(String path, Knob knob, Value value);
  }

  private static void ofDisk(CanonicalValues.Sample sample, Ground ground, OfDisk set) {
    for (Ground.Disk disk : ground.disks()) {
      sample.ofDisk().entrySet().stream()
          .filter(e -> e.getKey() != Knob.BLKIO_DEVICE_WEIGHT || disk.weighted())
          .forEach(e -> set.set(disk.path(), e.getKey(), e.getValue()));
    }
  }

  private static Value value(CanonicalValues.Sample sample, Knob knob) {
    return Optional.ofNullable(sample.values().get(knob)).orElseThrow();
  }

  @Test
  void valuesOutOfRange_planned_areHeldWhereTheyStand() throws Exception {
    Ground ground = Ground.ofHost(host(), LEAST_BYTES);
    apply(MachineUnderTest.desired(List.of(Guests.qemu("web").partition(PARTITION).build())));

    held(Knob.CPUSET_CPUS, Value.IndexSet.parse("0-16000"));
    held(Knob.CPUSET_MEMS, Value.IndexSet.parse("63"));
    host()
        .spelling(Knob.BLKIO_WEIGHT)
        .ifPresent(_ -> held(Knob.BLKIO_WEIGHT, Value.amount(10_001)));
    if (!host().isUnified(Controller.MEMORY)) {
      held(Knob.MEMORY_MIN_GUARANTEE, Value.amount(4096));
    }
    for (Ground.Disk disk : ground.disks()) {
      held(disk.path(), Knob.BLKIO_READ_BYTES, Value.amount(4095));
      held(disk.path(), Knob.BLKIO_WRITE_BYTES, Value.amount(0));
      held(disk.path(), Knob.BLKIO_READ_OPERATIONS, Value.amount(0));
      if (host().isUnified(Controller.BLKIO)) {
        held(disk.path(), Knob.BLKIO_READ_OPERATIONS, Value.amount(1));
      }
      held(disk.path(), Knob.BLKIO_WRITE_OPERATIONS, Value.amount(4_294_967_295L));
      held(disk.path(), Knob.BLKIO_WRITE_OPERATIONS, Value.amount(4_294_967_296L));
      held(disk.path(), Knob.BLKIO_DEVICE_WEIGHT, Value.amount(10_001));
      if (!disk.weighted()) {
        held(disk.path(), Knob.BLKIO_DEVICE_WEIGHT, Value.amount(100));
      }
    }
    held("/dev/null", Knob.BLKIO_READ_BYTES, Value.amount(MIB));
    held("/dev/nothing", Knob.BLKIO_READ_BYTES, Value.amount(MIB));
    machine()
        .configure(
            Layout.Kind.FLAT, new Mappings(Mappings.Shares.PASSTHROUGH, Mappings.SoftLimit.LOW));
    if (host().isUnified(Controller.CPU)) {
      held(Knob.CPU_SHARES, Value.amount(10_001));
    }
  }

  @Test
  void limitBelowUse_planned_isHeldWhereItStands() throws Exception {
    apply(MachineUnderTest.desired(List.of(Guests.qemu("web").partition(PARTITION).build())));
    String path = machine().records().guests().getFirst().cgroup();
    cgroup.sleeperIn(host().directory(Knob.MEMORY_HARD_LIMIT, path));

    held(Knob.MEMORY_HARD_LIMIT, Value.amount(4096));
  }

  @Test
  void quotaAboveThatOfThePartition_v1_isHeldWhereItStands() throws Exception {
    if (host().isUnified(Controller.CPU)) {
      return; // v2 takes it, and the partition's is in force
    }
    Partition half = Partitions.of(PARTITION).set(Knob.CPU_QUOTA, Value.amount(50_000)).build();
    Guests guest = Guests.qemu("web").partition(PARTITION);
    apply(MachineUnderTest.desired(List.of(guest.build()), List.of(half)));

    Guest more = guest.digest("1").set(Knob.CPU_QUOTA, Value.amount(50_001)).build();

    assertThatGuestIsHeld(
        MachineUnderTest.desired(List.of(more), List.of(half)), more, Knob.CPU_QUOTA);
  }

  private void held(Knob knob, Value value) {
    check(guest -> guest.set(knob, value), partition -> partition.set(knob, value), knob);
  }

  private void held(String disk, Knob knob, Value value) {
    check(
        guest -> guest.device(disk, knob, value),
        partition -> partition.device(disk, knob, value),
        knob);
  }

  private void check(Consumer<Guests> ofGuest, Consumer<Partitions> ofPartition, Knob knob) {
    Guests guest = Guests.qemu("web").partition(PARTITION).digest("1");
    ofGuest.accept(guest);
    assertThatGuestIsHeld(MachineUnderTest.desired(List.of(guest.build())), guest.build(), knob);
    Partitions partition = Partitions.of(PARTITION).digest("1");
    ofPartition.accept(partition);
    Guest plain = Guests.qemu("web").partition(PARTITION).build();
    Plan plan = plan(MachineUnderTest.desired(List.of(plain), List.of(partition.build())));
    assertThat(plan.steps()).as("of a partition: %s", knob).isEmpty();
    assertThat(plan.partitions())
        .filteredOn(p -> p.path().equals(PARTITION))
        .singleElement()
        .satisfies(p -> {
          assertThat(p.action()).isEqualTo(PlannedPartition.Action.HOLD);
          assertThat(p.at().orElseThrow().line()).as(p.reason()).isGreaterThanOrEqualTo(100);
        });
  }

  private void assertThatGuestIsHeld(Desired desired, Guest guest, Knob knob) {
    Plan plan = plan(desired);
    assertThat(plan.steps()).as("%s", knob).isEmpty();
    assertThat(plan.guests())
        .singleElement()
        .satisfies(g -> {
          assertThat(g.action()).as("%s", knob).isEqualTo(PlannedGuest.Action.HOLD);
          assertThat(g.at().orElseThrow().file()).isEqualTo(guest.at().file());
          // every element of a guest's document that tunes something stands there or below
          assertThat(g.at().orElseThrow().line()).as(g.reason()).isGreaterThanOrEqualTo(100);
        });
  }

  private Plan plan(Desired desired) {
    try {
      return machine().plan(desired);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void apply(Desired desired) throws Exception {
    assertThat(machine().apply(machine().plan(desired)).results())
        .allSatisfy(result -> assertThat(result.failure()).isEmpty());
    assertThat(machine().plan(desired).isConverged()).isTrue();
  }

  private RealMachine machine() {
    return opened.orElseThrow();
  }

  private Host host() {
    return machine().host();
  }
}
