package vcg.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.FakeMachine;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Bytes;
import vcg.model.Guest;
import vcg.model.GuestRecord;
import vcg.model.Guests;
import vcg.model.Hint;
import vcg.model.Location;
import vcg.model.Partitions;
import vcg.model.Policy;
import vcg.model.ProcessId;
import vcg.run.GuestCondition.Sync;

class ReconcilerTest {
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final Duration SWEEP = Duration.ofSeconds(70);

  @TempDir Path run;
  private DaemonUnderTest daemon;

  @BeforeEach
  void machine() throws IOException {
    daemon = new DaemonUnderTest(new FakeMachine(FakeCgroupFs.separate(), run));
  }

  private static Guest web(int shares) {
    return Guests.qemu("web").digest("web" + shares).shares(shares).build();
  }

  private void guests(String... names) {
    for (String name : names) {
      daemon.source.put(Guests.qemu(name).digest(name).shares(1000).build());
    }
  }

  private ProcessId process(String name) throws IOException {
    return daemon.machine.records().guests().stream()
        .filter(r -> r.id().name().equals(name))
        .flatMap(r -> r.process().stream())
        .findFirst()
        .orElseThrow();
  }

  private int running() {
    return daemon.machine.processes().all().size();
  }

  private void breakFile() {
    daemon.source.put(
        "web.xml", FakeSource.broken("web.xml", Optional.of(DaemonUnderTest.id("web"))));
    daemon.hint("web.xml");
    daemon.pass(GRACE);
  }

  // watch

  @Test
  void turn_fileReplaced_changesTheGuestAtOnce() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();
    long before = daemon.time.nanos();

    daemon.source.put(web(512));
    daemon.reconciler.changed(Optional.of("web.xml"));
    daemon.settle();

