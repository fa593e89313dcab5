package vcg.report;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.Plan;

/** What editing a guest's file would do, as data. */
public final class EditJson {
  private static final int FORMAT_VERSION = 1;

  private EditJson() {}

  /**
   * One object, with a newline at the end.
   *
   * @param diff of the file, as {@link LineDiff} gives it
   */
  public static String of(String file, String diff, Plan plan) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.put("file", file);
    root.put("diff", diff);
    root.set("plan", JsonMapper.shared().readTree(PlanJson.of(plan)));
    return Printable.json(root.toPrettyString()) + "\n";
  }
}
