package vcg.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Predicate;
import vcg.model.Difference;
import vcg.model.Driver;
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
    plan.warnings().forEach(what -> sentence(out, "Warning", what));
    plan.refusals().forEach(why -> sentence(out, "Refused", why));
    return out.append(summary()).append('\n').toString();
  }

  private static void sentence(StringBuilder out, String kind, String text) {
    out.append(kind).append(": ").append(Printable.line(text)).append(".\n");
  }

  private void partition(PlannedPartition partition) {
    switch (partition.action()) {
      case NONE -> {}
      case CREATE -> amount("+", "create", partition);
      case LIVE -> changes("~", "live", partition);
      case REPAIR -> changes("!", "repair", partition);
      case REMOVE -> amount("-", "remove", partition);
      case HOLD ->
          held(partition.path(), partition.reason(), partition.at(), partition.differences());
    }
  }

  /** Without differences it is only what is above the partition, or in it, that has changed. */
  private void changes(String sign, String word, PlannedPartition partition) {
    if (partition.differences().isEmpty()) {
      amount(sign, word, partition);
    } else {
      differences(sign, partition.path(), word, partition.differences());
    }
  }

  private void amount(String sign, String word, PlannedPartition partition) {
    String amount = Amount.of(Amount.steps(partition)).text();
    String what = with(amount.isEmpty() ? "controllers" : amount, "; ", partition.reason());
    table.row(sign, partition.path(), word, what, place(partition.at()), "");
  }

  private void guest(PlannedGuest guest) {
    String name = guest.id().name();
    switch (guest.action()) {
      case NONE -> {}
      case START -> {
        String parts = with(Amount.of(guest.steps()).text(), ", ", runner(guest.id().driver()));
        table.row("+", name, "start", with(parts, "; ", guest.reason()), place(guest.at()), "");
      }
      case STOP -> table.row("-", name, "STOP", guest.reason(), "", "");
      case HOLD -> held(name, guest.reason(), guest.at(), guest.differences());
      case LIVE -> differences("~", name, "live", guest.differences());
      case REPAIR -> differences("!", name, "repair", guest.differences());
      case RESTART -> differences("-/+", name, "RESTART", guest.differences());
    }
  }

  private static String runner(Driver driver) {
    return switch (driver) {
      case QEMU -> "QEMU";
      case LXC -> "crun";
    };
  }

  private void held(
      String name, String reason, Optional<Location> at, List<Difference> differences) {
    if (differences.isEmpty()) {
      table.row("?", name, "held", reason, exact(at), "");
    } else {
      differences("?", name, reason.isEmpty() ? "held" : reason, differences);
    }
  }

  private void differences(String sign, String name, String word, List<Difference> all) {
    boolean first = true;
    for (Difference d : all) {
      table.row(
          first ? sign : "",
          first ? name : "",
          first ? word : "",
          new Table.Value(d.object(), d.field(), Differences.change(d)),
          place(d.at()),
          Differences.note(d));
      first = false;
    }
  }

  private static String with(String first, String between, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + between + second;
  }

  private String leftAlone() {
    List<String> parts = new ArrayList<>();
    long inSync =
        plan.guests().stream()
            .filter(g -> g.action() == Action.NONE && g.reason().isEmpty())
            .count();
    if (inSync > 0) {
      parts.add(Amount.count(inSync, "guest") + " in sync");
    }
    plan.guests().stream()
        .filter(g -> g.action() == Action.NONE && !g.reason().isEmpty())
        .forEach(g -> parts.add(Printable.line(g.id().name() + " " + g.reason())));
    if (!plan.foreign().isEmpty()) {
      parts.add(
          Amount.count(plan.foreign().size(), "foreign guest")
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
    add(counts, partitions(p -> !Amount.steps(p).isEmpty()), "partition");
    add(counts, partitions(p -> p.action() == PlannedPartition.Action.HOLD), "held partition");
    String read = Amount.count(plan.valuesRead(), "value") + " read.";
    if (counts.length() == 0) {
      return "No changes. " + read;
    }
    int writes = Amount.of(plan.steps().toList()).writes();
    String summary = "Plan: " + counts + ". " + Amount.count(writes, "write") + " of " + read;
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

  private static void add(StringJoiner counts, long count, String noun) {
    if (count > 0) {
      counts.add(Amount.count(count, noun));
    }
  }

  private long partitions(Predicate<PlannedPartition> some) {
    return plan.partitions().stream().filter(some).count();
  }

  /** File and line. */
  private String place(Optional<Location> at) {
    return at.map(l -> Places.shown(plan, new Location(l.file(), l.line(), 0))).orElse("");
  }

  private String exact(Optional<Location> at) {
    return at.map(l -> Places.shown(plan, l)).orElse("");
  }
}
