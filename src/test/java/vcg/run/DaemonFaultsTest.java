package vcg.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import vcg.FakeMachine;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Guests;
import vcg.model.Hint;
import vcg.run.GuestCondition.Sync;

/**
 * Each operation on cgroups and on processes fails with each plausible error at each position of a
 * start, a live change and a stop, once or for a while. The other guest is never harmed; while it
 * lasts the daemon says what fails and tries again; afterwards all is in order and nothing is left
 * over.
 */
class DaemonFaultsTest {
  private static final Duration WHILE = Duration.ofSeconds(90);
  private static final int FAR_BEYOND = 1000;

  @TempDir Path run;

  /** What is done while something fails. */
  enum Doing {
    START,
    LIVE,
    STOP
  }

  /** Other errors are told by {@code -Dvcg.errnos=EIO,EINVAL,ENOSPC,ENODEV,EROFS}. */
  private static List<String> errnos(String usual) {
    return List.of(System.getProperty("vcg.errnos", usual).split(","));
  }

  static Stream<Arguments> faults() {
    List<Arguments> faults = new ArrayList<>();
    for (Doing doing : Doing.values()) {
      for (String errno : errnos("EIO,EBUSY")) {
        faults.add(Arguments.of(doing, errno, false));
      }
      for (String errno : errnos("EACCES")) {
        faults.add(Arguments.of(doing, errno, true));
      }
    }
    return faults.stream();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void cgroups_operationFails_convergesOrIsReportedAndTriedAgain(
      Doing doing, String errno, boolean lasting) throws Exception {
    boolean happened = true;
    for (int n = 1; happened && n < FAR_BEYOND; n++) {
      DaemonUnderTest daemon = prepared(n);
      daemon.machine.fs().failAt(n, errno, lasting);

      happen(daemon, doing);

      happened = daemon.machine.fs().failed();
      String where = doing + " " + errno + " at " + n + (lasting ? " for a while" : " once");
      if (lasting && happened) {
        assertReported(daemon, where);
      }
      daemon.machine.fs().failAt(0, errno, false);
      daemon.pass(WHILE);
      assertInOrder(daemon, doing, where);
    }
    assertThat(happened).as("every operation was tried").isFalse();
  }

  static Stream<Arguments> processFaults() {
    List<Arguments> faults = new ArrayList<>();
    for (Doing doing : Doing.values()) {
      for (String errno : errnos("EAGAIN")) {
        faults.add(Arguments.of(doing, errno, false));
      }
      for (String errno : errnos("EMFILE")) {
        faults.add(Arguments.of(doing, errno, true));
      }
    }
    return faults.stream();
  }

  @ParameterizedTest
  @MethodSource("processFaults")
  void processes_operationFails_convergesOrIsReportedAndTriedAgain(
      Doing doing, String errno, boolean lasting) throws Exception {
    boolean happened = true;
    for (int n = 1; happened && n < FAR_BEYOND; n++) {
      DaemonUnderTest daemon = prepared(n);
      daemon.machine.processes().failAt(n, errno, lasting);

      happen(daemon, doing);

      happened = daemon.machine.processes().failed();
      String where = doing + " " + errno + " at " + n + (lasting ? " for a while" : " once");
      if (lasting && happened) {
        assertReported(daemon, where);
      }
      daemon.machine.processes().failAt(0, errno, false);
      daemon.pass(WHILE);
      assertInOrder(daemon, doing, where);
    }
    assertThat(happened).as("every operation was tried").isFalse();
  }

  private DaemonUnderTest prepared(int n) throws IOException {
    DaemonUnderTest daemon =
        new DaemonUnderTest(new FakeMachine(FakeCgroupFs.hybrid(), run.resolve("r" + n)));
    daemon.source.put(Guests.qemu("db").digest("db").shares(300).build());
    daemon.source.put(Guests.qemu("old").digest("old").shares(300).build());
    daemon.begin();
    return daemon;
  }

  private static void happen(DaemonUnderTest daemon, Doing doing) {
    switch (doing) {
      case START -> daemon.source.put(Guests.qemu("new").digest("new").shares(700).build());
      case LIVE -> daemon.source.put(Guests.qemu("old").digest("old2").shares(700).build());
      case STOP -> daemon.source.remove("old.xml");
    }
    daemon.reconciler.hint(new Hint.Documents(Optional.empty()));
    daemon.pass(Duration.ofMillis(100));
  }

  /** Somebody is told what is wrong, and it is tried again. */
  private static void assertReported(DaemonUnderTest daemon, String where) {
    boolean guest =
        daemon.reconciler.status().guests().stream()
            .anyMatch(c ->
                c.sync() == Sync.FAILED || c.sync() == Sync.CRASH_LOOP || c.failure().isPresent());
    boolean trouble = !daemon.reconciler.status().troubles().isEmpty();
    assertThat(guest || trouble).as("%s: %s", where, daemon.conditions()).isTrue();
  }

  private static void assertInOrder(DaemonUnderTest daemon, Doing doing, String where)
      throws IOException {
    int guests = doing == Doing.START ? 3 : doing == Doing.LIVE ? 2 : 1;
    assertThat(daemon.machine.processes().all())
        .as("%s: each guest once: %s", where, daemon.conditions())
        .hasSize(guests);
    assertThat(daemon.shares("db")).as(where).isEqualTo("300");
    if (doing == Doing.STOP) {
      assertThat(daemon.machine.fs().contents().keySet())
          .as("%s: nothing is left", where)
          .noneMatch(f -> f.contains("/old.qemu"));
      assertThat(daemon.machine.records().guests()).as(where).hasSize(1);
    } else {
      assertThat(daemon.shares(doing == Doing.START ? "new" : "old")).as(where).isEqualTo("700");
    }
    daemon.assertConverged(daemon.reconciler.inForce(), where);
    assertThat(daemon.reconciler.status().guests())
        .as(where)
        .allMatch(c -> c.sync() == Sync.IN_SYNC);
    assertThat(daemon.reconciler.status().troubles()).as(where).isEmpty();
  }
}
