package vcg.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Difference;
import vcg.model.GuestRecord;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.Running;

/**
 * How one guest is, and how that compares with its document.
 *
 * @param state what it does: running, paused, off and so on
 * @param sync whether it is as its document says, in a word or two
 * @param note what differs, and what went wrong last
 * @param failure what went wrong last; empty: nothing
 */
record Status(
    PlannedGuest planned,
    Optional<Running> running,
    String state,
    String sync,
    String note,
    Optional<String> failure) {

  /** One for each guest of the plan, in its order. */
  static List<Status> of(Plan plan, Actual actual) {
    return plan.guests().stream()
        .filter(g -> g.action() != Action.NONE || g.record().isPresent() || g.reason().isEmpty())
        .map(g -> of(plan, g, Optional.ofNullable(actual.guests().get(g.id()))))
        .toList();
  }

  private static Status of(Plan plan, PlannedGuest planned, Optional<ActualGuest> there) {
    Optional<Running> running = there.flatMap(ActualGuest::running);
    Optional<String> failure = there.flatMap(ActualGuest::record).flatMap(GuestRecord::failure);
    return new Status(
        planned,
        running,
        running.map(r -> r.state().toString()).orElse("off"),
        sync(planned),
        Places.shown(plan, note(planned, failure)),
        failure);
  }

  private static String sync(PlannedGuest planned) {
    return switch (planned.action()) {
      case NONE -> "in sync";
      case START -> "not started";
      case LIVE -> "differs";
      case REPAIR -> "drifted";
      case RESTART -> "restart due";
      case STOP -> "to be stopped";
      case HOLD -> restartDue(planned) ? "restart due" : "held";
    };
  }

  private static boolean restartDue(PlannedGuest planned) {
    return planned.differences().stream()
        .anyMatch(d -> d.interruption() == Difference.Interruption.RESTART);
  }

  private static String note(PlannedGuest planned, Optional<String> failure) {
    List<String> notes = new ArrayList<>();
    if (!planned.reason().isEmpty() && planned.differences().isEmpty()) {
      notes.add(planned.reason() + planned.at().map(at -> " (" + at + ")").orElse(""));
    }
    if (planned.action() != Action.START && !planned.differences().isEmpty()) {
      notes.add(planned.differences().stream().map(Status::text).collect(Collectors.joining(", ")));
    }
    failure.ifPresent(why -> notes.add("last error: " + why));
    return String.join("; ", notes);
  }

  private static String text(Difference d) {
    String before = d.before().isEmpty() ? "" : d.before() + " → ";
    String at = d.at().map(l -> " (" + l.file() + ":" + l.line() + ")").orElse("");
    return String.format(Locale.ROOT, "%s %s %s%s%s", d.object(), d.field(), before, d.after(), at);
  }
}
