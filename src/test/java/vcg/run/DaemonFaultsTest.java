package vcg.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import vcg.FakeMachine;
import vcg.cgroup.FakeCgroupFs;
import vcg.guest.FakeProcesses;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.run.GuestCondition.Sync;

/**
 * Each operation on cgroups and on processes fails with each plausible error at each position of a
 * start, a live change and a stop: that operation by one error after the other, or all from there
 * on for a while. The other guest is never harmed; while it lasts the daemon says what fails and
 * tries again; afterwards all is in order and nothing is left over.
 */
class DaemonFaultsTest {
  /** Whoever tries again what was refused is refused by the next of them. */
  private static final String OF_CGROUPS = "EIO,EBUSY,ENOSPC,ENODEV,EINVAL";

  private static final String OF_PROCESSES = "EAGAIN,EMFILE,ENOMEM,EIO";

  /** How much time passes until all must be in order: first a little, so that little is done. */
  private static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(3), Duration.ofSeconds(40), Duration.ofMinutes(15));

  /** After this a stop is not counted any more as one of several. */
  private static final Duration AFTER_STOP = Duration.ofSeconds(61);

  /** Fewer operations than anything takes. */
  private static final int FEWEST = 3;

  @TempDir Path run;

  /** What is done while something fails. */
  enum Doing {
    START,
    LIVE,
    STOP
  }

  static Stream<Arguments> cases() {
    return Stream.of(Doing.values())
        .flatMap(doing -> Stream.of(Arguments.of(doing, false), Arguments.of(doing, true)));
  }

  /** What may be told to fail. */
  private interface Faults {
    void failAt(int n, String errnos, boolean lasting);

    boolean failed();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void cgroups_operationFails_convergesOrIsReportedAndTriedAgain(Doing doing, boolean lasting)
      throws Exception {
    DaemonUnderTest daemon = prepared();
    FakeCgroupFs fs = daemon.machine.fs();
    Faults faults =
        new Faults() {
          @Override
          public void failAt(int n, String errnos, boolean stays) {
            fs.failAt(n, errnos, stays);
          }

          @Override
          public boolean failed() {
            return fs.failed();
          }
        };
    failEach(daemon, faults, doing, lasting ? "EACCES" : OF_CGROUPS, lasting);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void processes_operationFails_convergesOrIsReportedAndTriedAgain(Doing doing, boolean lasting)
      throws Exception {
    DaemonUnderTest daemon = prepared();
    FakeProcesses processes = daemon.machine.processes();
    Faults faults =
        new Faults() {
          @Override
          public void failAt(int n, String errnos, boolean stays) {
            processes.failAt(n, errnos, stays);
          }

          @Override
          public boolean failed() {
            return processes.failed();
          }
        };
    failEach(daemon, faults, doing, lasting ? "EMFILE" : OF_PROCESSES, lasting);
  }

  /** Does the same again and again; each time the next operation fails, until there is none. */
  private static void failEach(
      DaemonUnderTest daemon, Faults faults, Doing doing, String errnos, boolean lasting)
      throws IOException {
    boolean happened = true;
    int n = 0;
    while (happened) {
      n++;
      String where = doing + " " + errnos + " at " + n + (lasting ? " for a while" : " in turn");
      faults.failAt(n, errnos, lasting);
      happen(daemon, doing, n);
      happened = faults.failed();
      if (lasting && happened) {
        assertReported(daemon, where);
      }
      if (lasting || !happened) {
        faults.failAt(0, "none", false);
      }
      awaitInOrder(daemon, doing, n, where);
      faults.failAt(0, "none", false);
      undo(daemon, doing);
    }
    assertThat(n).as("operations that were refused").isGreaterThan(FEWEST);
  }

  private DaemonUnderTest prepared() throws IOException {
    DaemonUnderTest daemon = new DaemonUnderTest(new FakeMachine(FakeCgroupFs.hybrid(), run));
    daemon.source.put(Guests.qemu("db").digest("db").shares(300).build());
    daemon.source.put(old(0));
    daemon.begin();
    daemon.pass(AFTER_STOP);
    return daemon;
  }

  private static Guest old(int n) {
    return Guests.qemu("old").digest("old" + n).shares(700 + n).build();
  }

  private static void happen(DaemonUnderTest daemon, Doing doing, int n) {
    switch (doing) {
      case START -> daemon.source.put(Guests.qemu("new").digest("new").shares(700).build());
      case LIVE -> daemon.source.put(old(n));
      case STOP -> daemon.source.remove("old.xml");
    }
    daemon.reconciler.changed(Optional.empty());
    daemon.pass(Duration.ofMillis(100));
  }

  private static void undo(DaemonUnderTest daemon, Doing doing) {
    switch (doing) {
      case START -> daemon.source.remove("new.xml");
      case LIVE -> {
        return;
      }
      case STOP -> daemon.source.put(old(0));
    }
    daemon.reconciler.changed(Optional.empty());
    daemon.pass(AFTER_STOP);
  }

  private static void awaitInOrder(DaemonUnderTest daemon, Doing doing, int n, String where)
      throws IOException {
    for (Duration wait : WAITS) {
      daemon.pass(wait);
      boolean settled =
          daemon.reconciler.status().troubles().isEmpty()
              && daemon.reconciler.status().guests().stream()
                  .allMatch(c -> c.sync() == Sync.IN_SYNC);
      if (settled) {
        break;
      }
    }
    assertInOrder(daemon, doing, n, where);
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

  private static void assertInOrder(DaemonUnderTest daemon, Doing doing, int n, String where)
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
      boolean starts = doing == Doing.START;
      assertThat(daemon.shares(starts ? "new" : "old"))
          .as(where)
          .isEqualTo(Integer.toString(starts ? 700 : 700 + n));
    }
    daemon.assertConverged(daemon.reconciler.inForce(), where);
    assertThat(daemon.reconciler.status().guests())
        .as(where)
        .allMatch(c -> c.sync() == Sync.IN_SYNC);
    assertThat(daemon.reconciler.status().troubles()).as(where).isEmpty();
  }
}
