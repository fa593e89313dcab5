package vcg.guest;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import vcg.model.Bytes;
import vcg.model.Command;
import vcg.model.LiveChange.Part;
import vcg.model.LiveSetting;

/**
 * What vcg changed of a virtual machine since its process was started. The notes lie in the run
 * directory and end with the process. Each is a line, what it is about and the rest after a tab:
 *
 * <pre>
 * -device disk-vdb	{"driver":"virtio-blk-pci","id":"disk-vdb","drive":"vdb-format"}
 * balloon	268435456
 * vcpus	1
 * leaving disk-vdc	-
 * link nic-525400000001	link=down
 * </pre>
 *
 * <p>QEMU does not report how a device was plugged in, whether it is asked to leave, what was asked
 * of a balloon, how many virtual CPUs the guest was asked to keep, whether a cable is plugged in,
 * or passwords; all else it is asked itself.
 */
public final class Notes {
  private static final String BALLOON = "balloon";
  private static final String VCPUS = "vcpus";
  private static final String LEAVING = "leaving ";

  private Notes() {}

  public static SortedMap<String, String> parse(String text) {
    SortedMap<String, String> notes = new TreeMap<>();
    text.lines()
        .map(line -> line.split("\t", 2))
        .filter(words -> words.length == 2)
        .forEach(words -> notes.put(words[0], words[1]));
    return notes;
  }

  public static String text(SortedMap<String, String> notes) {
    return notes.entrySet().stream()
        .map(note -> note.getKey() + "\t" + note.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** Notes how something was plugged in. */
  public static void plugged(Command.Option option, Map<String, String> notes) {
    notes.put(
        option.name() + " " + Argument.of(option.name(), option.value()).key(),
        option.value().orElse(""));
  }

  /** What an option makes. */
  public static Part part(Command.Option option) {
    return DeviceSlot.part(option);
  }

  /** The option that a note is about; empty: it is about something else. */
  static Optional<Command.Option> option(String what, String text) {
    if (!what.startsWith("-")) {
      return Optional.empty();
    }
    String name = what.substring(0, what.indexOf(' '));
    return Optional.of(
        new Command.Option(
            name,
            Optional.of(text),
            Argument.of(name, Optional.of(text)).field(),
            Optional.empty()));
  }

  /** Notes that the guest was asked to let go of a device. */
  public static void asked(String device, Map<String, String> notes) {
    notes.put(LEAVING + device, "-");
  }

  static boolean isLeaving(String device, Map<String, String> notes) {
    return notes.containsKey(LEAVING + device);
  }

  /** Forgets a device that is gone. */
  public static void gone(String device, Map<String, String> notes) {
    notes.remove(LEAVING + device);
  }

  /** Notes what a setting was set to, where QEMU does not tell. */
  public static void set(LiveSetting setting, Map<String, String> notes) {
    if (!setting.isTold()) {
      notes.put(
          setting.key(),
          setting.values().entrySet().stream()
              .map(Object::toString)
              .collect(Collectors.joining(" ")));
    }
  }

  /** What was noted of a setting; empty: nothing. */
  static Optional<SortedMap<String, String>> setting(String key, Map<String, String> notes) {
    return Optional.ofNullable(notes.get(key))
        .map(text -> {
          SortedMap<String, String> values = new TreeMap<>();
          for (String word : text.split(" ", -1)) {
            values.put(word.replaceFirst("=.*", ""), word.replaceFirst("^[^=]*=", ""));
          }
          return values;
        });
  }

  /** Notes how much memory the guest was asked to keep. */
  public static void asked(Bytes memory, Map<String, String> notes) {
    notes.put(BALLOON, Long.toString(memory.number()));
  }

  /** Notes how many virtual CPUs the guest was asked to keep. */
  public static void askedVcpus(int vcpus, Map<String, String> notes) {
    notes.put(VCPUS, Integer.toString(vcpus));
  }

  static boolean isAskedVcpus(int vcpus, Map<String, String> notes) {
    return Integer.toString(vcpus).equals(notes.get(VCPUS));
  }

  /** Forgets that, once there are so many, or more are plugged in. */
  public static void vcpusDone(Map<String, String> notes) {
    notes.remove(VCPUS);
  }

  static boolean isAsked(Bytes memory, Map<String, String> notes) {
    return Long.toString(memory.number()).equals(notes.get(BALLOON));
  }
}
