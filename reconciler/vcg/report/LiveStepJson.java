package vcg.report;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.Command;
import vcg.model.LiveChange;

/** A change of a running virtual machine as data. */
final class LiveStepJson {
  private LiveStepJson() {}

  static ObjectNode of(LiveChange change) {
    return switch (change) {
      case LiveChange.Plug(String device, var options) -> {
        ObjectNode node = StepJson.step("plugDevice").put("device", device);
        node.set("options", arguments(options));
        yield node;
      }
      case LiveChange.Unplug(String device, var parts) -> {
        ObjectNode node = StepJson.step("unplugDevice").put("device", device);
        node.set("parts", Nodes.texts(parts));
        yield node;
      }
      case LiveChange.Eject(String device, var parts) -> {
        ObjectNode node = StepJson.step("ejectMedium").put("device", device);
        node.set("parts", Nodes.texts(parts));
        yield node;
      }
      case LiveChange.Insert(String device, var options, String medium) -> {
        ObjectNode node = StepJson.step("insertMedium").put("device", device).put("node", medium);
        node.set("options", arguments(options));
        yield node;
      }
      case LiveChange.SetBoot(String device, var place, _) -> {
        ObjectNode node = StepJson.step("setBoot").put("device", device);
        place.ifPresent(p -> node.put("place", p));
        yield node;
      }
      case LiveChange.SetBalloon(var size, boolean waits) ->
          StepJson.step("setBalloon").put("bytes", size.number()).put("waits", waits);
      case LiveChange.Set(var setting) -> {
        ObjectNode node = StepJson.step("set").put("setting", setting.key());
        node.set("requests", Nodes.texts(setting.requests()));
        yield node;
      }
      case LiveChange.SetAction(var option) ->
          StepJson.step("setAction").put("action", option.value().orElse(""));
      case LiveChange.PlugVcpus(int vcpus, var groups) -> {
        ObjectNode node = StepJson.step("plugVcpus").put("vcpus", vcpus);
        node.set("groups", Nodes.object(groups, Nodes::texts));
        yield node;
      }
      case LiveChange.UnplugVcpus(int vcpus) -> StepJson.step("unplugVcpus").put("vcpus", vcpus);
      case LiveChange.AddIoThread(var thread, var option, var cgroups) -> {
        ObjectNode node = StepJson.step("addIoThread").put("thread", thread.toString());
        node.set("options", arguments(List.of(option)));
        node.set("cgroups", Nodes.texts(cgroups));
        yield node;
      }
      case LiveChange.RemoveIoThread(var thread) ->
          StepJson.step("removeIoThread").put("thread", thread.toString());
    };
  }

  private static ArrayNode arguments(List<Command.Option> options) {
    return Nodes.texts(
        options.stream()
            .flatMap(o -> Stream.concat(Stream.of(o.name()), o.value().stream()))
            .toList());
  }
}
