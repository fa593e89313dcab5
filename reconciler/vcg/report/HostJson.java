package vcg.report;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.cgroup.Value;
import vcg.model.Bandwidth;
import vcg.model.Host;

/** What a host can do, as data and back: the part of a snapshot that no guest changes. */
final class HostJson {
  private HostJson() {}

  static ObjectNode of(Host host) {
    ObjectNode node = Nodes.object();
    node.put("kernel", host.kernel());
    node.put("bootId", host.bootId());
    node.put("pageBytes", host.pageBytes());
    node.put("layout", host.layout().kind().toString());
    node.put("cgroupParent", host.layout().parent());
    node.set("controllers", Nodes.object(host.controllers(), HostJson::hierarchy));
    host.unified().ifPresent(tree -> node.set("unified", hierarchy(tree)));
    node.set("files", Nodes.object(host.files(), Nodes::text));
    node.putObject("mappings")
        .put("shares", host.mappings().shares().name())
        .put("softLimit", host.mappings().softLimit().name());
    host.deviceRefusal().ifPresent(why -> node.put("deviceRefusal", why));
    host.refusal().ifPresent(why -> node.put("refusal", why));
    host.bandwidth()
        .ifPresent(b ->
            node.putObject("bandwidth")
                .put("quotaMicros", b.quotaMicros())
                .put("periodMicros", b.periodMicros()));
    node.set("inherited", Nodes.object(host.inherited(), set -> Nodes.text(set.list())));
    return node;
  }

  static Host parse(JsonNode node) {
    return new Host(
        node.required("kernel").asString(),
        node.required("bootId").asString(),
        node.required("pageBytes").asLong(),
        layout(node),
        Nodes.map(
            node.required("controllers"),
            name -> Nodes.known(Controller.ofV1Name(name), name),
            HostJson::hierarchy),
        Nodes.optional(node, "unified").map(HostJson::hierarchy),
        Nodes.map(node.required("files"), Knob::valueOf, JsonNode::asString),
        mappings(node.required("mappings")),
        Nodes.optionalText(node, "deviceRefusal"),
        Nodes.optionalText(node, "refusal"),
        Nodes.optional(node, "bandwidth").map(HostJson::bandwidth),
        Nodes.map(
            node.required("inherited"), Knob::valueOf, set -> new Value.IndexSet(set.asString())));
  }

  private static Layout layout(JsonNode node) {
    String kind = node.required("layout").asString();
    return new Layout(
        Nodes.known(Layout.Kind.parse(kind), kind), node.required("cgroupParent").asString());
  }

  private static ObjectNode hierarchy(Hierarchy hierarchy) {
    return Nodes.object()
        .put("hierarchy", hierarchy.name())
        .put("version", hierarchy.version().name())
        .put("mount", hierarchy.mount());
  }

  private static Hierarchy hierarchy(JsonNode node) {
    return new Hierarchy(
        node.required("hierarchy").asString(),
        Hierarchy.Version.valueOf(node.required("version").asString()),
        node.required("mount").asString());
  }

  private static Mappings mappings(JsonNode node) {
    return new Mappings(
        Mappings.Shares.valueOf(node.required("shares").asString()),
        Mappings.SoftLimit.valueOf(node.required("softLimit").asString()));
  }

  private static Bandwidth bandwidth(JsonNode node) {
    return new Bandwidth(
        node.required("quotaMicros").asLong(), node.required("periodMicros").asLong());
  }
}
