package vcg.guest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.Command;
import vcg.model.LiveChange.Part;
import vcg.model.LiveDevices;

/**
 * The options that would have started a process as it is now.
 *
 * @param known also those of what is there no more
 * @param present those of what is there
 */
record PresentOptions(List<Command.Option> known, List<Command.Option> present) {

  /**
   * Applies what QEMU reports to the command line that its process was started with.
   *
   * @param arguments without the program
   */
  static PresentOptions of(List<String> arguments, LiveDevices live) {
    SequencedMap<Part, Command.Option> noted = new LinkedHashMap<>();
    live.notes()
        .forEach((what, text) ->
            Notes.option(what, text).ifPresent(o -> noted.put(DeviceSlot.part(o), o)));
    List<Command.Option> all = new ArrayList<>();
    for (Command.Option option : Argument.options(arguments)) {
      Command.Option later = noted.remove(DeviceSlot.part(option));
      all.add(later == null ? option : later);
    }
    all.addAll(noted.values());
    List<Command.Option> present = new ArrayList<>();
    Set<Part> gone = gone(all, live);
    for (Command.Option option : all) {
      if (!gone.contains(DeviceSlot.part(option))) {
        present.add(now(option, live));
      }
    }
    return new PresentOptions(all, present);
  }

  private static Set<Part> gone(List<Command.Option> all, LiveDevices live) {
    Set<Part> gone = new HashSet<>();
    Set<Part> used = new HashSet<>();
    Map<String, DeviceSlot> slots = DeviceSlot.of(all);
    slots.forEach((id, slot) -> {
      if (live.devices().contains(id)) {
        used.addAll(slot.parts().keySet());
      } else {
        gone.add(DeviceSlot.part(slot.device()));
      }
    });
    for (DeviceSlot slot : slots.values()) {
      slot.parts().keySet().stream()
          .filter(p -> !p.option().equals("-blockdev") && !used.contains(p))
          .forEach(gone::add); // these go with their device; QEMU lists no network back ends
    }
    all.stream()
        .filter(DeviceSlot::isIoThread)
        .map(DeviceSlot::part)
        .filter(p -> !live.devices().contains(p.name()))
        .forEach(gone::add);
    all.stream()
        .map(DeviceSlot::part)
        .filter(p -> p.option().equals("-blockdev") && !live.nodes().containsKey(p.name()))
        .forEach(gone::add);
    return gone;
  }

  /** An option as it would be, were the process started now. */
  private static Command.Option now(Command.Option option, LiveDevices live) {
    return switch (option.name()) {
      case "-smp" ->
          with(option, text -> text.replaceFirst("(^|,)cpus=\\d+", "$1cpus=" + live.vcpus()));
      case "-device" -> drive(option, live);
      case "-blockdev" -> file(option, live);
      default -> option;
    };
  }

  private static Command.Option drive(Command.Option option, LiveDevices live) {
    DeviceSlot slot = new DeviceSlot(option, new LinkedHashMap<>());
    if (!slot.isRemovable()) {
      return option;
    }
    Optional<String> medium =
        Optional.ofNullable(live.media().get(DeviceSlot.argument(option).key()));
    return slot.leaf("drive").equals(medium)
        ? option
        : with(option, text -> edited(text, "drive", medium));
  }

  /** What a node of that name reads may have been changed by somebody else. */
  private static Command.Option file(Command.Option option, LiveDevices live) {
    Argument argument = DeviceSlot.argument(option);
    String stated = argument.leaves().getOrDefault("filename", "");
    String actual = live.nodes().getOrDefault(argument.key(), "");
    return stated.isEmpty() || !actual.startsWith("/") || actual.equals(stated)
        ? option
        : with(option, text -> edited(text, "filename", Optional.of(actual)));
  }

  /** A device that does not have one of its properties. */
  static Command.Option without(Command.Option device, String property) {
    return with(device, text -> edited(text, property, Optional.empty()));
  }

  private static String edited(String text, String member, Optional<String> value) {
    try {
      ObjectNode node = (ObjectNode) JsonText.parse(text);
      node.remove(member);
      value.ifPresent(v -> node.put(member, v));
      return JsonText.write(node);
    } catch (JacksonException | ClassCastException _) {
      return text; // not from vcg: then it differs anyway
    }
  }

  private static Command.Option with(
      Command.Option option, java.util.function.UnaryOperator<String> edit) {
    return new Command.Option(option.name(), option.value().map(edit), option.field(), option.at());
  }
}
