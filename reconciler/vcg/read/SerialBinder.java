package vcg.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vcg.model.CharDevice;
import vcg.read.xml.Devices;
import vcg.read.xml.Serial;

/** Reads serial ports and the console, which is another name for the first of them. */
final class SerialBinder {
  private final Findings findings;
  private final Map<Integer, Serial> ports = new TreeMap<>();

  SerialBinder(Findings findings) {
    this.findings = findings;
  }

  List<CharDevice> bind(Devices devices) {
    devices.serials.forEach(this::plug);
    Words.only(devices.consoles, "console", findings).ifPresent(this::console);
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
    return ports.values().stream().map(this::serial).toList();
  }

  private void plug(Serial serial) {
    check(serial, "serial", "isa-serial");
    int free = 0;
    while (ports.containsKey(free)) {
      free++;
    }
    int port = port(serial).orElse(free);
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
    check(console, "console", "serial");
    if (port(console).orElse(0) != 0) {
      findings.error(Codes.CONTRADICTION, console, "the console is serial port 0");
    }
    Serial first = ports.putIfAbsent(0, console);
    if (first != null && !(kind(first) == kind(console) && path(first).equals(path(console)))) {
      findings.error(
          Codes.CONTRADICTION,
          console,
          "the console is serial port 0, but is connected to something else",
          "the serial port is at " + findings.at(first));
    }
  }

  private void check(Serial serial, String name, String type) {
    if (serial.target != null && serial.target.type != null) {
      String found = Words.word(serial.target.type, type);
      boolean right = found.equals(type) || (found.equals("serial") && name.equals("serial"));
      if (!right && List.of("serial", "isa-serial", "lxc").contains(found)) {
        findings.attributeError(
            Codes.CONTRADICTION,
            serial.target,
            "type",
            "target type of this " + name + " is " + Printed.value(found) + ", must be " + type);
      }
    }
    boolean needsPath =
        kind(serial) == CharDevice.Kind.FILE || kind(serial) == CharDevice.Kind.UNIX;
    if (needsPath && path(serial).isEmpty()) {
      findings.error(
          Codes.INCOMPLETE,
          serial,
          "a " + name + " of type " + serial.type + " needs a source path");
    }
    if (kind(serial) == CharDevice.Kind.UNIX
        && serial.source != null
        && serial.source.mode == null) {
      findings.error(Codes.INCOMPLETE, serial.source, "<source> of type unix needs mode=\"bind\"");
    }
  }

  private static Optional<Integer> port(Serial serial) {
    return serial.target == null ? Optional.empty() : Words.small(serial.target.port);
  }

  private static Optional<String> path(Serial serial) {
    boolean used = kind(serial) == CharDevice.Kind.FILE || kind(serial) == CharDevice.Kind.UNIX;
    return used && serial.source != null ? Words.word(serial.source.path) : Optional.empty();
  }

  private static CharDevice.Kind kind(Serial serial) {
    return switch (Words.word(serial.type, "pty")) {
      case "file" -> CharDevice.Kind.FILE;
      case "unix" -> CharDevice.Kind.UNIX;
      case "null" -> CharDevice.Kind.NULL;
      default -> CharDevice.Kind.PTY;
    };
  }

  private CharDevice serial(Serial serial) {
    return new CharDevice(findings.at(serial), kind(serial), path(serial));
  }
}
