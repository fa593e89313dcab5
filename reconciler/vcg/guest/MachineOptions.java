package vcg.guest;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import vcg.model.Board;
import vcg.model.Clock;
import vcg.model.Ends;
import vcg.model.Features;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.Processors;

/** The options for all of a machine but its devices. */
final class MachineOptions {
  /** As QEMU reads it: always in UTC, without saying so. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  private MachineOptions() {}

  static void add(Guest guest, Machine.Qemu machine, GuestFiles files, Options options) {
    board(guest, machine, options);
    MemoryOptions.add(machine, files, options);
    processor(machine, options);
    IoThreadOptions.add(guest, machine, options);
    kernel(machine, options);
    clock(machine.board().clock(), options);
    Located<Ends.Reboot> reboot = machine.board().ends().reboot();
    options.add(
        "-action",
        KeyValues.of("reboot", reboot.value() == Ends.Reboot.DESTROY ? "shutdown" : "reset"),
        "on_reboot",
        reboot.at());
    options.fixed("-boot", "strict=on");
  }

  /** QEMU joins all {@code -machine} options, so each that a document decides has its own. */
  private static void board(Guest guest, Machine.Qemu machine, Options options) {
    Location type = machine.board().type().at();
    options.add("-machine", KeyValues.of("type", machine.board().type().value()), "type", type);
    options.fixed("-machine", "usb=off,dump-guest-core=off");
    options.add("-machine", "acpi=" + onOff(machine.board().features().acpi()), "acpi", type);
    if (machine.board().type().value().equals("microvm")) {
      options.fixed("-machine", "type", "pcie=on"); // or there is no bus for devices
    } else {
      options.add(
          "-machine",
          "hpet=" + onOff(machine.board().clock().value().hpet()),
          "hpet",
          machine.board().clock().at());
    }
    features(machine.board(), options);
    AccelOptions.add(guest, machine, options);
    options.add(
        "-m",
        "size=" + machine.memory().size().value().kibibytes() + "k",
        "memory",
        machine.memory().size().at());
  }

  private static void processor(Machine.Qemu machine, Options options) {
    KeyValues smp =
        KeyValues.of("cpus", machine.processors().vcpus().value().toString())
            .and("maxcpus", machine.processors().maxVcpus());
    Processors.Topology topology =
        machine
            .processors()
            .cpu()
            .flatMap(cpu -> cpu.value().topology())
            .orElse(new Processors.Topology(machine.processors().maxVcpus(), 1, 1, 1));
    smp.and("sockets", topology.sockets());
    if (topology.dies() != 1) {
      smp.and("dies", topology.dies());
    }
    smp.and("cores", topology.cores()).and("threads", topology.threads());
    options.add("-smp", smp, "vcpu", machine.processors().vcpus().at());
    CpuOptions.add(machine, options);
  }

  private static void kernel(Machine.Qemu machine, Options options) {
    if (machine.board().kernel().isEmpty()) {
      return;
    }
    Board.Kernel kernel = machine.board().kernel().get();
    options.add("-kernel", kernel.image().value(), "kernel", kernel.image().at());
    kernel.initrd().ifPresent(i -> options.add("-initrd", i.value(), "initrd", i.at()));
    kernel.commandLine().ifPresent(c -> options.add("-append", c.value(), "cmdline", c.at()));
  }

  private static void clock(Located<Clock> located, Options options) {
    Clock clock = located.value();
    KeyValues rtc = KeyValues.of("base", start(clock.start()));
    clock
        .rtcTrack()
        .ifPresent(t ->
            rtc.and(
                "clock",
                switch (t) {
                  case GUEST -> "vm";
                  case WALL -> "host";
                  case REALTIME -> "rt";
                }));
    options.add(
        "-rtc", rtc.and("driftfix", clock.rtcCatchUp() ? "slew" : "none"), "clock", located.at());
    zone(clock)
        .ifPresent(zone ->
            options.add(
                "-object", // does nothing but show the zone, which QEMU has in its environment
                Options.object()
                    .put("qom-type", "authz-simple")
                    .put("id", "timezone")
                    .put("identity", zone),
                "timezone",
                located.at()));
    clock
        .pit()
        .ifPresent(lost -> {
          String policy = lost == Clock.LostTicks.DELAY ? "delay" : "discard";
          options.add("-global", "kvm-pit.lost_tick_policy=" + policy, "timer pit", located.at());
        });
  }

  /** The time zone that QEMU is to be in; empty: the host's. */
  static Optional<String> zone(Clock clock) {
    return clock.start() instanceof Clock.Start.Zone(var name)
        ? Optional.of(name)
        : Optional.empty();
  }

  private static String start(Clock.Start start) {
    return switch (start) {
      case Clock.Start.Utc() -> "utc";
      case Clock.Start.LocalTime _, Clock.Start.Zone _ -> "localtime";
      case Clock.Start.At(long seconds) ->
          DATE.format(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));
    };
  }

  private static void features(Board board, Options options) {
    Features features = board.features();
    features
        .vmport()
        .ifPresent(v -> options.add("-machine", "vmport=" + onOff(v.value()), "vmport", v.at()));
    features
        .smm()
        .ifPresent(s -> options.add("-machine", "smm=" + onOff(s.value()), "smm", s.at()));
    features
        .tseg()
        .ifPresent(t ->
            options.add(
                "-global",
                "mch.extended-tseg-mbytes=" + (t.value().number() >> 20),
                "tseg",
                t.at()));
    features
        .kernelInterrupts()
        .ifPresent(k ->
            options.add(
                "-machine", "kernel-irqchip=" + (k.value() ? "on" : "split"), "ioapic", k.at()));
    String chip = board.type().value().contains("q35") ? "ICH9-LPC" : "PIIX4_PM";
    sleep(chip + ".disable_s3", "suspend-to-mem", board.power().toMemory(), options);
    sleep(chip + ".disable_s4", "suspend-to-disk", board.power().toDisk(), options);
  }

  private static void sleep(
      String property, String field, Optional<Located<Boolean>> enabled, Options options) {
    enabled.ifPresent(
        e -> options.add("-global", property + "=" + (e.value() ? "0" : "1"), field, e.at()));
  }

  private static String onOff(boolean on) {
    return on ? "on" : "off";
  }
}
