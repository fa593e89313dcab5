package vcg.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Digest;
import vcg.model.Location;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition;

/**
 * A plan as data: docs/plan.schema.json describes it. Two equal plans give the same text, byte for
 * byte, which is how {@code apply} knows whether a saved plan still holds.
 */
public final class PlanJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  static final int FORMAT_VERSION = 1;

  private PlanJson() {}

  /** The whole plan, with a newline at the end. */
  public static String of(Plan plan) {
    ObjectNode root = JSON.objectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.put("source", plan.source());
    root.put("desired", plan.desired());
    root.put("actual", Digest.of(plan.actual()));
    root.put("allowedStops", plan.allowedStops());
    root.put("empty", plan.isEmpty());
    ArrayNode partitions = root.putArray("partitions");
    plan.partitions().forEach(p -> partitions.add(partition(p)));
    ArrayNode guests = root.putArray("guests");
    plan.guests().forEach(g -> guests.add(guest(g)));
    plan.foreign().forEach(root.putArray("foreign")::add);
    plan.refusals().forEach(root.putArray("refusals")::add);
    plan.warnings().forEach(root.putArray("warnings")::add);
    root.set("problems", ProblemJson.problems(plan.problems()));
    ObjectNode summary = root.putObject("summary");
    for (PlannedGuest.Action action : PlannedGuest.Action.values()) {
      summary.put(word(action), plan.count(action));
    }
    summary.put("partitions", partitions(plan, p -> !Amount.steps(p).isEmpty()));
    summary.put(
        "heldPartitions", partitions(plan, p -> p.action() == PlannedPartition.Action.HOLD));
    summary.put("writes", Amount.of(plan.steps().toList()).writes());
    summary.put("valuesRead", plan.valuesRead());
    return root.toPrettyString() + "\n";
  }

  private static long partitions(Plan plan, Predicate<PlannedPartition> some) {
    return plan.partitions().stream().filter(some).count();
  }

  private static ObjectNode partition(PlannedPartition partition) {
    ObjectNode node = JSON.objectNode();
    node.put("path", partition.path());
    node.put("action", word(partition.action()));
    node.put("reason", partition.reason());
    location(node, partition.at());
    node.set("changes", changes(partition.differences()));
    node.set("steps", steps(partition.steps()));
    node.set("after", steps(partition.after()));
    return node;
  }

  private static ObjectNode guest(PlannedGuest guest) {
    ObjectNode node = JSON.objectNode();
    node.put("name", guest.id().name());
    node.put("driver", guest.id().driver().toString());
    node.put("action", word(guest.action()));
    node.put("reason", guest.reason());
    node.put("interrupts", guest.interrupts());
    location(node, guest.at());
    node.set("changes", changes(guest.differences()));
    node.set("steps", steps(guest.steps()));
    return node;
  }

  static ArrayNode changes(List<Difference> differences) {
    ArrayNode changes = JSON.arrayNode();
    differences.forEach(d -> changes.add(change(d)));
    return changes;
  }

  private static ObjectNode change(Difference difference) {
    ObjectNode node = JSON.objectNode();
    node.put("object", difference.object());
    node.put("field", difference.field());
    node.put("before", difference.before());
    node.put("after", difference.after());
    node.put("cause", word(difference.cause()));
    node.put("class", word(difference.interruption()));
    location(node, difference.at());
    return node;
  }

  private static ArrayNode steps(List<Change> changes) {
    ArrayNode steps = JSON.arrayNode();
    changes.forEach(c -> steps.add(StepJson.of(c)));
    return steps;
  }

  static void location(ObjectNode node, Optional<Location> at) {
    at.ifPresent(l -> node.put("file", l.file()).put("line", l.line()).put("column", l.column()));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }
}
