package vcg.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vcg.model.GuestUser;

/** The users of this host, wherever it keeps them. */
public final class Accounts {
  private static final Pattern NUMBERS = Pattern.compile("([1-9][0-9]{0,8}):([1-9][0-9]{0,8})");

  private Accounts() {}

  /** A user by name, or as {@code UID:GID}; empty: there is none, or it is root. */
  public static Optional<GuestUser> find(String name) throws IOException {
    Matcher numbers = NUMBERS.matcher(name);
    if (numbers.matches()) {
      return Optional.of(
          new GuestUser(
              name, Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))));
    }
    String[] fields = entry("passwd", name);
    return fields.length < 4 || fields[2].equals("0") || fields[3].equals("0")
        ? Optional.empty()
        : Optional.of(
            new GuestUser(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
  }

  /** A group by name; empty: there is none. */
  public static OptionalInt group(String name) throws IOException {
    String[] fields = entry("group", name);
    return fields.length < 3 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(fields[2]));
  }

  /** A line of one of the host's databases, taken apart; one empty field: there is none. */
  private static String[] entry(String database, String name) throws IOException {
    if (name.isEmpty() || name.startsWith("-") || Character.isDigit(name.charAt(0))) {
      return new String[] {""};
    }
    Process getent =
        new ProcessBuilder(List.of("getent", database, name))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String line = new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return line.strip().split(":", -1);
  }
}
