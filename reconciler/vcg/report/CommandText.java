package vcg.report;

import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.Command;

/** A command line for people and for shells. */
public final class CommandText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private CommandText() {}

  /** An option a line, quoted so that a shell would start the same; vcg itself needs no shell. */
  public static String of(Command command) {
    StringBuilder text = new StringBuilder(quoted(command.program()));
    for (Command.Option option : command.options()) {
      text.append(" \\\n  ").append(quoted(option.name()));
      boolean script = command.setup().config().isPresent() && option.name().equals("-c");
      option
          .value()
          .ifPresent(value ->
              text.append(' ').append(script ? "'" + Printable.json(value) + "'" : quoted(value)));
    }
    text.append('\n');
    command
        .setup()
        .config()
        .ifPresent(config ->
            text.append("\n# config.json, read by crun\n").append(Printable.json(config)));
    return text.toString();
  }

  /** Program and arguments, as {@code execve} gets them. */
  public static String json(Command command) {
    ObjectNode node = Nodes.object().put("program", command.program());
    node.set("arguments", Nodes.texts(command.arguments()));
    command.setup().config().ifPresent(config -> node.put("config", config));
    return node.toPrettyString() + "\n";
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches()
        ? word
        : "'" + Printable.line(word).replace("'", "'\\''") + "'";
  }
}
