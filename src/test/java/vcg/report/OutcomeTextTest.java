package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Outcome;
import vcg.model.Outcome.Result;
import vcg.model.Plan;
import vcg.model.PlannedGuest.Action;
import vcg.model.PlannedPartition;
import vcg.model.ProcessId;

final class OutcomeTextTest {
  private static final Difference SHARES = Samples.difference("cpu", "shares", "1024", "2048");
  private static final Change STEP = new Change.ResumeGuest(Samples.WEB, new ProcessId(1, 2));

  @Test
  void line_valueChanged_saysFromWhatToWhat() {
    assertThat(OutcomeText.line(plan(Action.LIVE), done("web", 1)))
        .isEqualTo("web: cpu shares 1024 → 2048");
  }

  @Test
  void line_started_saysSo() {
    assertThat(OutcomeText.line(plan(Action.START), done("web", 1))).isEqualTo("web: started");
  }

  @Test
  void line_stepFailed_saysWhichAndWhy() {
    Result failed = new Result("web", 0, Optional.of("cannot write\n\"1\""));

    assertThat(OutcomeText.line(plan(Action.LIVE), failed))
        .startsWith("web: FAILED at step 1 of 1: cannot write")
        .doesNotContain("\n");
  }

  @Test
  void line_nothingToDoButToRemember_countsNoSteps() {
    Result failed = new Result("/other", 0, Optional.of("cannot write /var/lib/vcg/partitions"));

    assertThat(OutcomeText.line(plan(Action.LIVE), failed))
        .isEqualTo("/other: FAILED: cannot write /var/lib/vcg/partitions");
  }

  @Test
  void line_partitionInTwoPhases_tellsTheRestAtTheEnd() {
    Plan plan = Samples.plan(List.of(both(PlannedPartition.Action.LIVE)));

    assertThat(OutcomeText.line(plan, done("/production", 2)))
        .isEqualTo("/production: 2 of 3 steps done, the rest follows the guests");
    assertThat(OutcomeText.line(plan, done("/production", 3)))
        .isEqualTo("/production: cpu shares 1024 → 2048");
  }

  @Test
  void line_partitionFailsInItsSecondPhase_countsTheStepsOfBoth() {
    Plan plan = Samples.plan(List.of(both(PlannedPartition.Action.REPAIR)));
    Result failed = new Result("/production", 2, Optional.of("EBUSY"));

    assertThat(OutcomeText.line(plan, failed))
        .isEqualTo("/production: FAILED at step 3 of 3: EBUSY");
  }

  @Test
  void line_partitionCreatedOrRemoved_saysSo() {
    var created = Samples.system(PlannedPartition.Action.CREATE, List.of(STEP), List.of());
    var removed = Samples.system(PlannedPartition.Action.REMOVE, List.of(), List.of(STEP));
    var handedOn = Samples.system(PlannedPartition.Action.REPAIR, List.of(STEP), List.of());

    assertThat(OutcomeText.line(Samples.plan(List.of(created)), done("/system", 1)))
        .isEqualTo("/system: created");
    assertThat(OutcomeText.line(Samples.plan(List.of(removed)), done("/system", 1)))
        .isEqualTo("/system: removed");
    assertThat(OutcomeText.line(Samples.plan(List.of(handedOn)), done("/system", 1)))
        .isEqualTo("/system: changed");
  }

  @Test
  void held_guest_saysWhatWaits() {
    assertThat(OutcomeText.held(plan(Action.HOLD)))
        .isEqualTo("web: held: cpu shares 1024 → 2048 (web.xml:2:3)\n");
    assertThat(OutcomeText.held(plan(Action.LIVE))).isEmpty();
  }

  @Test
  void held_partition_saysWhyAndWhere() {
    var partition =
        Samples.production(
            PlannedPartition.Action.HOLD,
            "it exists in cpu and was not made by vcg",
            List.of(),
            List.of(),
            List.of());

    assertThat(OutcomeText.held(Samples.plan(List.of(partition))))
        .isEqualTo(
            "/production: held: it exists in cpu and was not made by vcg (production.xml:1:12)\n");
  }

  @Test
  void summary_oneStep_countsInTheSingular() {
    assertThat(OutcomeText.summary(new Outcome(List.of(done("web", 1)))))
        .isEqualTo("Applied: 1 done, 0 failed, 1 step.");
  }

  @Test
  void summary_partitionInTwoPhases_countsOnce() {
    Outcome outcome =
        new Outcome(List.of(done("/production", 2), done("web", 4), done("/production", 3)));

    assertThat(OutcomeText.summary(outcome)).isEqualTo("Applied: 2 done, 0 failed, 7 steps.");
  }

  @Test
  void summary_partitionFailsAfterItsGuests_isNotDone() {
    Result failed = new Result("/production", 2, Optional.of("EBUSY"));

    assertThat(OutcomeText.summary(new Outcome(List.of(done("/production", 2), failed))))
        .isEqualTo("Applied: 0 done, 1 failed, 2 steps.");
  }

  private static Result done(String subject, int steps) {
    return new Result(subject, steps, Optional.empty());
  }

  /** Two steps before the guests, one after them. */
  private static PlannedPartition both(PlannedPartition.Action action) {
    return Samples.production(action, "", List.of(SHARES), List.of(STEP, STEP), List.of(STEP));
  }

  private static Plan plan(Action action) {
    return Samples.plan(List.of(), Samples.guest(action, List.of(SHARES), List.of(STEP)));
  }
}
