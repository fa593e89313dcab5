package vcg.report;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.Actual;
import vcg.model.GuestId;
import vcg.model.Plan;

/** The state of all guests and partitions as data. */
public final class StatusJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int FORMAT_VERSION = 1;

  private StatusJson() {}

  /** One object for each guest and each partition, with a newline at the end. */
  public static String of(Plan plan, Actual actual) {
    return of(plan, actual, Map.of());
  }

  /**
   * The same.
   *
   * @param said the last lines that the processes of guests printed that ended by themselves
   */
  public static String of(Plan plan, Actual actual, Map<GuestId, List<String>> said) {
    ObjectNode root = JSON.objectNode();
    root.put("formatVersion", FORMAT_VERSION);
    ArrayNode guests = root.putArray("guests");
    for (Status status : Status.of(plan, actual, said)) {
      ObjectNode node = guests.addObject();
      node.put("name", status.planned().id().name());
      node.put("driver", status.planned().id().driver().toString());
      node.put("state", status.state());
      node.put("sync", status.sync());
      status
          .running()
          .ifPresent(
              r -> node.put("pid", r.process().pid()).put("startTicks", r.process().startTicks()));
      node.put("reason", status.planned().reason());
      PlanJson.location(node, status.planned().at());
      node.set("changes", PlanJson.changes(status.planned().differences()));
      status.failure().ifPresent(why -> node.put("lastError", why));
      node.put("crashes", status.crashes());
      status.exitStatus().ifPresent(code -> node.put("exitStatus", code));
      node.set("lastOutput", Nodes.texts(status.said()));
      node.put("devices", status.devices());
      ArrayNode foreign = node.putArray("foreignDevicePrograms");
      status.foreign().forEach(p -> foreign.addObject().put("id", p.id()).put("name", p.name()));
    }
    ArrayNode partitions = root.putArray("partitions");
    PartitionStatus.of(plan, actual).forEach(p -> partitions.add(partition(p)));
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode partition(PartitionStatus status) {
    ObjectNode node = JSON.objectNode();
    node.put("path", status.path());
    node.put("sync", status.sync());
    node.put("made", status.made());
    node.put("reason", status.reason());
    PlanJson.location(node, status.document());
    node.set("changes", PlanJson.changes(status.differences()));
    return node;
  }
}
