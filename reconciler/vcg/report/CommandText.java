package vcg.report;

import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.Command;

/** A command line for people and for shells. */
public final class CommandText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private CommandText() {}

  /**
   * An option a line, quoted so that a shell would start the same; vcg itself needs no shell. What
   * runs beside the program comes before it.
   */
  public static String of(Command command) {
    StringBuilder text = new StringBuilder();
    command.helpers().forEach(h -> text.append(of(h.command()).stripTrailing()).append(" &\n"));
    command
        .environment()
        .forEach((name, value) -> text.append(name).append('=').append(quoted(value)).append(' '));
    text.append(quoted(command.program()));
    for (Command.Option option : command.options()) {
      text.append(" \\\n  ").append(quoted(option.name()));
      boolean script = command.config().isPresent() && option.name().equals("-c");
      option
          .value()
          .ifPresent(value ->
              text.append(' ').append(script ? "'" + Printable.json(value) + "'" : quoted(value)));
    }
    command.opens().forEach((number, macvtap) -> text.append(opened(number, macvtap)));
    text.append('\n');
    command
        .config()
        .ifPresent(config ->
            text.append("\n# config.json, read by crun\n").append(Printable.json(config)));
    return text.toString();
  }

  /** Which number its device has is known only when it is made. */
  private static String opened(int number, String macvtap) {
    return String.format(
        " \\\n  %d<>/dev/$(basename /sys/class/net/%s/macvtap/tap*)", number, macvtap);
  }

  /** Program and arguments, as {@code execve} gets them. */
  public static String json(Command command) {
    return node(command).toPrettyString() + "\n";
  }

  /** Program, arguments, and where there are any, variables, open devices and helpers. */
  static ObjectNode node(Command command) {
    ObjectNode node = Nodes.object().put("program", command.program());
    node.set("arguments", Nodes.texts(command.arguments()));
    if (!command.environment().isEmpty()) {
      ObjectNode environment = node.putObject("environment");
      command.environment().forEach(environment::put);
    }
    if (!command.opens().isEmpty()) {
      ObjectNode opens = node.putObject("opens");
      command.opens().forEach((number, macvtap) -> opens.put(number.toString(), macvtap));
    }
    if (!command.helpers().isEmpty()) {
      ArrayNode helpers = node.putArray("helpers");
      command.helpers().forEach(h -> helpers.add(node(h.command())));
    }
    command.config().ifPresent(config -> node.put("config", config));
    return node;
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches()
        ? word
        : "'" + Printable.line(word).replace("'", "'\\''") + "'";
  }
}
