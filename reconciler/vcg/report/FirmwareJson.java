package vcg.report;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.FirmwareBuild;

/** The firmware of a host as data. */
final class FirmwareJson {
  private FirmwareJson() {}

  static void write(List<FirmwareBuild> builds, ArrayNode array) {
    for (FirmwareBuild build : builds) {
      ObjectNode node = array.addObject();
      node.put("descriptor", build.descriptor());
      node.put("code", build.code()).put("codeFormat", build.codeFormat());
      node.put("template", build.template()).put("templateFormat", build.templateFormat());
      node.set("machines", Nodes.texts(build.machines()));
      node.set("features", Nodes.texts(build.features()));
    }
  }

  static List<FirmwareBuild> read(JsonNode array) {
    List<FirmwareBuild> builds = new ArrayList<>();
    for (JsonNode node : array) {
      builds.add(
          new FirmwareBuild(
              node.required("descriptor").asString(),
              node.required("code").asString(),
              node.required("codeFormat").asString(),
              node.required("template").asString(),
              node.required("templateFormat").asString(),
              Nodes.texts(node.required("machines")),
              Nodes.set(node.required("features"), JsonNode::asString)));
    }
    return builds;
  }
}
