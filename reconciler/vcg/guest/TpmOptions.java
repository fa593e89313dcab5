package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.model.Command;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.Peripherals.Tpm;

/**
 * A trusted platform module: the options of QEMU, and swtpm, which emulates it in a process of its
 * own. That process ends by itself when QEMU has closed the connection, however QEMU ended.
 */
final class TpmOptions {
  static final String PROGRAM = "/usr/bin/swtpm";

  private TpmOptions() {}

  static void add(Guest guest, Machine.Qemu machine, GuestFiles files, Options options) {
    tpm(machine)
        .ifPresent(tpm -> {
          KeyValues socket =
              KeyValues.word("socket")
                  .and("id", "tpm-socket")
                  .and("path", files.tpmSocket(guest.id()).toString());
          KeyValues backend =
              KeyValues.word("emulator").and("id", "tpm-emulator").and("chardev", "tpm-socket");
          options.add("-chardev", socket, "tpm", tpm.at());
          options.add("-tpmdev", backend, "tpm", tpm.at());
          options.add(
              "-device",
              DiskOptions.object(tpm.value().model(), "tpm").put("tpmdev", "tpm-emulator"),
              "tpm",
              tpm.at());
        });
  }

  /** The process that emulates the module. */
  static List<Command.Helper> helpers(Guest guest, Machine.Qemu machine, GuestFiles files) {
    return tpm(machine)
        .map(tpm -> {
          String socket = files.tpmSocket(guest.id()).toString();
          return List.of(new Command.Helper(command(guest, tpm, files, socket), socket));
        })
        .orElse(List.of());
  }

  private static Command command(Guest guest, Located<Tpm> tpm, GuestFiles files, String socket) {
    List<Command.Option> options = new ArrayList<>();
    options.add(option("socket", Optional.empty(), tpm.at()));
    options.add(option("--ctrl", Optional.of(control(socket)), tpm.at()));
    String state = files.tpmState(guest.id()).toString();
    options.add(option("--tpmstate", Optional.of("dir=" + state + ",mode=0600"), tpm.at()));
    options.add(option("--terminate", Optional.empty(), tpm.at()));
    if (tpm.value().isVersion2()) {
      options.add(option("--tpm2", Optional.empty(), tpm.at()));
    }
    return new Command(PROGRAM, options);
  }

  private static Command.Option option(String name, Optional<String> value, Location at) {
    return new Command.Option(name, value, "tpm", Optional.of(at));
  }

  /** Whether this is the command line of the process that emulates a guest's module. */
  static boolean isEmulator(List<String> words, GuestId guest, GuestFiles files) {
    return words.size() > 3
        && words.getFirst().equals(PROGRAM)
        && words.get(3).equals(control(files.tpmSocket(guest).toString()));
  }

  private static String control(String socket) {
    return "type=unixio,path=" + socket + ",mode=0600";
  }

  private static Optional<Located<Tpm>> tpm(Machine.Qemu machine) {
    return machine.hardware().peripherals().tpm();
  }
}
