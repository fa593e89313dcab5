package vcg.guest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import vcg.model.Command;
import vcg.model.LiveChange.Part;

/**
 * A device with all that it alone stands on: a disk is a device, a format and a file.
 *
 * @param device its option
 * @param parts what it stands on, that which uses another one before that other one
 */
record DeviceSlot(Command.Option device, SequencedMap<Part, Command.Option> parts) {
  /** Values that name something which another option makes. */
  private static final Set<String> REFERENCES =
      Set.of("drive", "netdev", "file", "backing", "key-secret");

  private static final Set<String> REMOVABLE = Set.of("ide-cd", "scsi-cd", "floppy");

  /** The devices among some options, by their identity, in the order of the options. */
  static SequencedMap<String, DeviceSlot> of(List<Command.Option> options) {
    Map<String, Command.Option> makers = new LinkedHashMap<>();
    for (Command.Option option : options) {
      if (Set.of("-blockdev", "-netdev", "-object").contains(option.name())) {
        makers.put(argument(option).key(), option);
      }
    }
    SequencedMap<String, DeviceSlot> slots = new LinkedHashMap<>();
    for (Command.Option option : options) {
      if (option.name().equals("-device") && !argument(option).key().isEmpty()) {
        slots.put(argument(option).key(), new DeviceSlot(option, parts(option, makers)));
      }
    }
    return slots;
  }

  private static SequencedMap<Part, Command.Option> parts(
      Command.Option device, Map<String, Command.Option> makers) {
    SequencedMap<Part, Command.Option> parts = new LinkedHashMap<>();
    Deque<Command.Option> open = new ArrayDeque<>(List.of(device));
    while (!open.isEmpty()) {
      for (String name : references(open.remove())) {
        Command.Option maker = makers.get(name);
        if (maker != null) {
          parts.remove(part(maker)); // after the last one that uses it
          parts.put(part(maker), maker);
          open.add(maker);
        }
      }
    }
    return parts;
  }

  private static SequencedSet<String> references(Command.Option option) {
    SequencedSet<String> names = new LinkedHashSet<>();
    argument(option)
        .leaves()
        .forEach((leaf, value) -> {
          if (REFERENCES.contains(leaf.substring(leaf.lastIndexOf('.') + 1))) {
            names.add(value);
          }
        });
    return names;
  }

  static Argument argument(Command.Option option) {
    return Argument.of(option.name(), option.value());
  }

  static Part part(Command.Option option) {
    return new Part(option.name(), argument(option).key());
  }

  /** Whether an option makes a thread that does input and output. */
  static boolean isIoThread(Command.Option option) {
    return option.name().equals("-object")
        && "iothread".equals(argument(option).leaves().get("qom-type"));
  }

  /** The device and its parts in an order in which they can be made: that of the options. */
  List<Command.Option> options(List<Command.Option> all, Set<Part> but) {
    List<Command.Option> own = new ArrayList<>();
    for (Command.Option option : all) {
      if (parts.containsKey(part(option)) && !but.contains(part(option))) {
        own.add(option);
      }
    }
    return own;
  }

  String driver() {
    return leaf("driver").orElse("");
  }

  Optional<String> leaf(String name) {
    return Optional.ofNullable(argument(device).leaves().get(name));
  }

  /** Whether the device stays while what it holds comes and goes. */
  boolean isRemovable() {
    return REMOVABLE.contains(driver());
  }

  /** Whether both are the same device, whatever they say of one of its properties. */
  boolean isSame(DeviceSlot other, String but) {
    Map<String, String> mine = new LinkedHashMap<>(argument(device).leaves());
    Map<String, String> theirs = new LinkedHashMap<>(argument(other.device).leaves());
    mine.remove(but);
    theirs.remove(but);
    return mine.equals(theirs);
  }
}
