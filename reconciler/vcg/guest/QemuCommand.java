package vcg.guest;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.model.Command;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Machine;

/**
 * The command line of a virtual machine. Where QEMU takes JSON it gets JSON; elsewhere commas are
 * doubled, so that no name or path can become an option of its own.
 */
public final class QemuCommand {
  private QemuCommand() {}

  /**
   * What starts a guest, with its virtual CPUs stopped. One document always gives the same text.
   *
   * @throws IllegalArgumentException the guest is a container, or a part of it was not validated
   */
  public static Command of(Guest guest, GuestFiles files) {
    if (!(guest.machine() instanceof Machine.Qemu machine)) {
      throw new IllegalArgumentException(guest.id() + " is not a virtual machine");
    }
    Options options = new Options();
    frame(guest, files, options);
    MachineOptions.add(guest, machine, files, options);
    FirmwareOptions.add(guest, machine, files, options);
    IdentityOptions.add(machine, options);
    BootOrder boot = BootOrder.of(machine);
    Buses buses = Buses.of(machine);
    ControllerOptions.add(machine, buses, options);
    DiskOptions.add(machine, buses, boot, options);
    ShareOptions.add(machine, buses, options);
    DeviceOptions.add(guest, machine, buses, boot, files, options);
    TpmOptions.add(guest, machine, files, options);
    return new Command(
        Emulator.of(machine).value(),
        options.list(),
        Preparations.of(guest, machine, files),
        LiveSettings.atStart(guest, machine),
        environment(machine),
        TpmOptions.helpers(guest, machine, files),
        DirectCards.opens(guest, machine),
        Optional.empty());
  }

  /** Whether this command line is that of a program which runs beside the guest's own. */
  public static boolean isHelper(List<String> words, GuestId guest, GuestFiles files) {
    return TpmOptions.isEmulator(words, guest, files);
  }

  private static SortedMap<String, String> environment(Machine.Qemu machine) {
    SortedMap<String, String> environment = new TreeMap<>();
    MachineOptions.zone(machine.board().clock().value())
        .ifPresent(zone -> environment.put("TZ", zone));
    return environment;
  }

  /** What every process gets, whatever its document says. */
  private static void frame(Guest guest, GuestFiles files, Options options) {
    options.add(
        "-name",
        KeyValues.of("guest", guest.id().name()).and("debug-threads", "on"),
        "name",
        guest.at());
    options.add("-uuid", guest.uuid(), "uuid", guest.at());
    options.flag("-S");
    options.flag("-no-shutdown");
    options.flag("-no-user-config");
    options.flag("-nodefaults");
    options.fixed("-display", "none");
    options.fixed(
        "-chardev",
        "monitor",
        KeyValues.word("socket")
            .and("id", "monitor")
            .and("path", files.monitor(guest.id()).toString())
            .and("server", "on")
            .and("wait", "off"));
    options.fixed("-mon", KeyValues.of("chardev", "monitor").and("mode", "control"));
    options.fixed(
        "-chardev",
        "monitor",
        KeyValues.word("socket")
            .and("id", GuestFiles.EVENTS)
            .and("path", files.events(guest.id()).toString())
            .and("server", "on")
            .and("wait", "off"));
    options.fixed("-mon", KeyValues.of("chardev", GuestFiles.EVENTS).and("mode", "control"));
    options.fixed(
        "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
    options.fixed("-msg", "timestamp=on");
  }
}
