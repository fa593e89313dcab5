package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.Outcome;
import vcg.model.Outcome.Result;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.ProcessId;

final class OutcomeTextTest {
  private static final GuestId WEB = new GuestId(Driver.QEMU, "web");

  @Test
  void line_valueChanged_saysFromWhatToWhat() {
    assertThat(OutcomeText.line(plan(Action.LIVE), new Result("web", 1, Optional.empty())))
        .isEqualTo("web: cpu shares 1024 → 2048");
  }

  @Test
  void line_started_saysSo() {
    assertThat(OutcomeText.line(plan(Action.START), new Result("web", 1, Optional.empty())))
        .isEqualTo("web: started");
  }

  @Test
  void line_stepFailed_saysWhichAndWhy() {
    Result failed = new Result("web", 0, Optional.of("cannot write\n\"1\""));

    assertThat(OutcomeText.line(plan(Action.LIVE), failed))
        .startsWith("web: FAILED at step 1 of 1: cannot write")
        .doesNotContain("\n");
  }

  @Test
  void held_guest_saysWhatWaits() {
    assertThat(OutcomeText.held(plan(Action.HOLD)))
        .isEqualTo("web: held: cpu shares 1024 → 2048\n");
    assertThat(OutcomeText.held(plan(Action.LIVE))).isEmpty();
  }

  @Test
  void summary_oneStep_countsInTheSingular() {
    assertThat(OutcomeText.summary(new Outcome(List.of(new Result("web", 1, Optional.empty())))))
        .isEqualTo("Applied: 1 done, 0 failed, 1 step.");
  }

  private static Plan plan(Action action) {
    Difference shares =
        new Difference(
            "cpu",
            "shares",
            "1024",
            "2048",
            Optional.empty(),
            Difference.Cause.DOCUMENT,
            Difference.Interruption.LIVE);
    List<Change> steps = List.of(new Change.ResumeGuest(WEB, new ProcessId(1, 2)));
    PlannedGuest guest =
        new PlannedGuest(
            WEB, action, "", false, Optional.empty(), List.of(shares), steps, Optional.empty());
    return new Plan("", "", "", List.of(), List.of(guest), List.of(), List.of(), List.of(), 0, 0);
  }
}
