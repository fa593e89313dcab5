package vcg.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Predicate;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Location;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.PlannedPartition;

/** A plan for people: a line for each thing that is not as it should be, the summary last. */
public final class PlanText {
  private final Plan plan;
  private final Table table;

  private PlanText(Plan plan, boolean colour) {
    this.plan = plan;
    this.table = new Table(colour);
  }

  /** The whole plan, with a newline at the end. */
  public static String of(Plan plan, boolean colour) {
    return new PlanText(plan, colour).text();
  }

  private String text() {
    Predicate<PlannedPartition> last = p -> p.action() == PlannedPartition.Action.REMOVE;
    plan.partitions().stream().filter(last.negate()).forEach(this::partition);
    plan.guests().forEach(this::guest);
    plan.partitions().stream().filter(last).forEach(this::partition);
    StringBuilder out = new StringBuilder(table.text());
    String alone = leftAlone();
    if (!alone.isEmpty()) {
      out.append("  = ").append(alone).append('\n');
    }
    if (!out.isEmpty()) {
      out.append('\n');
    }
    plan.refusals()
        .forEach(why -> out.append("Refused: ").append(Printable.line(why)).append(".\n"));
    return out.append(summary()).append('\n').toString();
  }

  private void partition(PlannedPartition partition) {
    String sign =
        switch (partition.action()) {
          case CREATE -> "+";
          case LIVE -> "~";
          case REMOVE -> "-";
        };
    String word = partition.action().name().toLowerCase(Locale.ROOT);
    table.row(sign, partition.path().path(), word, amount(partition.steps()), "", "");
  }

  private void guest(PlannedGuest guest) {
    String name = guest.id().name();
    switch (guest.action()) {
      case NONE -> {}
      case START -> {
        String parts = amount(guest.steps(), "QEMU");
        String what = guest.reason().isEmpty() ? parts : parts + "; " + guest.reason();
        table.row("+", name, "start", what, place(guest.at()), "");
      }
      case STOP -> table.row("-", name, "STOP", guest.reason(), "", "");
      case HOLD -> {
        if (guest.differences().isEmpty()) {
          table.row("?", name, "held", guest.reason(), exact(guest.at()), "");
        } else {
          differences("?", name, guest.reason(), guest.differences());
        }
      }
      case LIVE -> differences("~", name, "live", guest.differences());
      case REPAIR -> differences("!", name, "repair", guest.differences());
      case RESTART -> differences("-/+", name, "RESTART", guest.differences());
    }
  }

  private void differences(String sign, String name, String word, List<Difference> all) {
    boolean first = true;
    for (Difference d : all) {
      String change = d.before().isEmpty() ? d.after() : d.before() + " → " + d.after();
      table.row(
          first ? sign : "",
          first ? name : "",
          first ? word : "",
          new Table.Value(d.object(), d.field(), change),
          place(d.at()),
          note(d));
      first = false;
    }
  }

  private static String note(Difference difference) {
    return switch (difference.interruption()) {
      case RESTART -> "cannot change while it runs";
      case LIVE ->
          switch (difference.cause()) {
            case DRIFT -> "changed outside vcg";
            case DOCUMENT -> difference.at().isEmpty() ? "default" : "";
          };
    };
  }

  private static String amount(List<Change> steps, String... more) {
    long cgroups = steps.stream().filter(Change.CreateCgroup.class::isInstance).count();
    long values = steps.stream().filter(Change.WriteSetting.class::isInstance).count();
    long removed = steps.stream().filter(Change.RemoveCgroup.class::isInstance).count();
    List<String> parts = new ArrayList<>();
    if (cgroups + removed > 0) {
      parts.add(count(cgroups + removed, "cgroup"));
    }
    if (values > 0) {
      parts.add(count(values, "value"));
    }
    parts.addAll(List.of(more));
    return String.join(", ", parts);
  }

  private String leftAlone() {
    List<String> parts = new ArrayList<>();
    long inSync =
        plan.guests().stream()
            .filter(g -> g.action() == Action.NONE && g.reason().isEmpty())
            .count();
    if (inSync > 0) {
      parts.add(count(inSync, "guest") + " in sync");
    }
    plan.guests().stream()
        .filter(g -> g.action() == Action.NONE && !g.reason().isEmpty())
        .forEach(g -> parts.add(Printable.line(g.id().name() + " " + g.reason())));
    if (!plan.foreign().isEmpty()) {
      parts.add(
          count(plan.foreign().size(), "foreign guest")
              + " left alone ("
              + Printable.line(String.join(", ", plan.foreign()))
              + ")");
    }
    return String.join("; ", parts);
  }

  /** The last line: how much is done, and whom it interrupts. */
  public static String summary(Plan plan) {
    return new PlanText(plan, false).summary();
  }

  private String summary() {
    StringJoiner counts = new StringJoiner(", ");
    add(counts, Action.START, "start");
    add(counts, Action.LIVE, "live");
    add(counts, Action.REPAIR, "repair");
    add(counts, Action.RESTART, "restart");
    add(counts, Action.STOP, "stop");
    add(counts, Action.HOLD, "held");
    if (counts.length() == 0 && plan.isEmpty()) {
      return "No changes. " + count(plan.valuesRead(), "value") + " read.";
    }
    if (counts.length() == 0) {
      counts.add("partitions only");
    }
    long writes = plan.steps().filter(Change.WriteSetting.class::isInstance).count();
    String summary =
        "Plan: "
            + counts
            + ". "
            + count(writes, "write")
            + " of "
            + count(plan.valuesRead(), "value")
            + " read.";
    List<String> interrupted =
        plan.guests().stream()
            .filter(PlannedGuest::interrupts)
            .map(g -> Printable.line(g.id().name()))
            .toList();
    return interrupted.isEmpty()
        ? summary
        : summary + " Interrupts: " + String.join(", ", interrupted) + ".";
  }

  private void add(StringJoiner counts, Action action, String word) {
    long count = plan.count(action);
    if (count > 0) {
      counts.add(count + " " + word);
    }
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** File and line. */
  private String place(Optional<Location> at) {
    return at.map(l -> Places.shown(plan, new Location(l.file(), l.line(), 0))).orElse("");
  }

  private String exact(Optional<Location> at) {
    return at.map(l -> Places.shown(plan, l)).orElse("");
  }
}
