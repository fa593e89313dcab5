package vcg.validate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import vcg.cgroup.Layout;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Problem;

/** A guest's name becomes the name of directories and sockets, and stands in every report. */
final class NameRules {
  private static final String CODE = "VCG201";

  private NameRules() {}

  static void check(Guest guest, List<Problem> problems) {
    refusal(guest.id())
        .ifPresent(why -> problems.add(Problem.error(CODE, guest.at(), "name " + why)));
  }

  private static Optional<String> refusal(GuestId id) {
    String name = id.name();
    if (name.isBlank()) {
      return Optional.of("is empty");
    }
    if (name.codePoints().anyMatch(NameRules::isInvisible)) {
      return Optional.of("has a control or invisible character");
    }
    if (!name.strip().equals(name)) {
      return Optional.of("begins or ends with a blank");
    }
    if (name.indexOf('/') >= 0) {
      return Optional.of("has a \"/\"");
    }
    if (name.startsWith(".")) {
      return Optional.of("begins with a dot");
    }
    String directory = Layout.fileName(name) + "." + id.driver() + ".libvirt";
    int bytes = directory.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= Layout.MAX_NAME_BYTES
        ? Optional.empty()
        : Optional.of(
            "is too long: its cgroup would need "
                + bytes
                + " bytes, at most "
                + Layout.MAX_NAME_BYTES
                + " are allowed");
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          true;
      default -> false;
    };
  }
}
