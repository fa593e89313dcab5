package vcg.guest;

import java.util.List;
import java.util.Optional;
import vcg.model.Board;
import vcg.model.Firmware;
import vcg.model.FirmwareBuild;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Machine;

/** Finds the firmware that a document leaves to the host, as libvirt would. */
public final class FirmwareChoice {
  private FirmwareChoice() {}

  /**
   * The guest with everything chosen that its document leaves to the host; itself, where that is
   * nothing.
   *
   * @param builds what the host has, the preferred ones first
   */
  public static Guest chosen(Guest guest, List<FirmwareBuild> builds) {
    if (!(guest.machine() instanceof Machine.Qemu machine) || isDecided(machine.board())) {
      return guest;
    }
    Board board = machine.board();
    Optional<Located<Firmware.Wanted>> wanted = board.firmware().wanted();
    return builds.stream()
        .filter(b -> wanted.map(w -> fits(b, board, w.value())).orElseGet(() -> is(b, board)))
        .findFirst()
        .map(b ->
            guest.with(machine.with(wanted.isPresent() ? with(b, board) : described(b, board))))
        .orElse(guest);
  }

  /** Why a guest cannot start: nothing could be chosen for it; empty: all is decided. */
  public static Optional<Located<String>> refusal(Guest guest) {
    if (!(guest.machine() instanceof Machine.Qemu machine) || isDecided(machine.board())) {
      return Optional.empty();
    }
    Board board = machine.board();
    return board
        .firmware()
        .wanted()
        .map(w ->
            new Located<>(
                "this host has no UEFI firmware for machine type "
                    + board.type().value()
                    + asked(w.value())
                    + "; Debian has it in the package "
                    + (board.architecture().value().equals("i686") ? "ovmf-ia32" : "ovmf"),
                w.at()))
        .or(() ->
            board
                .firmware()
                .loader()
                .map(l ->
                    new Located<>(
                        "no descriptor of firmware on this host says what the variables of "
                            + l.value().path()
                            + " are at first: name a template in <nvram>",
                        l.at())));
  }

  private static String asked(Firmware.Wanted wanted) {
    StringBuilder text = new StringBuilder();
    wanted.features().forEach((name, on) -> text.append(on ? " with " : " without ").append(name));
    return text.append(wanted.secure() ? " with a secure loader" : "").toString();
  }

  /** Variables need a file, or what one is made of. */
  private static boolean isDecided(Board board) {
    Firmware firmware = board.firmware();
    if (firmware.wanted().isPresent()) {
      return false;
    }
    return firmware.loader().filter(l -> l.value().hasVariables()).isEmpty()
        || firmware
            .nvram()
            .filter(n -> n.value().template().isPresent() || n.value().path().isPresent())
            .isPresent();
  }

  private static boolean is(FirmwareBuild build, Board board) {
    return board.firmware().loader().filter(l -> l.value().path().equals(build.code())).isPresent();
  }

  private static boolean fits(FirmwareBuild build, Board board, Firmware.Wanted wanted) {
    boolean needsSmm = build.features().contains("requires-smm");
    boolean smmIsOff = board.features().smm().filter(s -> !s.value()).isPresent();
    boolean canSleep =
        asked(board.power().toMemory(), "acpi-s3", build)
            && asked(board.power().toDisk(), "acpi-s4", build);
    return build.machines().stream().anyMatch(m -> matches(m, board))
        && !(needsSmm && smmIsOff)
        && (needsSmm || !wanted.secure())
        && canSleep
        && wanted.features().entrySet().stream()
            .allMatch(f -> build.features().contains(f.getKey()) == f.getValue());
  }

  private static boolean asked(
      Optional<Located<Boolean>> state, String feature, FirmwareBuild build) {
    return state.filter(Located::value).isEmpty() || build.features().contains(feature);
  }

  /** A pattern has only stars; {@code pc} and {@code q35} stand for their newest version. */
  private static boolean matches(String pattern, Board board) {
    String type =
        switch (board.type().value()) {
          case "pc" -> "pc-i440fx-newest";
          case "q35" -> "pc-q35-newest";
          default -> board.type().value();
        };
    String text = board.architecture().value().replace("i686", "i386") + "/" + type;
    return globMatches(pattern, text);
  }

  private static boolean globMatches(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    String rest = pattern.substring(star + 1);
    if (!text.startsWith(pattern.substring(0, star))) {
      return false;
    }
    for (int i = star; i <= text.length(); i++) {
      if (globMatches(rest, text.substring(i))) {
        return true;
      }
    }
    return false;
  }

  private static Board with(FirmwareBuild build, Board board) {
    Firmware firmware = board.firmware();
    Located<Firmware.Wanted> wanted = firmware.wanted().orElseThrow();
    boolean smm = build.features().contains("requires-smm");
    Firmware.Loader loader =
        new Firmware.Loader(build.code(), true, true, smm, false, build.codeFormat());
    Located<Firmware.Nvram> nvram =
        firmware
            .nvram()
            .map(n -> new Located<>(n.value().templateOr(build), n.at()))
            .orElseGet(() -> new Located<>(Firmware.Nvram.of(build), wanted.at()));
    return board.with(
        firmware.with(new Located<>(loader, wanted.at()), Optional.of(nvram)),
        smm ? board.features().withSmm(wanted.at()) : board.features());
  }

  /** The variables that a loader has whose document names the loader alone. */
  private static Board described(FirmwareBuild build, Board board) {
    Firmware firmware = board.firmware();
    Located<Firmware.Loader> loader = firmware.loader().orElseThrow();
    Located<Firmware.Nvram> nvram =
        firmware
            .nvram()
            .map(n -> new Located<>(n.value().templateOr(build), n.at()))
            .orElseGet(() -> new Located<>(Firmware.Nvram.of(build), loader.at()));
    return board.with(firmware.with(loader, Optional.of(nvram)), board.features());
  }
}
