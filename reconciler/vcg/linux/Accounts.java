package vcg.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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
    if (name.isEmpty() || name.startsWith("-") || Character.isDigit(name.charAt(0))) {
      return Optional.empty();
    }
    Process getent =
        new ProcessBuilder(List.of("getent", "passwd", name))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String line = new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] fields = line.strip().split(":", -1);
    return fields.length < 4 || fields[2].equals("0") || fields[3].equals("0")
        ? Optional.empty()
        : Optional.of(
            new GuestUser(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
  }
}
