package vcg.report;

import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vcg.cgroup.Value;
import vcg.model.ActualGuest;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Host;

/** What the kernel's scheduler holds for one guest, as data. */
public final class SchedulerJson {
  private static final int FORMAT_VERSION = 1;

  private SchedulerJson() {}

  /**
   * One object, with a newline at the end; a value that this host does not have is null.
   *
   * @param guest what the document asks for; empty: there is none that is valid
   */
  public static String of(Host host, GuestId id, ActualGuest there, Optional<Guest> guest) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.put("name", id.name());
    root.put("driver", id.driver().toString());
    root.put("scheduler", Scheduler.TYPE);
    ArrayNode parameters = root.putArray("parameters");
    for (Scheduler.Line line : Scheduler.of(host, there, guest).lines()) {
      ObjectNode node = parameters.addObject();
      node.put("name", line.parameter().word());
      line.value().ifPresentOrElse(v -> node.put("value", v), () -> node.putNull("value"));
      line.file().ifPresent(file -> node.put("file", file));
      line.kernel()
          .filter(held -> held instanceof Value.Amount)
          .ifPresent(held -> node.put("kernel", ((Value.Amount) held).number()));
    }
    return Printable.json(root.toPrettyString()) + "\n";
  }
}
