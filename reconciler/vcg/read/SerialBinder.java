package vcg.read;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vcg.model.CharDevice;
import vcg.model.SerialPort;
import vcg.read.xml.Devices;
import vcg.read.xml.Serial;

/** Reads serial ports and consoles; a console of type serial is another name for the first port. */
final class SerialBinder {
  private static final int LAST_ISA_PORT = 3;
  private static final List<String> PORTS =
      List.of("serial", "isa-serial", "usb-serial", "pci-serial", "isa-debug");

  private final Findings findings;
  private final CharBinder characters;
  private final Map<Integer, Serial> ports = new TreeMap<>();
  private final IdentityHashMap<Serial, CharDevice> devices = new IdentityHashMap<>();

  SerialBinder(Findings findings) {
    this.findings = findings;
    this.characters = new CharBinder(findings);
  }

  List<SerialPort> bind(Devices all) {
    all.serials.forEach(this::plug);
    List<Serial> consoles = new ArrayList<>(all.consoles);
    consoles.removeIf(SerialBinder::isVirtio);
    Words.only(consoles, "console", findings).ifPresent(this::console);
    int expected = 0;
    for (Map.Entry<Integer, Serial> port : ports.entrySet()) {
      if (port.getKey() != expected) {
        findings.error(
            Codes.CONTRADICTION,
            port.getValue(),
            "serial port " + port.getKey() + " needs port " + expected + " as well");
        break;
      }
      expected++;
    }
    return ports.values().stream().map(s -> new SerialPort(kind(s), device(s, "serial"))).toList();
  }

  /** The consoles that are devices of their own. */
  List<CharDevice> virtio(Devices all) {
    return all.consoles.stream()
        .filter(SerialBinder::isVirtio)
        .map(c -> device(c, "console"))
        .toList();
  }

  private static boolean isVirtio(Serial console) {
    return Words.only(console.targets).filter(t -> Words.is(t.type, "virtio")).isPresent();
  }

  private void plug(Serial serial) {
    check(serial, "serial");
    int free = 0;
    while (ports.containsKey(free)) {
      free++;
    }
    int port = port(serial).orElse(free);
    if (port > LAST_ISA_PORT && kind(serial) == SerialPort.Kind.ISA) {
      findings.error(
          Codes.CONTRADICTION, serial, "ports of kind isa-serial are 0 to 3, this is " + port);
    }
    Serial other = ports.putIfAbsent(port, serial);
    if (other != null) {
      findings.error(
          Codes.TWICE,
          serial,
          "serial port " + port + " occurs twice",
          "the first one is at " + findings.at(other));
    }
  }

  private void console(Serial console) {
    check(console, "console");
    if (port(console).orElse(0) != 0) {
      findings.error(Codes.CONTRADICTION, console, "the console is serial port 0");
    }
    CharDevice device = device(console, "console");
    Serial first = ports.putIfAbsent(0, console);
    if (first != null && !device(first, "serial").backend().equals(device.backend())) {
      findings.error(
          Codes.CONTRADICTION,
          console,
          "the console is serial port 0, but is connected to something else",
          "the serial port is at " + findings.at(first));
    }
  }

  private CharDevice device(Serial serial, String name) {
    return devices.computeIfAbsent(
        serial,
        s ->
            characters.bind(
                new CharBinder.Parts(s, name, s.type, s.sources, s.protocols, s.logs, "")));
  }

  private void check(Serial serial, String name) {
    Words.only(serial.targets, "target", findings)
        .ifPresent(target -> {
          String found = Words.word(target.type, "serial");
          boolean right = name.equals("serial") ? PORTS.contains(found) : found.equals("serial");
          if (!right) {
            findings.attributeError(
                Codes.CONTRADICTION,
                target,
                "type",
                "target type of this "
                    + name
                    + " is "
                    + Printed.value(found)
                    + ", must be "
                    + (name.equals("serial")
                        ? "isa-serial, usb-serial, pci-serial or isa-debug"
                        : "serial or virtio"));
          }
          String device =
              kind(serial) == SerialPort.Kind.DEBUG
                  ? "isa-debugcon"
                  : kind(serial).name().toLowerCase(Locale.ROOT) + "-serial";
          if (target.model != null && !Words.is(target.model.name, device)) {
            findings.attributeError(
                Codes.CONTRADICTION, target.model, "name", "the model of this port is " + device);
          }
        });
  }

  private static Optional<Integer> port(Serial serial) {
    return Words.only(serial.targets).flatMap(t -> Words.small(t.port));
  }

  private static SerialPort.Kind kind(Serial serial) {
    return switch (Words.only(serial.targets).map(t -> Words.word(t.type, "")).orElse("")) {
      case "usb-serial" -> SerialPort.Kind.USB;
      case "pci-serial" -> SerialPort.Kind.PCI;
      case "isa-debug" -> SerialPort.Kind.DEBUG;
      default -> SerialPort.Kind.ISA;
    };
  }
}
