package vcg.guest;

import java.util.Optional;
import java.util.regex.Pattern;
import vcg.model.Located;
import vcg.model.Machine;

/** The QEMU binary of a guest. */
public final class Emulator {
  private static final Pattern BELOW_USR = Pattern.compile("/usr(/(?!\\.{1,2}(/|$))[^/]+)+");

  private Emulator() {}

  /** The one that the document names, or the distribution's for the architecture. */
  public static Located<String> of(Machine.Qemu machine) {
    return machine
        .emulator()
        .orElseGet(() ->
            new Located<>(
                "/usr/bin/qemu-system-" + suffix(machine.board().architecture().value()),
                machine.board().architecture().at()));
  }

  /**
   * Why vcg does not run a program as an emulator; empty: it may be one. Only what an administrator
   * installed counts, or a domain file could start anything as root.
   */
  public static Optional<String> refusal(String path) {
    return BELOW_USR.matcher(path).matches()
        ? Optional.empty()
        : Optional.of("emulator must be an absolute path below /usr, without . or ..");
  }

  private static String suffix(String architecture) {
    return architecture.equals("i686") ? "i386" : architecture;
  }
}
