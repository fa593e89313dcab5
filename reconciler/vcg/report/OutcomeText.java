package vcg.report;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vcg.model.Difference;
import vcg.model.Location;
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
        plan.partitions().stream().filter(p -> p.path().equals(result.subject())).findFirst();
    int steps =
        guest
            .map(g -> g.steps().size())
            .or(() -> partition.map(p -> Amount.steps(p).size()))
            .orElse(0);
    String what =
        result
            .failure()
            .map(why -> failed(result.done(), steps) + why)
            .or(() -> guest.map(OutcomeText::done))
            .or(() -> partition.map(p -> done(p, result.done())))
            .orElse("done");
    String notes =
        Stream.concat(result.notes().stream(), result.waiting().stream())
            .map(n -> "; " + n)
            .collect(Collectors.joining());
    return Printable.line(result.subject() + ": " + what + notes);
  }

  /** Also remembering may fail, where there is no step. */
  private static String failed(int done, int steps) {
    return done < steps ? "FAILED at step " + (done + 1) + " of " + steps + ": " : "FAILED: ";
  }

  /** A line for each that is held, with a newline: what was not done, and why. */
  public static String held(Plan plan) {
    Stream<String> partitions =
        plan.partitions().stream()
            .filter(p -> p.action() == PlannedPartition.Action.HOLD)
            .map(p -> held(p.path(), p.reason(), p.at(), p.differences()));
    Stream<String> guests =
        plan.guests().stream()
            .filter(g -> g.action() == PlannedGuest.Action.HOLD)
            .map(g -> held(g.id().name(), g.reason(), g.at(), g.differences()));
    return Stream.concat(partitions, guests)
        .map(line -> Printable.line(Places.shown(plan, line)) + "\n")
        .collect(Collectors.joining());
  }

  private static String held(
      String name, String reason, Optional<Location> at, List<Difference> differences) {
    String why = reason.isEmpty() ? Differences.text(differences) : reason;
    String place = at.map(l -> " (" + l + ")").orElse("");
    return name + ": held: " + why + place;
  }

  private static String done(PlannedGuest guest) {
    return switch (guest.action()) {
      case START -> "started";
      case STOP -> "stopped";
      case RESTART -> "restarted, " + Differences.text(guest.differences());
      case LIVE, REPAIR -> live(guest);
      case HOLD, NONE -> "done";
    };
  }

  /** What could not change while the guest runs is still to come. */
  private static String live(PlannedGuest guest) {
    String done =
        Differences.text(
            guest.differences().stream()
                .filter(d -> d.interruption() != Difference.Interruption.RESTART)
                .toList());
    return guest.reason().isEmpty() ? done : done + "; " + guest.reason();
  }

  private static String done(PlannedPartition partition, int done) {
    int steps = Amount.steps(partition).size();
    if (done < steps) {
      return done + " of " + steps + " steps done, the rest follows the guests";
    }
    return switch (partition.action()) {
      case CREATE -> "created";
      case LIVE, REPAIR ->
          partition.differences().isEmpty() ? "changed" : Differences.text(partition.differences());
      case HOLD, NONE -> "done";
      case REMOVE -> "removed";
    };
  }

  /** The last line, without a newline. */
  public static String summary(Outcome outcome) {
    List<Result> results = whole(outcome.results());
    long failed = results.stream().filter(r -> r.failure().isPresent()).count();
    int steps = results.stream().mapToInt(Result::done).sum();
    return "Applied: "
        + (results.size() - failed)
        + " done, "
        + failed
        + " failed, "
        + Amount.count(steps, "step")
        + ".";
  }

  /**
   * One for each subject. A partition may have two, before its guests and after them, of which the
   * later counts the steps of both; a guest's name never has a slash.
   */
  private static List<Result> whole(Collection<Result> results) {
    TreeMap<String, Result> partitions = new TreeMap<>();
    results.stream()
        .filter(r -> r.subject().startsWith("/"))
        .forEach(r -> partitions.merge(r.subject(), r, OutcomeText::both));
    Stream<Result> guests = results.stream().filter(r -> !r.subject().startsWith("/"));
    return Stream.concat(partitions.values().stream(), guests).toList();
  }

  private static Result both(Result first, Result second) {
    return new Result(
        first.subject(),
        Math.max(first.done(), second.done()),
        first.failure().or(second::failure));
  }
}
