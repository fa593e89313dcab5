package vcg.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A program and its arguments; no shell ever sees them.
 *
 * @param program absolute path
 * @param options in order
 * @param preparations what is made before the program starts, in order
 * @param settings what its monitor is told before the guest runs
 * @param environment its variables beside PATH
 * @param helpers what runs beside it, is started before it, and ends when it has ended
 * @param opens macvtap devices of the host that are open when it starts, by the numbers of its file
 *     descriptors: those are all that a POSIX shell can give it, 3 to 9
 * @param config the text of a container's {@code config.json}, which stays in its run directory as
 *     long as the container runs; empty: this is no container
 */
public record Command(
    String program,
    List<Option> options,
    List<Preparation> preparations,
    List<LiveSetting> settings,
    SortedMap<String, String> environment,
    List<Helper> helpers,
    SortedMap<Integer, String> opens,
    Optional<String> config) {
  public static final int FIRST_DESCRIPTOR = 3;
  public static final int LAST_DESCRIPTOR = 9;

  public Command {
    options = List.copyOf(options);
    preparations = List.copyOf(preparations);
    settings = List.copyOf(settings);
    environment = Sorted.copy(environment);
    helpers = List.copyOf(helpers);
    opens = Sorted.copy(opens);
  }

  /** A program that needs nothing but its arguments. */
  public Command(String program, List<Option> options) {
    this(
        program,
        options,
        List.of(),
        List.of(),
        new TreeMap<>(),
        List.of(),
        new TreeMap<>(),
        Optional.empty());
  }

  /**
   * A program beside another one.
   *
   * @param socket on which it listens once it is ready, an absolute path
   */
  public record Helper(Command command, String socket) {}

  /**
   * One option and its value.
   *
   * @param name such as {@code -m}
   * @param value empty for an option that takes none
   * @param field what it is called in a domain file, such as {@code memory}
   * @param at where the domain file asks for it; empty: it always stands there
   */
  public record Option(String name, Optional<String> value, String field, Optional<Location> at) {}

  /** The same with other options. */
  public Command with(List<Option> other) {
    return new Command(program, other, preparations, settings, environment, helpers, opens, config);
  }

  /** Everything after the program, as {@code execve} gets it. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (Option option : options) {
      arguments.add(option.name());
      option.value().ifPresent(arguments::add);
    }
    return List.copyOf(arguments);
  }
}
