package vcg.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code vcg help} and {@code vcg version} print. */
final class HelpText {
  private HelpText() {}

  static ExitCode version(Console console) {
    String version =
        Optional.ofNullable(HelpText.class.getPackage().getImplementationVersion())
            .orElse("(built from classes)");
    console.data("vcg " + version + "\n");
    return ExitCode.OK;
  }

  static ExitCode help(Arguments arguments, Console console) throws UsageException {
    if (arguments.operands().isEmpty()) {
      console.data(overview());
      return ExitCode.OK;
    }
    String word = arguments.operands().getFirst();
    Command command = Command.of(word).orElseThrow(() -> Arguments.unknownCommand(word));
    console.data(of(command));
    return ExitCode.OK;
  }

  private static String overview() {
    StringBuilder out = new StringBuilder("usage: vcg [OPTION...] COMMAND [ARGUMENT...]\n\n");
    for (Command command : Command.values()) {
      line(out, command.word() + " " + command.arguments(), command.meaning());
    }
    out.append(
        "\n"
            + "options of all commands, the long ones also as VCG_STATE_DIR and so on in the"
            + " environment:\n");
    Stream.of(Option.values()).filter(Option::global).forEach(o -> line(out, text(o), o.meaning()));
    out.append("\nexit codes:\n");
    for (ExitCode code : ExitCode.values()) {
      line(out, Integer.toString(code.number()), code.meaning());
    }
    return out.toString();
  }

  private static String of(Command command) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "usage: vcg [OPTION...] %s %s%n%n%s%n",
            command.word(),
            command.arguments(),
            command.meaning()));
    List<Option> options = command.options();
    if (!options.isEmpty()) {
      out.append('\n');
    }
    options.forEach(o -> line(out, text(o), o.meaning()));
    return out.append("\nvcg help lists the options of all commands.\n").toString();
  }

  private static String text(Option option) {
    return option.isSwitch() ? option.flag() : option.flag() + " " + option.value();
  }

  private static void line(StringBuilder out, String left, String right) {
    out.append(String.format(Locale.ROOT, "  %-28s  %s%n", left, right));
  }
}
