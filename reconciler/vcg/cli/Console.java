package vcg.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command prints: results to standard output, all else to standard error.
 *
 * @param quiet whether results for people are left out
 */
record Console(PrintStream out, PrintStream err, boolean colour, boolean quiet) {

  static Console of(
      Arguments arguments, Map<String, String> environment, PrintStream out, PrintStream err)
      throws UsageException {
    boolean colour =
        switch (arguments.choice(Option.COLOR)) {
          case "always" -> true;
          case "never" -> false;
          default ->
              environment.getOrDefault("NO_COLOR", "").isEmpty()
                  && !environment.getOrDefault("TERM", "dumb").equals("dumb")
                  && Optional.ofNullable(System.console())
                      .filter(java.io.Console::isTerminal)
                      .isPresent();
        };
    return new Console(out, err, colour, arguments.has(Option.QUIET));
  }

  /** In UTF-8, whatever the locale. */
  static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** A result for people. */
  void say(String text) {
    if (!quiet) {
      out.print(text);
      out.flush();
    }
  }

  /** A result as data. */
  void data(String text) {
    out.print(text);
    out.flush();
  }

  /** A result in bytes, as they are. */
  void data(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** Whether nobody takes results any more. */
  boolean isBroken() {
    return out.checkError();
  }

  /** Something that is not the result. */
  void note(String text) {
    err.print(text);
    err.flush();
  }
}
