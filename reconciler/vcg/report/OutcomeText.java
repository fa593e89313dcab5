package vcg.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Outcome;
import vcg.model.Outcome.Result;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition;

/** What became of a plan, for people. */
public final class OutcomeText {
  private OutcomeText() {}

  /** One line for one guest or partition, without a newline. */
  public static String line(Plan plan, Result result) {
    Optional<PlannedGuest> guest =
        plan.guests().stream()
            .filter(g -> !g.steps().isEmpty() && g.id().name().equals(result.subject()))
            .findFirst();
    Optional<PlannedPartition> partition =
        plan.partitions().stream()
            .filter(p -> p.path().path().equals(result.subject()))
            .findFirst();
    String what =
        result
            .failure()
            .map(why -> {
              List<Change> steps =
                  guest
                      .map(PlannedGuest::steps)
                      .or(() -> partition.map(PlannedPartition::steps))
                      .orElse(List.of());
              return "FAILED at step " + (result.done() + 1) + " of " + steps.size() + ": " + why;
            })
            .or(() -> guest.map(OutcomeText::done))
            .or(() -> partition.map(OutcomeText::done))
            .orElse("done");
    return Printable.line(result.subject() + ": " + what);
  }

  /** A line for each guest that is held, with a newline: what was not done, and why. */
  public static String held(Plan plan) {
    return plan.guests().stream()
        .filter(g -> g.action() == PlannedGuest.Action.HOLD)
        .map(g -> Printable.line(Places.shown(plan, held(g))) + "\n")
        .collect(Collectors.joining());
  }

  private static String held(PlannedGuest guest) {
    String why = guest.reason().isEmpty() ? changes(guest) : guest.reason();
    String place = guest.at().map(at -> " (" + at + ")").orElse("");
    return guest.id().name() + ": held: " + why + place;
  }

  private static String done(PlannedGuest guest) {
    return switch (guest.action()) {
      case START -> "started";
      case STOP -> "stopped";
      case RESTART -> "restarted, " + changes(guest);
      case LIVE, REPAIR -> changes(guest);
      case HOLD, NONE -> "done";
    };
  }

  private static String changes(PlannedGuest guest) {
    return guest.differences().stream().map(OutcomeText::change).collect(Collectors.joining(", "));
  }

  private static String change(Difference d) {
    String before = d.before().isEmpty() ? "" : d.before() + " → ";
    return d.object() + " " + d.field() + " " + before + d.after();
  }

  private static String done(PlannedPartition partition) {
    return switch (partition.action()) {
      case CREATE -> "created";
      case LIVE -> "changed";
      case REMOVE -> "removed";
    };
  }

  /** The last line, without a newline. */
  public static String summary(Outcome outcome) {
    long failed = outcome.results().stream().filter(r -> r.failure().isPresent()).count();
    int steps = outcome.results().stream().mapToInt(Result::done).sum();
    return "Applied: "
        + (outcome.results().size() - failed)
        + " done, "
        + failed
        + " failed, "
        + (steps == 1 ? "1 step." : steps + " steps.");
  }
}