    assertThat(daemon.shares("web")).isEqualTo("512");
    assertThat(daemon.time.nanos()).as("without any delay").isEqualTo(before);
    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.IN_SYNC);
  }

  @Test
  void changed_anotherFileBeforeTheFirstIsTakenIn_bothCount() throws IOException {
    daemon.source.put(web(2048));
    guests("db");
    daemon.begin();

    daemon.source.put(web(512));
    daemon.source.put(Guests.qemu("db").digest("db300").shares(300).build());
    daemon.reconciler.changed(Optional.of("web.xml"));
    daemon.reconciler.changed(Optional.of("db.xml"));
    daemon.settle();

    assertThat(daemon.shares("web")).isEqualTo("512");
    assertThat(daemon.shares("db")).isEqualTo("300");
  }

  @Test
  void turn_fileAppears_startIsAnnounced() {
    guests("web");
    daemon.begin();
    daemon.hint("web.xml");
    assertThat(daemon.machine.processes().announced()).isZero();

    guests("db");
    daemon.hint("db.xml");

    assertThat(daemon.machine.processes().announced()).isEqualTo(1);
    assertThat(running()).isEqualTo(2);
  }

  @Test
  void turn_fileWrittenInPlace_countsOnceItIsQuiet() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();

    daemon.source.write("web.xml", daemon.source.reading(web(512)));
    daemon.hint("web.xml");
    String atFirst = daemon.shares("web");
    daemon.source.write("web.xml", daemon.source.reading(web(600)));
    daemon.pass(Duration.ofMillis(150));
    daemon.hint("web.xml");
    daemon.pass(Duration.ofMillis(150));
    String stillWritten = daemon.shares("web");
    daemon.pass(Duration.ofMillis(200));

    assertThat(atFirst).isEqualTo("2048");
    assertThat(stillWritten).isEqualTo("2048");
    assertThat(daemon.shares("web")).isEqualTo("600");
  }

  @Test
  void turn_fileEmptiedThenWritten_isNeverTold() {
    daemon.source.put(web(2048));
    daemon.begin();

    daemon.source.write(
        "web.xml", FakeSource.broken("web.xml", Optional.of(DaemonUnderTest.id("web"))));
    daemon.hint("web.xml");
    daemon.source.write("web.xml", daemon.source.reading(web(512)));
    daemon.hint("web.xml");
    daemon.pass(Duration.ofSeconds(1));

    assertThat(daemon.condition("web").file()).isEmpty();
    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.IN_SYNC);
  }

  @Test
  void turn_noHintAtAll_sweepFindsTheChange() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();

    daemon.source.put(web(512));
    daemon.pass(SWEEP);

    assertThat(daemon.shares("web")).isEqualTo("512");
  }

  @Test
  void turn_burstOfFiles_allRun() throws IOException {
    daemon.begin();
    for (int i = 0; i < 300; i++) {
      guests("g" + i);
    }

    daemon.reconciler.changed(Optional.empty());
    daemon.settle();

    assertThat(running()).isEqualTo(300);
    assertThat(daemon.reconciler.status().guests()).allMatch(c -> c.sync() == Sync.IN_SYNC);
  }

  @Test
  void turn_tenThousandFilesAtStartAndAsManyAtOnceLater_allCount() throws IOException {
    shutOff("early", 10_000);
    daemon.source.put(web(2048));
    daemon.begin();
    assertThat(daemon.reconciler.inForce().readings()).hasSize(10_001);
    assertThat(running()).isEqualTo(1);

    shutOff("late", 10_000);
    daemon.source.put(web(512));
    daemon.reconciler.changed(Optional.empty());
    daemon.settle();

    assertThat(daemon.reconciler.inForce().readings()).hasSize(20_001);
    assertThat(daemon.shares("web")).isEqualTo("512");
    assertThat(daemon.reconciler.status().troubles()).isEmpty();
  }

  private void shutOff(String prefix, int count) {
    Policy off =
        new Policy(Policy.Run.SHUTOFF, false, Policy.RestartDue.HOLD, 60, Policy.Drift.REPAIR);
    for (int i = 0; i < count; i++) {
      daemon.source.put(Guests.qemu(prefix + i).digest(prefix + i).policy(off).build());
    }
  }

  @Test
  void turn_valueChangedDuringASweepOfMany_isPutBackBeforeMostAreLookedAt() throws IOException {
    shutOff("off", 3200); // a hundred pieces of work
    guests("web");
    daemon.begin();
    daemon.reconciler.reload();
    daemon.reconciler.turn();

    daemon.machine.fs().write(daemon.cpu("web"), "cpu.shares", "3");
    daemon.reconciler.hint(new Hint.Setting(daemon.cpu("web"), "cpu.shares", OptionalLong.empty()));
    int pieces = 0;
    while (daemon.shares("web").equals("3")) {
      daemon.reconciler.turn();
      daemon.lanes.step();
      pieces++;
    }

    assertThat(pieces).isLessThan(30);
  }

  @Test
  void turn_nothingChanged_sweepWritesNothingAndReadsNoFile() {
    guests("db", "web");
    daemon.begin();
    List<String> log = daemon.machine.fs().log();
    int reads = daemon.source.reads();

    daemon.pass(SWEEP.multipliedBy(10));

    assertThat(daemon.machine.fs().log()).isEqualTo(log);
    assertThat(daemon.source.reads()).isEqualTo(reads);
  }

  @Test
  void turn_betweenSweeps_readsNothing() {
    guests("db", "web");
    daemon.begin();
    daemon.pass(Duration.ofSeconds(1));
    int operations = daemon.machine.fs().reads();

    daemon.pass(Duration.ofSeconds(40));

    assertThat(daemon.machine.fs().reads()).isEqualTo(operations);
  }

  // last good

  @Test
  void status_revision_namesTheDocumentsInForce() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();
    final String first = revision();
    breakFile();
    assertThat(revision()).isEqualTo(first); // the last good one is in force
    daemon.source.put(web(512));
    daemon.hint("web.xml");
    final String second = revision();
    daemon.restart();
    daemon.pass(GRACE);

    assertThat(second).isNotEqualTo(first).matches("[0-9a-f]{16}");
    assertThat(revision()).isEqualTo(second);
  }

  private String revision() {
    return daemon.reconciler.status().revision();
  }

  @Test
  void turn_fileBroken_lastGoodIsEnforced() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();
    breakFile();

    daemon.write(daemon.cpu("web"), "cpu.shares", "3");

    assertThat(daemon.shares("web")).isEqualTo("2048");
    assertThat(daemon.reconciler.status().validFiles()).isZero();
    FileCondition file = daemon.condition("web").file().orElseThrow();
    assertThat(file.problems().getFirst().at()).hasToString("web.xml:3:7");
    assertThat(file.since()).isBefore(daemon.time.wall());
  }

  @Test
  void turn_fileBrokenWhileTheDaemonIsAway_lastGoodSurvives() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();
    breakFile();
    ProcessId before = process("web");

    daemon.restart();
    daemon.pass(GRACE);
    daemon.write(daemon.cpu("web"), "cpu.shares", "3");

    assertThat(daemon.shares("web")).isEqualTo("2048");
    assertThat(process("web")).isEqualTo(before);
    assertThat(daemon.condition("web").file()).isPresent();
  }

  @Test
  void turn_brokenFileMended_isApplied() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();
    breakFile();

    daemon.source.put(web(512));
    daemon.hint("web.xml");

    assertThat(daemon.shares("web")).isEqualTo("512");
    assertThat(daemon.condition("web").file()).isEmpty();
  }

  @Test
  void turn_guestOfABrokenFileDies_isStartedFromItsLastGood() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();
    breakFile();
    daemon.time.pass(Duration.ofHours(1).toNanos());

    ProcessId old = process("web");
    daemon.machine.processes().crash(old);
    daemon.ended(old);
    daemon.pass(Duration.ofSeconds(15));

    assertThat(running()).isEqualTo(1);
  }

  @Test
  void turn_fileOfAPartitionBroken_lastGoodIsEnforcedAlsoAfterARestart() throws IOException {
    CgroupPath system = new CgroupPath("cpu", FakeMachine.PARENT + "/system");
    daemon.source.put(web(2048));
    daemon.source.put(Partitions.of("/system").shares(600).build());
    String file = Partitions.of("/system").build().at().fileName();
    daemon.begin();
    daemon.pass(GRACE);
    assertThat(daemon.machine.fs().read(system, "cpu.shares")).contains("600");
    daemon.source.put(file, FakeSource.broken(file, Optional.empty()));
    daemon.hint(file);
    daemon.pass(GRACE);

    daemon.write(system, "cpu.shares", "3");
    daemon.pass(GRACE);
    assertThat(daemon.machine.fs().read(system, "cpu.shares")).contains("600");

    daemon.restart();
    daemon.pass(GRACE);
    daemon.write(system, "cpu.shares", "3");
    daemon.pass(GRACE);
    assertThat(daemon.machine.fs().read(system, "cpu.shares")).contains("600");
    assertThat(daemon.reconciler.status().validFiles()).isEqualTo(1);
    assertThat(daemon.reconciler.status().files())
        .anySatisfy(condition -> assertThat(condition.file()).isEqualTo(file));
  }

  @Test
  void turn_secondFileWithTheSameName_leavesTheFirstInForce() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();

    Guest same = web(7);
    Guest other =
        new Guest(
            same.id(),
            same.uuid(),
            new Location("zweb.xml", 2, 3),
            "other",
            same.partition(),
            same.tuning(),
            same.groups(),
            same.policy(),
            same.machine());
    daemon.source.put(other);
    daemon.hint("zweb.xml");
    daemon.write(daemon.cpu("web"), "cpu.shares", "3");

    assertThat(daemon.shares("web")).isEqualTo("2048");
    assertThat(running()).isEqualTo(1);
    assertThat(daemon.condition("web").file()).isPresent();
  }

  // guards

  @Test
  void turn_oneFileRemoved_guestIsGoneAtOnce() {
    guests("db", "web", "mail");
    daemon.begin();

    daemon.source.remove("web.xml");
    daemon.hint("web.xml");

    assertThat(running()).isEqualTo(2);
    assertThat(daemon.machine.fs().contents().keySet()).noneMatch(f -> f.contains("/web.qemu"));
    assertThat(daemon.reconciler.status().guests()).hasSize(2);
    assertThat(daemon.kept.files()).containsExactly("db.xml", "mail.xml");
  }

  @Test
  void turn_fileMovedAsideByAnEditor_guestRunsOn() throws IOException {
    guests("db", "web", "mail");
    daemon.begin();
    ProcessId before = process("web");

    daemon.source.moveAside("web.xml");
    daemon.hint("web.xml");
    daemon.pass(Duration.ofSeconds(1));
    daemon.source.put(web(512));
    daemon.hint("web.xml");
    daemon.pass(GRACE);

    assertThat(process("web")).isEqualTo(before);
    assertThat(daemon.shares("web")).isEqualTo("512");
  }

  @Test
  void turn_allFilesRemoved_nothingStopsUntilApproved() throws Exception {
    guests("db", "web", "mail");
    daemon.begin();

    daemon.source.removeAll();
    daemon.hint("web.xml");
    daemon.pass(SWEEP);
    int held = running();
    Sync sync = daemon.condition("web").sync();
    daemon.write(daemon.cpu("db"), "cpu.shares", "3");
    String repaired = daemon.shares("db");
    List<?> approved = daemon.reconciler.approve(Optional.empty());
    daemon.settle();

    assertThat(held).isEqualTo(3);
    assertThat(sync).isEqualTo(Sync.STOP_HELD);
    assertThat(repaired).as("what was last in force goes on").isEqualTo("1000");
    assertThat(approved).hasSize(3);
    assertThat(running()).isZero();
  }

  @Test
  void turn_allFilesRemoved_partitionKeepsItsLimitsUntilItsGuestsStop() throws Exception {
    daemon.source.put(Partitions.of("/system").shares(512).build());
    guests("web");
    daemon.begin();
    CgroupPath system = new CgroupPath("cpu", FakeMachine.PARENT + "/system");
    assertThat(daemon.machine.fs().read(system, "cpu.shares")).contains("512");

    daemon.source.removeAll();
    daemon.hint("web.xml");
    daemon.pass(SWEEP);

    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.STOP_HELD);
    assertThat(daemon.machine.fs().read(system, "cpu.shares")).contains("512");

    daemon.reconciler.approve(Optional.empty());
    daemon.pass(SWEEP);

    assertThat(running()).isZero();
    assertThat(daemon.machine.fs().exists(system)).isFalse();
  }

  @Test
  void begin_partitionAndItsGuestAreNew_remembersThatItMadeTheDirectory() throws IOException {
    daemon.source.put(Partitions.of("/system").shares(512).build());
    guests("web", "db");

    daemon.begin();

    assertThat(daemon.machine.records().partitions().made())
        .contains(new CgroupPath("cpu", FakeMachine.PARENT + "/system"));
  }

  @Test
  void turn_someOfManyRemovedOneByOne_isHeldAfterTheFirst() {
    guests("a", "b", "c", "d", "e", "f");
    daemon.begin();

    for (String name : List.of("a", "b", "c", "d")) {
      daemon.source.remove(name + ".xml");
      daemon.hint(name + ".xml");
      daemon.pass(Duration.ofSeconds(3));
    }
    daemon.pass(SWEEP.multipliedBy(20));

    assertThat(running()).isEqualTo(5);
    assertThat(daemon.condition("b").sync()).isEqualTo(Sync.STOP_HELD);
  }

  @Test
  void turn_manyFilesGoneWhileNoDaemonRan_areCountedTogether() throws IOException {
    for (int i = 0; i < 200; i++) {
      guests("g" + i);
    }
    daemon.begin();
    for (int i = 0; i < 80; i++) { // many times as many as are looked at together
      daemon.source.remove("g" + i + ".xml");
      daemon.kept.remove("g" + i + ".xml");
    }

    daemon.restart();
    daemon.pass(SWEEP);

    assertThat(running()).isEqualTo(200);
    assertThat(daemon.condition("g7").sync()).isEqualTo(Sync.STOP_HELD);
  }

  @Test
  void turn_directoryGone_nothingStopsAndDriftIsRepaired() throws IOException {
    guests("db", "web", "mail");
    daemon.begin();

    daemon.source.exists(false);
    daemon.hint("web.xml");
    daemon.pass(SWEEP);
    daemon.write(daemon.cpu("web"), "cpu.shares", "3");

    assertThat(running()).isEqualTo(3);
    assertThat(daemon.shares("web")).isEqualTo("1000");
    assertThat(daemon.reconciler.status().troubles()).anyMatch(t -> t.contains("does not exist"));

    daemon.source.exists(true);
    daemon.pass(SWEEP);

    assertThat(daemon.reconciler.status().troubles()).isEmpty();
    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.IN_SYNC);
  }

  @Test
  void turn_directoryUnreadable_nothingStops() {
    guests("db", "web", "mail");
    daemon.begin();

    daemon.source.fail(Optional.of("domains: EIO"));
    daemon.pass(SWEEP);

    assertThat(running()).isEqualTo(3);
    assertThat(daemon.reconciler.status().troubles()).anyMatch(t -> t.contains("EIO"));
  }

  @Test
  void hint_containerWritesToCgroupsOfItsOwn_isNotLookedAt() throws Exception {
    daemon.source.put(Guests.lxc("box").digest("box").build());
    daemon.begin();
    CgroupPath own = new CgroupPath("memory", FakeMachine.PARENT + "/system/box.lxc.libvirt");
    CgroupPath inside = own.child("container");
    daemon.machine.fs().create(inside.child("init.scope"));
    final long before = daemon.reconciler.counters().looks();

    daemon.write(inside.child("init.scope"), "memory.limit_in_bytes", "8388608");
    daemon.write(inside, "memory.limit_in_bytes", "8388608");
    final long after = daemon.reconciler.counters().looks();
    CgroupPath cpuset = new CgroupPath("cpuset", inside.path());
    daemon.write(cpuset, "cpuset.cpus", "0");

    assertThat(after).isEqualTo(before);
    assertThat(daemon.machine.fs().read(cpuset, "cpuset.cpus")).as("put back").contains("0-3");
  }

  @Test
  void turn_protectedGuestsFileRemoved_isHeldAlsoAfterARestartAndTakesItsName() throws Exception {
    Policy protect =
        new Policy(Policy.Run.RUNNING, true, Policy.RestartDue.HOLD, 60, Policy.Drift.REPAIR);
    guests("db", "mail");
    daemon.source.put(Guests.qemu("web").policy(protect).build());
    daemon.begin();

    daemon.source.remove("web.xml");
    daemon.hint("web.xml");
    daemon.restart();
    daemon.pass(SWEEP);
    int held = running();
    List<?> all = daemon.reconciler.approve(Optional.empty());
    daemon.settle();
    int stillHeld = running();
    daemon.reconciler.approve(Optional.of("web"));
    daemon.settle();

    assertThat(held).isEqualTo(3);
    assertThat(all).isEmpty();
    assertThat(stillHeld).isEqualTo(3);
    assertThat(running()).isEqualTo(2);
  }

  @Test
  void approve_nothingHeld_isRefused() {
    guests("web");
    daemon.begin();

    assertThatThrownBy(() -> daemon.reconciler.approve(Optional.of("web")))
        .isInstanceOf(Control.Refused.class)
        .hasMessage("no stop of web is held");
    assertThatThrownBy(() -> daemon.reconciler.approve(Optional.of("nobody")))
        .hasMessage("no guest nobody");
  }

  @Test
  void turn_fileComesBackBrokenAfterARestart_lastGoodStaysInForce() throws IOException {
    guests("web", "db");
    daemon.begin();
    daemon.source.remove("web.xml");
    daemon.restart();
    assertThat(running()).isEqualTo(2);

    breakFile();

    assertThat(running()).isEqualTo(2);
    assertThat(daemon.condition("web").file().orElseThrow().problems().getFirst().message())
        .isEqualTo("unknown element <sharess>");
  }

  /** Nobody tells that it is back, as where there are no watches. */
  @Test
  void turn_fileIsAwayForAMomentAndNobodyTellsThatItIsBack_nothingStops() throws IOException {
    daemon.source.put(web(2048));
    guests("db");
    daemon.begin();
    ProcessId before = process("web");

    daemon.source.remove("web.xml");
    daemon.reconciler.changed(Optional.of("web.xml"));
    daemon.settle();
    daemon.source.put(web(512));
    daemon.pass(GRACE);

    assertThat(process("web")).isEqualTo(before);
    assertThat(daemon.shares("web")).isEqualTo("512");
  }

  @Test
  void turn_fileIsAwayWhenTheDirectoryCannotBeLookedAt_stopsOnceItIsSeenToBeGone()
      throws IOException {
    guests("web", "db");
    daemon.begin();

    daemon.source.remove("web.xml");
    daemon.reconciler.changed(Optional.of("web.xml"));
    daemon.settle();
    daemon.source.fail(Optional.of("EIO"));
    daemon.pass(Duration.ofMinutes(2));
    assertThat(running()).isEqualTo(2);

    daemon.source.fail(Optional.empty());
    daemon.pass(SWEEP);
    assertThat(running()).isEqualTo(1);
  }

  // drift

  @Test
  void turn_settingWrittenByOthers_isPutBackAndCounted() throws IOException {
    guests("web");
    daemon.begin();

    daemon.write(daemon.cpu("web"), "cpu.shares", "200");

    assertThat(daemon.shares("web")).isEqualTo("1000");
    assertThat(daemon.condition("web").drifts()).isEqualTo(1);
    assertThat(daemon.reconciler.counters().drift())
        .containsEntry(new Counters.Drift("web", "cpu", "cpu.shares"), 1L);
  }

  @Test
  void turn_settingWrittenByOthers_isPutBackBeforeAllElseIsLookedAt() throws IOException {
    guests("web");
    daemon.begin();

    daemon.machine.fs().write(daemon.cpu("web"), "cpu.shares", "200");
    daemon.reconciler.hint(
        new Hint.Setting(daemon.cpu("web"), "cpu.shares", OptionalLong.of(4711)));
    daemon.reconciler.turn();

    assertThat(daemon.shares("web")).isEqualTo("1000");

    daemon.machine.fs().write(daemon.cpu("web"), "cpu.cfs_quota_us", "5000"); // nobody tells of it
    daemon.settle();

    assertThat(daemon.machine.fs().read(daemon.cpu("web"), "cpu.cfs_quota_us")).contains("-1");
  }

  @Test
  void turn_memoryLimitWrittenByOthers_theThreadThatDecidesDoesNotWaitForTheKernel()
      throws IOException {
    daemon.source.put(Guests.qemu("web").digest("web").softLimit(new Bytes(1 << 20)).build());
    daemon.begin();
    CgroupPath memory = new CgroupPath("memory", daemon.cpu("web").path());
    String file = "memory.soft_limit_in_bytes";

    daemon.machine.fs().write(memory, file, "8192");
    daemon.reconciler.hint(new Hint.Setting(memory, file, OptionalLong.of(4711)));
    daemon.reconciler.turn();
    Optional<String> atFirst = daemon.machine.fs().read(memory, file);
    daemon.lanes.step();

    assertThat(atFirst).contains("8192");
    assertThat(daemon.machine.fs().read(memory, file)).contains("1048576");
  }

  @Test
  void turn_oneValueOfAFileChanges_isWrittenBeforeAllElseIsLookedAt() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();

    daemon.source.put(web(512));
    daemon.reconciler.changed(Optional.of("web.xml"));
    daemon.reconciler.turn();

    assertThat(daemon.shares("web")).isEqualTo("512");

    daemon.settle();

    assertThat(daemon.machine.records().guests().getFirst().digest()).isEqualTo("web512");
    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.IN_SYNC);
    assertThat(daemon.condition("web").drifts()).isZero();
  }

  @Test
  void turn_valueChangesOfAGuestThatIsHeld_staysAsItIs() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();
    daemon.source.put(Guests.qemu("web").digest("held").shares(2048).cpuset("77").build());
    daemon.hint("web.xml");
    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.HELD);

    daemon.source.put(Guests.qemu("web").digest("held on").shares(512).cpuset("77").build());
    daemon.hint("web.xml");

    assertThat(daemon.shares("web")).isEqualTo("2048");
  }

  @Test
  void turn_processMovedAway_isBroughtBack() throws IOException {
    guests("web");
    daemon.begin();

    daemon
        .machine
        .fs()
        .write(new CgroupPath("memory", "/"), "cgroup.procs", Long.toString(process("web").pid()));
    daemon.pass(SWEEP);

    assertThat(daemon.machine.processes().placement(process("web")).orElseThrow())
        .containsEntry("memory", FakeMachine.PARENT + "/system/web.qemu.libvirt");
  }

  @Test
  void turn_policySaysReport_tellsAndWritesNothing() throws IOException {
    Policy report =
        new Policy(Policy.Run.RUNNING, false, Policy.RestartDue.HOLD, 60, Policy.Drift.REPORT);
    daemon.source.put(Guests.qemu("web").shares(1000).policy(report).build());
    daemon.begin();

    daemon.write(daemon.cpu("web"), "cpu.shares", "200");

    assertThat(daemon.shares("web")).isEqualTo("200");
    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.HELD);
    assertThat(daemon.condition("web").reason())
        .isEqualTo("drift is only reported: shares 200 instead of 1000");
    assertThat(daemon.condition("web").drifts()).isEqualTo(1);
  }

  @Test
  void turn_somebodyFightsBack_waitsLongerEachTimeAndSaysSo() throws IOException {
    guests("web");
    daemon.begin();

    for (int second = 0; second < 600; second++) {
      daemon.write(daemon.cpu("web"), "cpu.shares", "200");
      daemon.pass(Duration.ofSeconds(1));
    }

    assertThat(daemon.condition("web").drifts()).isBetween(6L, 20L);
    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.FOUGHT_OVER);
    assertThat(daemon.condition("web").reason()).contains("by process 4711");

    daemon.pass(Duration.ofMinutes(10));

    assertThat(daemon.shares("web")).isEqualTo("1000");
    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.IN_SYNC);
  }

  @Test
  void turn_guestKilled_isStartedAgainAndALoopIsSlowedDown() throws IOException {
    guests("web");
    daemon.begin();

    int starts = 0;
    for (int second = 0; second < 600; second++) {
      if (running() == 1) {
        starts++;
        ProcessId alive = process("web");
        daemon.machine.processes().crash(alive);
        daemon.ended(alive);
      }
      daemon.pass(Duration.ofSeconds(1));
    }

    assertThat(starts).isBetween(4, 7);
    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.CRASH_LOOP);
    assertThat(daemon.condition("web").nextTry()).isPresent();
  }

  /** A daemon was killed over its stop, and the guest takes no notice of the power button. */
  @Test
  void turn_stopBegunAndGuestRunsOn_isNotHeldAgainstItForEver() throws IOException {
    guests("web");
    daemon.begin();
    GuestRecord record = daemon.records().guests().getFirst();
    Optional<Instant> now = Optional.of(daemon.time.wall());
    daemon.records().put(record.withAttempt(record.attempt().map(a -> a.withStop(now))));

    daemon.restart();
    boolean meanwhile = daemon.records().guests().getFirst().isStopping();
    daemon.pass(Duration.ofMinutes(3));

    assertThat(meanwhile).isTrue();
    assertThat(daemon.records().guests()).containsExactly(record);
    daemon.machine.processes().powerOff(process("web"));
    daemon.pass(Duration.ofMinutes(2));
    assertThat(daemon.condition("web").reason()).contains("powered itself off");
  }

  @Test
  void turn_hostWithoutCgroups_isATroubleThatIsTold() throws IOException {
    FakeCgroupFs none = new FakeCgroupFs(List.of(), "0-3", "0");
    daemon = new DaemonUnderTest(new FakeMachine(none, run));
    guests("web", "db");

    daemon.begin();

    assertThat(daemon.reconciler.status().troubles())
        .singleElement()
        .asString()
        .startsWith("no cgroup hierarchy is mounted: guests run without limits of any kind; ");
  }

  // reconcile

  @Test
  void turn_oneGuestCannotBeStopped_othersGoOn() throws IOException {
    guests("db", "web", "mail");
    daemon.begin();
    daemon.lanes.hangStops();
    daemon.source.remove("db.xml");
    daemon.hint("db.xml");

    daemon.source.put(web(512));
    daemon.hint("web.xml");

    assertThat(daemon.shares("web")).isEqualTo("512");
    assertThat(daemon.condition("db").sync()).isEqualTo(Sync.WORKING);
  }

  @Test
  void turn_writeFails_isTriedAgainLaterEachTimeAndOthersGoOn() throws IOException {
    guests("db");
    daemon.source.put(web(2048));
    daemon.begin();
    daemon.machine.records().refuse("web");

    daemon.source.put(web(512));
    guests("mail");
    daemon.hint("web.xml");
    daemon.hint("mail.xml");

    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.FAILED);
    assertThat(daemon.condition("web").failure().orElseThrow()).contains("ENOSPC");
    assertThat(daemon.condition("web").nextTry()).isPresent();
    assertThat(running()).isEqualTo(3);

    daemon.machine.records().refuse("nobody");
    daemon.pass(Duration.ofMinutes(5));

    assertThat(daemon.condition("web").sync()).isEqualTo(Sync.IN_SYNC);
  }

  @Test
  void turn_clockJumpsBothWays_nothingIsRestarted() throws IOException {
    guests("db", "web");
    daemon.begin();
    ProcessId before = process("web");

    daemon.time.jump(Duration.ofDays(10));
    daemon.pass(SWEEP);
    daemon.time.jump(Duration.ofDays(-20));
    daemon.pass(SWEEP);

    assertThat(process("web")).isEqualTo(before);
    assertThat(running()).isEqualTo(2);
  }

  // state

  @Test
  void turn_nothingCanBeKept_isToldAndPassesWithoutARestart() {
    guests("web");
    daemon.kept.fill(true);
    daemon.begin();
    List<String> troubles = daemon.reconciler.status().troubles();

    daemon.kept.fill(false);
    daemon.pass(SWEEP);

    assertThat(troubles).anyMatch(t -> t.contains("ENOSPC"));
    assertThat(running()).isEqualTo(1);
    assertThat(daemon.reconciler.status().troubles()).isEmpty();
    assertThat(daemon.kept.files()).containsExactly("web.xml");
  }

  // operators

  @Test
  void pause_fileChanges_nothingIsDoneUntilResumed() throws IOException {
    daemon.source.put(web(2048));
    daemon.begin();
    daemon.reconciler.pause(true);
    daemon.settle();

    daemon.source.put(web(512));
    daemon.hint("web.xml");
    String paused = daemon.shares("web");
    Sync sync = daemon.condition("web").sync();
    daemon.reconciler.pause(false);
    daemon.settle();

    assertThat(paused).isEqualTo("2048");
    assertThat(sync).isEqualTo(Sync.PAUSED);
    assertThat(daemon.shares("web")).isEqualTo("512");
  }

  @Test
  void restart_guestRuns_isStartedAnew() throws Exception {
    guests("web");
    daemon.begin();
    ProcessId before = process("web");
    CompletableFuture<Optional<String>> decided = new CompletableFuture<>();

    daemon.reconciler.restart("web", decided);
    daemon.settle();

    assertThat(decided).isCompletedWithValue(Optional.empty());
    assertThat(process("web")).isNotEqualTo(before);
    assertThat(running()).isEqualTo(1);
  }

  @Test
  void plan_whilePaused_showsWhatIsToBeDone() throws Exception {
    daemon.source.put(web(2048));
    daemon.begin();
    daemon.reconciler.pause(true);
    daemon.source.put(web(512));
    daemon.hint("web.xml");
    CompletableFuture<vcg.model.Plan> plan = new CompletableFuture<>();

    daemon.reconciler.plan(plan);
    daemon.settle();

    assertThat(plan.get().guests().getFirst().steps()).hasSize(1);
  }

  @Test
  void turn_allLookedAtOnce_tellsThatItIsReady() {
    guests("db", "web");

    daemon.begin();

    assertThat(daemon.reconciler.status().ready()).isTrue();
    assertThat(daemon.moments).contains(new Moment.Ready());
  }
}
