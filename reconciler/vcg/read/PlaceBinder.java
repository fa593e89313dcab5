package vcg.read;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vcg.model.DeviceAddress;
import vcg.model.DevicePlace;
import vcg.model.Located;
import vcg.read.xml.Address;
import vcg.read.xml.Alias;

/** Reads what any device may say of itself: its alias, and the place where it is plugged in. */
final class PlaceBinder {
  private static final String OWN = "ua-";
  private static final int MAX_BUS = 255;
  private static final int MAX_SLOT = 31;
  private static final int MAX_FUNCTION = 7;

  private final Findings findings;

  PlaceBinder(Findings findings) {
    this.findings = findings;
  }

  DevicePlace bind(@Nullable Alias alias, @Nullable Address address) {
    return new DevicePlace(
        Optional.ofNullable(alias).flatMap(this::alias),
        Optional.ofNullable(address).flatMap(this::address));
  }

  /** Names that do not start with {@code ua-} are libvirt's own, written when a guest ran. */
  private Optional<Located<String>> alias(Alias alias) {
    Optional<String> name = Words.word(alias.name).filter(n -> n.startsWith(OWN));
    if (name.isPresent() && !name.get().matches("[A-Za-z0-9_.-]{4,64}")) {
      findings.attributeError(
          Codes.ADDRESS,
          alias,
          "name",
          "alias " + Printed.value(name.get()) + " has other characters than letters, digits, _.-");
      return Optional.empty();
    }
    return name.map(n -> new Located<>(n, findings.at(alias)));
  }

  private Optional<DeviceAddress> address(Address a) {
    return switch (Words.word(a.type, "")) {
      case "pci" -> pci(a);
      case "drive" -> drive(a);
      case "usb" -> {
        refuse(a, "usb", "slot", a.slot, "function", a.function, "unit", a.unit);
        yield number(a, "bus", a.bus, MAX_BUS)
            .map(bus -> new DeviceAddress.Usb(findings.at(a), bus, Words.word(a.port)));
      }
      case "virtio-serial" -> serial(a);
      case "isa" -> {
        refuse(a, "isa", "slot", a.slot, "bus", a.bus, "unit", a.unit);
        yield Optional.of(
            new DeviceAddress.Isa(
                findings.at(a), optional(a, "iobase", a.iobase), optional(a, "irq", a.irq)));
      }
      default -> Optional.empty();
    };
  }

  private Optional<DeviceAddress> pci(Address a) {
    refuse(a, "pci", "controller", a.controller, "target", a.target, "unit", a.unit);
    refuse(a, "pci", "port", a.port, "iobase", a.iobase, "irq", a.irq);
    number(a, "domain", a.domain, 0);
    Optional<Integer> bus = number(a, "bus", a.bus, MAX_BUS);
    Optional<Integer> slot = number(a, "slot", a.slot, MAX_SLOT);
    Optional<Integer> function = number(a, "function", a.function, MAX_FUNCTION);
    if (a.slot == null && a.bus == null && a.function == null) {
      return Optional.empty(); // libvirt: any place on a PCI bus
    }
    if (bus.isEmpty() || slot.isEmpty() || function.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DeviceAddress.Pci(
            findings.at(a),
            bus.get(),
            slot.get(),
            function.get(),
            Words.word(a.multifunction).map("on"::equals)));
  }

  private Optional<DeviceAddress> drive(Address a) {
    refuse(a, "drive", "slot", a.slot, "function", a.function, "port", a.port);
    Optional<Integer> controller = number(a, "controller", a.controller, MAX_BUS);
    Optional<Integer> bus = number(a, "bus", a.bus, MAX_BUS);
    Optional<Integer> target = number(a, "target", a.target, MAX_BUS);
    Optional<Integer> unit = number(a, "unit", a.unit, Short.MAX_VALUE);
    if (controller.isEmpty() || bus.isEmpty() || target.isEmpty() || unit.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DeviceAddress.Drive(
            findings.at(a), controller.get(), bus.get(), target.get(), unit.get()));
  }

  private Optional<DeviceAddress> serial(Address a) {
    refuse(a, "virtio-serial", "slot", a.slot, "function", a.function, "unit", a.unit);
    number(a, "bus", a.bus, 0);
    Optional<Integer> controller = number(a, "controller", a.controller, MAX_BUS);
    Optional<Integer> port = optional(a, "port", a.port);
    return controller.map(c -> new DeviceAddress.VirtioSerial(findings.at(a), c, port));
  }

  /** Attributes of another type of address, by name and value. */
  private void refuse(Address address, String type, @Nullable String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1] != null) {
        String name = String.valueOf(pairs[i]);
        findings.attributeError(
            Codes.CONTRADICTION, address, name, "an address of type " + type + " has no " + name);
      }
    }
  }

  private Optional<Integer> optional(Address address, String name, @Nullable String text) {
    return text == null ? Optional.empty() : number(address, name, text, 0xffff);
  }

  /**
   * A number from 0 to a bound, 0 when absent; empty: wrong, and reported here or by the schema.
   */
  private Optional<Integer> number(Address address, String name, @Nullable String text, int most) {
    Optional<Long> number = Words.decoded(Words.word(text, "0"));
    if (number.filter(n -> n <= most).isEmpty()) {
      findings.attributeError(
          Codes.ADDRESS,
          address,
          name,
          name
              + " of this address is "
              + Printed.value(Words.word(text, ""))
              + (most == 0 ? ", must be 0" : ", must be 0 to " + most));
      return Optional.empty();
    }
    return number.map(Long::intValue);
  }
}
