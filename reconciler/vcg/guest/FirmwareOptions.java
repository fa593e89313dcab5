package vcg.guest;

import tools.jackson.databind.node.ObjectNode;
import vcg.model.Firmware;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Machine;

/** The options for what runs before the operating system. */
final class FirmwareOptions {
  private FirmwareOptions() {}

  static void add(Guest guest, Machine.Qemu machine, GuestFiles files, Options options) {
    Firmware firmware = machine.board().firmware();
    firmware
        .wanted()
        .ifPresent(_ -> {
          throw new IllegalArgumentException("no firmware has been chosen for " + guest.id());
        });
    firmware.loader().ifPresent(loader -> loader(guest, loader, firmware, files, options));
    firmware.menu().ifPresent(menu -> menu(menu, options));
    firmware
        .rebootTimeout()
        .ifPresent(
            t -> options.add("-boot", "reboot-timeout=" + t.value(), "bios rebootTimeout", t.at()));
    firmware
        .serial()
        .ifPresent(s -> options.add("-machine", "graphics=off", "bios useserial", s.at()));
  }

  private static void loader(
      Guest guest,
      Located<Firmware.Loader> located,
      Firmware firmware,
      GuestFiles files,
      Options options) {
    Firmware.Loader loader = located.value();
    if (!loader.flash()) {
      options.add("-bios", loader.path(), "loader", located.at());
      return;
    }
    flash(
        new Image("pflash0", "file", loader.path(), loader.format(), loader.readOnly()),
        new Located<>("loader", located.at()),
        options);
    if (loader.hasVariables()) {
      Located<Firmware.Nvram> nvram =
          firmware
              .nvram()
              .orElseThrow(
                  () -> new IllegalArgumentException("no place for variables of " + guest.id()));
      String path = path(guest, nvram.value(), files);
      String driver = nvram.value().block() ? "host_device" : "file";
      flash(
          new Image("pflash1", driver, path, nvram.value().format(), false),
          new Located<>("nvram", nvram.at()),
          options);
    }
    if (loader.secure()) {
      options.add(
          "-global", "driver=cfi.pflash01,property=secure,value=on", "loader secure", located.at());
    }
  }

  /** Where the variables lie. */
  static String path(Guest guest, Firmware.Nvram nvram, GuestFiles files) {
    return nvram.path().orElseGet(() -> files.variables(guest.id()).toString());
  }

  private record Image(String name, String driver, String path, String format, boolean readOnly) {}

  private static void flash(Image image, Located<String> field, Options options) {
    ObjectNode source =
        Options.object()
            .put("driver", image.driver())
            .put("node-name", image.name() + "-source")
            .put("filename", image.path())
            .put("read-only", image.readOnly())
            .put("auto-read-only", false);
    ObjectNode format =
        Options.object()
            .put("driver", image.format())
            .put("node-name", image.name() + "-format")
            .put("file", image.name() + "-source")
            .put("read-only", image.readOnly())
            .put("auto-read-only", false);
    options.add("-blockdev", source, field.value(), field.at());
    options.add("-blockdev", format, field.value(), field.at());
    options.add(
        "-machine", image.name() + "=" + image.name() + "-format", field.value(), field.at());
  }

  private static void menu(Located<Firmware.Menu> menu, Options options) {
    KeyValues boot = KeyValues.of("menu", menu.value().on() ? "on" : "off");
    menu.value().timeoutMillis().ifPresent(t -> boot.and("splash-time", t));
    options.add("-boot", boot, "bootmenu", menu.at());
  }
}
