package vcg.report;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vcg.cgroup.Knob;
import vcg.model.Diagnosis;
import vcg.model.Diagnosis.Check;

/** What looking at a host gave, as data. */
public final class DoctorJson {
  private static final int FORMAT_VERSION = 1;

  private DoctorJson() {}

  /** One object with a newline at the end. */
  public static String of(Diagnosis found) {
    ObjectNode root = Nodes.object();
    root.put("formatVersion", FORMAT_VERSION);
    root.put("canStart", found.canStart());
    root.set("host", HostJson.of(found.host()));
    found
        .tree()
        .ifPresent(tree ->
            root.putObject("tree")
                .put("mount", tree.hierarchy().mount())
                .put("offers", tree.offers())
                .put("handsOn", tree.handsOn()));
    ArrayNode settings = root.putArray("settings");
    for (Knob knob : Knob.values()) {
      ObjectNode node = settings.addObject();
      node.put("setting", knob.name());
      node.put("element", knob.element());
      Optional<String> file = Optional.ofNullable(found.host().files().get(knob));
      file.ifPresent(f -> node.put("file", f));
      Optional.ofNullable(found.seen().get(knob))
          .ifPresent(place -> node.put("seenIn", place.toString()));
    }
    ArrayNode checks = root.putArray("checks");
    for (Check check : found.checks()) {
      checks
          .addObject()
          .put("subject", check.subject())
          .put("result", check.verdict().name().toLowerCase(Locale.ROOT))
          .put("text", check.text())
          .put("hint", check.hint());
    }
    return Printable.json(root.toPrettyString()) + "\n";
  }
}
