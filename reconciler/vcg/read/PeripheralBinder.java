package vcg.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vcg.model.Lines;
import vcg.model.Located;
import vcg.model.Peripherals;
import vcg.model.Peripherals.Balloon;
import vcg.model.Peripherals.Input.Bus;
import vcg.model.Peripherals.Tpm;
import vcg.model.VirtioDriver;
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
  private static final long FIRST_ADDRESS = 3;
  private static final long LAST_ADDRESS = 0xffff_fffeL;

  private final Findings findings;

  PeripheralBinder(Findings findings) {
    this.findings = findings;
  }

  /** The devices of a machine; {@code guest} is the uuid of its guest. */
  Peripherals bind(Devices devices, Lines lines, UUID guest) {
    return new Peripherals(
        lines,
        new ScreenBinder(findings).bind(devices),
        devices.inputs.stream().map(this::input).toList(),
        devices.hubs.stream().map(hub -> findings.at(hub)).toList(),
        devices.rngs.stream().map(this::random).toList(),
        Words.only(devices.watchdogs, "watchdog", findings).map(this::watchdog),
        panics(devices.panics),
        Words.only(devices.memballoons).map(this::balloon).orElse(Balloon.PLAIN),
        Words.only(devices.vsocks, "vsock", findings).map(v -> vsock(v, guest)),
        Words.only(devices.tpms, "tpm", findings).map(this::tpm));
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
        Words.word(rng.model, "virtio"),
        builtin ? Optional.empty() : device.or(() -> Optional.of("/dev/urandom")),
        rng.rate == null ? Optional.empty() : Words.small(rng.rate.bytes),
        rng.rate == null
            ? RATE_PERIOD_MILLIS
            : Words.small(rng.rate.period).orElse(RATE_PERIOD_MILLIS),
        virtio(rng.driver));
  }

  private Peripherals.Watchdog watchdog(Watchdog watchdog) {
    return new Peripherals.Watchdog(
        findings.at(watchdog),
        Words.word(watchdog.model, "i6300esb"),
        Words.word(watchdog.action, "reset"));
  }

  private List<Located<String>> panics(List<Panic> panics) {
    Set<String> seen = new HashSet<>();
    List<Located<String>> models = new ArrayList<>();
    for (Panic panic : panics) {
      String model = Words.word(panic.model, "isa");
      if (!seen.add(model)) {
        findings.error(Codes.TWICE, panic, "<panic> of model " + model + " occurs twice");
      }
      models.add(new Located<>(model, findings.at(panic)));
    }
    return models;
  }

  private Balloon balloon(Memballoon balloon) {
    Optional<Integer> stats =
        balloon.stats == null ? Optional.empty() : Words.small(balloon.stats.period);
    if (Words.is(balloon.model, "none")) {
      boolean said = balloon.autodeflate != null || balloon.freePageReporting != null;
      if (said || stats.isPresent() || balloon.driver != null) {
        findings.error(
            Codes.CONTRADICTION, balloon, "there is no balloon of which this could be said");
      }
    }
    return new Balloon(
        Words.word(balloon.model, "virtio"),
        Words.flag(balloon.autodeflate),
        Words.flag(balloon.freePageReporting),
        stats,
        virtio(balloon.driver));
  }

  private Peripherals.Vsock vsock(Vsock vsock, UUID guest) {
    Vsock.VsockCid cid = vsock.cid == null ? new Vsock.VsockCid() : vsock.cid;
    boolean auto = Words.is(cid.auto, "yes");
    if (vsock.cid == null) {
      findings.error(Codes.INCOMPLETE, vsock, "<vsock> needs <cid>");
    } else if (!auto && cid.address == null) {
      findings.error(Codes.INCOMPLETE, cid, "<cid> needs an address, or auto=\"yes\"");
    }
    return new Peripherals.Vsock(
        findings.at(vsock),
        Words.word(vsock.model, "virtio"),
        auto ? address(guest) : Words.number(cid.address).orElse(FIRST_ADDRESS),
        virtio(vsock.driver));
  }

  /** An address that other guests hardly ever have, the same at every start. */
  private static long address(UUID guest) {
    long half = guest.getMostSignificantBits() ^ guest.getLeastSignificantBits();
    return FIRST_ADDRESS
        + Long.remainderUnsigned(half ^ (half >>> 32), LAST_ADDRESS + 1 - FIRST_ADDRESS);
  }

  private Located<Tpm> tpm(vcg.read.xml.Tpm tpm) {
    vcg.read.xml.Tpm.TpmBackend backend =
        tpm.backend == null ? new vcg.read.xml.Tpm.TpmBackend() : tpm.backend;
    if (tpm.backend == null) {
      findings.error(Codes.INCOMPLETE, tpm, "<tpm> needs <backend>");
    }
    String model = Words.word(tpm.model, "tpm-tis");
    boolean two = !Words.is(backend.version, "1.2");
    if (!two && model.equals("tpm-crb")) {
      findings.attributeError(
          Codes.CONTRADICTION, backend, "version", "tpm-crb is a device of version 2.0 alone");
    }
    return new Located<>(new Tpm(model, two), findings.at(tpm));
  }

  private static VirtioDriver virtio(vcg.read.xml.@Nullable VirtioDriver driver) {
    return driver == null
        ? VirtioDriver.USUAL
        : new VirtioDriver(
            Words.on(driver.iommu),
            Words.on(driver.ats),
            Words.on(driver.packed),
            Words.on(driver.pagePerVq));
  }
}
