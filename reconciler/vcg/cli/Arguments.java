package vcg.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line, taken apart: {@code vcg [OPTION...] COMMAND [OPTION...] [ARGUMENT...]}.
 *
 * <p>Written by hand because a library for it costs a third of the start-up time that {@code vcg
 * validate} may take (docs/decisions/0006-own-command-line-parser.md).
 *
 * @param options a switch has the value "yes"
 * @param operands what is left, in order
 */
record Arguments(Command command, Map<Option, String> options, List<String> operands) {

  static Arguments parse(List<String> words, Map<String, String> environment)
      throws UsageException {
    Map<Option, String> options = new EnumMap<>(Option.class);
    List<String> operands = new ArrayList<>();
    boolean optionsEnded = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (optionsEnded || !word.startsWith("-") || word.equals("-")) {
        operands.add(word);
      } else if (word.equals("--")) {
        optionsEnded = true;
      } else {
        i += option(words, i, options);
      }
    }
    Command command = command(operands);
    check(command, options);
    for (Option option : Option.values()) {
      option
          .variable()
          .map(environment::get)
          .filter(value -> !value.isEmpty())
          .ifPresent(value -> options.putIfAbsent(option, value));
    }
    return new Arguments(command, options, List.copyOf(operands.subList(1, operands.size())));
  }

  /** Takes {@code --name VALUE} or {@code --name=VALUE}; gives how many further words it took. */
  private static int option(List<String> words, int index, Map<Option, String> options)
      throws UsageException {
    String word = words.get(index);
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    String flag = equals < 0 ? word : word.substring(0, equals);
    Option option = Option.of(flag).orElseThrow(() -> new UsageException("unknown option " + flag));
    if (option.isSwitch()) {
      if (equals >= 0) {
        throw new UsageException(flag + " takes no value");
      }
      options.put(option, "yes");
      return 0;
    }
    if (equals >= 0) {
      options.put(option, word.substring(equals + 1));
      return 0;
    }
    if (index + 1 == words.size()) {
      throw new UsageException(flag + " needs a value: " + flag + " " + option.value());
    }
    options.put(option, words.get(index + 1));
    return 1;
  }

  private static Command command(List<String> operands) throws UsageException {
    if (operands.isEmpty()) {
      throw new UsageException("no command; vcg help lists them");
    }
    return Command.of(operands.getFirst())
        .orElseThrow(() ->
            new UsageException("unknown command " + operands.getFirst() + "; vcg help lists them"));
  }

  private static void check(Command command, Map<Option, String> options) throws UsageException {
    for (Option option : options.keySet()) {
      if (!option.global() && !command.options().contains(option)) {
        throw new UsageException(command.word() + " does not take " + option.flag());
      }
    }
  }

  boolean has(Option option) {
    return options.containsKey(option);
  }

  Optional<String> get(Option option) {
    return Optional.ofNullable(options.get(option));
  }

  String get(Option option, String otherwise) {
    return options.getOrDefault(option, otherwise);
  }

  /** One of the words that the option lists, the first by default. */
  String choice(Option option) throws UsageException {
    List<String> words = List.of(option.value().split("\\|"));
    String word = get(option, words.getFirst());
    if (!words.contains(word)) {
      throw new UsageException(
          option.flag() + " is \"" + word + "\", must be " + String.join(" or ", words));
    }
    return word;
  }

  /** A whole number from 0, 0 by default. */
  int number(Option option) throws UsageException {
    String text = get(option, "0");
    if (!text.matches("[0-9]{1,9}")) {
      throw new UsageException(
          option.flag() + " is \"" + text + "\", must be a whole number from 0");
    }
    return Integer.parseInt(text);
  }

  /** The only operand, or the directory that holds for all commands. */
  String directory() throws UsageException {
    if (operands.size() > 1) {
      throw new UsageException(command.word() + " takes one directory");
    }
    return operands.isEmpty() ? domains() : operands.getFirst();
  }

  String domains() {
    return get(Option.DOMAINS, "/etc/vcg/domains");
  }
}
