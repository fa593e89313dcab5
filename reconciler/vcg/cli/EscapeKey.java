package vcg.cli;

import java.util.OptionalInt;

/**
 * The key that ends a console: a control key as {@code ^]} or {@code ^A}, any other character of
 * ASCII, or none.
 *
 * @param code the byte that the key sends; empty: there is none
 */
record EscapeKey(OptionalInt code) {
  private static final int CONTROL = 0x40;

  static EscapeKey parse(String text) throws UsageException {
    if (text.equals("none")) {
      return new EscapeKey(OptionalInt.empty());
    }
    if (text.matches("\\^[@-_a-z]")) {
      return new EscapeKey(OptionalInt.of(Character.toUpperCase(text.charAt(1)) - CONTROL));
    }
    if (text.matches("[!-~]")) {
      return new EscapeKey(OptionalInt.of(text.charAt(0)));
    }
    throw new UsageException(
        "--escape is \"" + text + "\", must be a key such as ^] or ^A, one character, or none");
  }

  @Override
  public String toString() {
    return code.isEmpty()
        ? "no key"
        : code.getAsInt() < ' '
            ? "Ctrl-" + (char) (code.getAsInt() + CONTROL)
            : String.valueOf((char) code.getAsInt());
  }
}
