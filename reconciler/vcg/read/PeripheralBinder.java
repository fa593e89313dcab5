package vcg.read;

import java.util.Optional;
import vcg.model.Lines;
import vcg.model.Located;
import vcg.model.Peripherals;
import vcg.model.Peripherals.Balloon;
import vcg.model.Peripherals.Input.Bus;
import vcg.read.xml.Devices;
import vcg.read.xml.Input;
import vcg.read.xml.Memballoon;
import vcg.read.xml.Panic;
import vcg.read.xml.Rng;
import vcg.read.xml.Vsock;
import vcg.read.xml.Watchdog;

/** Reads the smaller devices of a virtual machine. */
final class PeripheralBinder {
  private static final int RATE_PERIOD_MILLIS = 1000;

  private final Findings findings;

  PeripheralBinder(Findings findings) {
    this.findings = findings;
  }

  Peripherals bind(Devices devices, Lines lines) {
    return new Peripherals(
        lines,
        new ScreenBinder(findings).bind(devices),
        devices.inputs.stream().map(this::input).toList(),
        devices.hubs.stream().map(hub -> findings.at(hub)).toList(),
        devices.rngs.stream().map(this::random).toList(),
        Words.only(devices.watchdogs, "watchdog", findings).map(this::watchdog),
        Words.only(devices.panics, "panic", findings).map(this::panic),
        Words.only(devices.memballoons).map(this::balloon).orElse(Balloon.PLAIN),
        Words.only(devices.vsocks, "vsock", findings).flatMap(this::vsock));
  }

  private Peripherals.Input input(Input input) {
    boolean tablet = Words.is(input.type, "tablet");
    Bus bus =
        switch (Words.word(input.bus, tablet ? "usb" : "ps2")) {
          case "usb" -> Bus.USB;
          case "virtio" -> Bus.VIRTIO;
          default -> Bus.PS2;
        };
    if (tablet && bus == Bus.PS2) {
      findings.attributeError(
          Codes.CONTRADICTION, input, "bus", "a tablet cannot be on bus ps2; usb can have it");
    }
    if (input.model != null && bus != Bus.VIRTIO) {
      findings.attributeError(
          Codes.CONTRADICTION, input, "model", "only an input on bus virtio has a model");
    }
    return new Peripherals.Input(findings.at(input), Words.word(input.type, "mouse"), bus);
  }

  private Peripherals.RandomSource random(Rng rng) {
    Rng.RngBackend backend = rng.backend == null ? new Rng.RngBackend() : rng.backend;
    if (rng.backend == null) {
      findings.error(Codes.INCOMPLETE, rng, "<rng> needs <backend>");
    }
    boolean builtin = Words.is(backend.model, "builtin");
    Optional<String> device = Words.word(backend.text);
    if (builtin && device.isPresent()) {
      findings.textError(Codes.CONTRADICTION, backend, "the backend builtin has no device");
    }
    return new Peripherals.RandomSource(
        findings.at(rng),
        builtin ? Optional.empty() : device.or(() -> Optional.of("/dev/urandom")),
        rng.rate == null ? Optional.empty() : Words.small(rng.rate.bytes),
        rng.rate == null
            ? RATE_PERIOD_MILLIS
            : Words.small(rng.rate.period).orElse(RATE_PERIOD_MILLIS));
  }

  private Peripherals.Watchdog watchdog(Watchdog watchdog) {
    return new Peripherals.Watchdog(
        findings.at(watchdog),
        Words.word(watchdog.model, "i6300esb"),
        Words.word(watchdog.action, "reset"));
  }

  private Located<String> panic(Panic panic) {
    return new Located<>(Words.word(panic.model, "isa"), findings.at(panic));
  }

  private Balloon balloon(Memballoon balloon) {
    Optional<Integer> stats =
        balloon.stats == null ? Optional.empty() : Words.small(balloon.stats.period);
    if (Words.is(balloon.model, "none")) {
      if (balloon.autodeflate != null || balloon.freePageReporting != null || stats.isPresent()) {
        findings.error(
            Codes.CONTRADICTION, balloon, "there is no balloon of which this could be said");
      }
    }
    return new Balloon(
        Words.flag(balloon.autodeflate), Words.flag(balloon.freePageReporting), stats);
  }

  private Optional<Located<Long>> vsock(Vsock vsock) {
    if (vsock.cid == null) {
      findings.error(Codes.INCOMPLETE, vsock, "<vsock> needs <cid>");
    }
    return Optional.ofNullable(vsock.cid)
        .flatMap(c -> Words.number(c.address).map(n -> new Located<>(n, findings.at(vsock))));
  }
}
