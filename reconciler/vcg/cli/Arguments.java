package vcg.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vcg.read.Spelling;

/**
 * A command line, taken apart: {@code vcg [OPTION...] COMMAND [OPTION...] [ARGUMENT...]}.
 *
 * <p>Written by hand because a library for it costs a third of the start-up time that {@code vcg
 * validate} may take (docs/decisions/0006-own-command-line-parser.md).
 *
 * @param options what was given for each, in order; a switch has the value "yes"
 * @param operands what is left, in order
 */
record Arguments(Command command, Map<Option, List<String>> options, List<String> operands) {

  static Arguments parse(List<String> words, Map<String, String> environment)
      throws UsageException {
    Map<Option, List<String>> options = new EnumMap<>(Option.class);
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
          .ifPresent(value -> options.putIfAbsent(option, List.of(value)));
    }
    return new Arguments(command, options, List.copyOf(operands.subList(1, operands.size())));
  }

  /** Takes {@code --name VALUE} or {@code --name=VALUE}; gives how many further words it took. */
  private static int option(List<String> words, int index, Map<Option, List<String>> options)
      throws UsageException {
    String word = words.get(index);
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    String flag = equals < 0 ? word : word.substring(0, equals);
    Option option = Option.of(flag).orElseThrow(() -> unknownOption(flag));
    if (option.isSwitch()) {
      if (equals >= 0) {
        throw new UsageException(flag + " takes no value");
      }
      add(options, option, "yes");
      return 0;
    }
    if (equals >= 0) {
      add(options, option, word.substring(equals + 1));
      return 0;
    }
    if (index + 1 == words.size()) {
      throw new UsageException(flag + " needs a value: " + flag + " " + option.value());
    }
    add(options, option, words.get(index + 1));
    return 1;
  }

  private static void add(Map<Option, List<String>> options, Option option, String value) {
    options.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
  }

  private static Command command(List<String> operands) throws UsageException {
    if (operands.isEmpty()) {
      throw new UsageException("no command; vcg help lists them");
    }
    return Command.of(operands.getFirst()).orElseThrow(() -> unknownCommand(operands.getFirst()));
  }

  static UsageException unknownCommand(String word) {
    List<String> words = Stream.of(Command.values()).map(Command::word).toList();
    return unknown("command", word, words, "vcg help lists them");
  }

  private static UsageException unknownOption(String flag) {
    List<String> flags = Stream.of(Option.values()).map(Option::flag).toList();
    return unknown("option", flag, flags, "vcg help lists those of all commands");
  }

  private static UsageException unknown(
      String kind, String word, List<String> known, String otherwise) {
    String hint = Spelling.hint(word, known, "");
    return new UsageException(
        "unknown " + kind + " " + word + "; " + (hint.isEmpty() ? otherwise : hint));
  }

  private static void check(Command command, Map<Option, List<String>> options)
      throws UsageException {
    for (Option option : options.keySet()) {
      if (!option.global() && !command.options().contains(option)) {
        throw new UsageException(command.word() + " does not take " + option.flag());
      }
    }
  }

  boolean has(Option option) {
    return options.containsKey(option);
  }

  /** What was given for an option; the last one counts. */
  Optional<String> get(Option option) {
    return Optional.ofNullable(options.get(option)).map(List::getLast);
  }

  String get(Option option, String otherwise) {
    return get(option).orElse(otherwise);
  }

  /** All that was given for an option, in order. */
  List<String> all(Option option) {
    return options.getOrDefault(option, List.of());
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
