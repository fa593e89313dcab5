package vcg.report;

import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vcg.cgroup.CgroupPath;
import vcg.model.Change;
import vcg.model.Command;
import vcg.model.Difference;
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
    root.put("actual", plan.actual());
    root.put("allowedStops", plan.allowedStops());
    root.put("empty", plan.isEmpty());
    ArrayNode partitions = root.putArray("partitions");
    plan.partitions().forEach(p -> partitions.add(partition(p)));
    ArrayNode guests = root.putArray("guests");
    plan.guests().forEach(g -> guests.add(guest(g)));
    plan.foreign().forEach(root.putArray("foreign")::add);
    plan.refusals().forEach(root.putArray("refusals")::add);
    root.set("problems", ProblemJson.problems(plan.problems()));
    ObjectNode summary = root.putObject("summary");
    for (PlannedGuest.Action action : PlannedGuest.Action.values()) {
      summary.put(word(action), plan.count(action));
    }
    summary.put("writes", plan.steps().filter(Change.WriteSetting.class::isInstance).count());
    summary.put("valuesRead", plan.valuesRead());
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode partition(PlannedPartition partition) {
    ObjectNode node = JSON.objectNode();
    node.put("path", partition.path().path());
    node.put("action", word(partition.action()));
    ArrayNode steps = node.putArray("steps");
    partition.steps().forEach(s -> steps.add(step(s)));
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
    ArrayNode changes = node.putArray("changes");
    guest.differences().forEach(d -> changes.add(change(d)));
    ArrayNode steps = node.putArray("steps");
    guest.steps().forEach(s -> steps.add(step(s)));
    return node;
  }

  static ObjectNode change(Difference difference) {
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

  private static ObjectNode step(Change change) {
    ObjectNode node = JSON.objectNode();
    switch (change) {
      case Change.CreateCgroup(CgroupPath cgroup) ->
          node.put("step", "createCgroup").put("cgroup", cgroup.toString());
      case Change.WriteSetting write ->
          node.put("step", "writeSetting")
              .put("cgroup", write.cgroup().toString())
              .put("file", write.file())
              .put("from", write.from())
              .put("to", write.to());
      case Change.MoveProcess(CgroupPath cgroup, var process) ->
          node.put("step", "moveProcess")
              .put("cgroup", cgroup.toString())
              .put("pid", process.pid());
      case Change.StartGuest start -> {
        node.put("step", "startGuest").put("paused", start.paused());
        command(node, start.command());
        ArrayNode cgroups = node.putArray("cgroups");
        start.cgroups().forEach(c -> cgroups.add(c.toString()));
      }
      case Change.StopGuest stop ->
          node.put("step", "stopGuest")
              .put("pid", stop.process().pid())
              .put("graceSeconds", stop.graceSeconds());
      case Change.PauseGuest(_, var process) ->
          node.put("step", "pauseGuest").put("pid", process.pid());
      case Change.ResumeGuest(_, var process) ->
          node.put("step", "resumeGuest").put("pid", process.pid());
      case Change.RemoveCgroup(CgroupPath cgroup) ->
          node.put("step", "removeCgroup").put("cgroup", cgroup.toString());
    }
    return node;
  }

  private static void command(ObjectNode node, Command command) {
    node.put("program", command.program());
    ArrayNode arguments = node.putArray("arguments");
    command.arguments().forEach(arguments::add);
  }

  static void location(ObjectNode node, Optional<Location> at) {
    at.ifPresent(l -> node.put("file", l.file()).put("line", l.line()).put("column", l.column()));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }
}
