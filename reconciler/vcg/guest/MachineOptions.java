package vcg.guest;

import java.util.regex.Pattern;
import vcg.model.Board;
import vcg.model.Ends;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.Processors;

/** The options for all of a machine but its devices. */
final class MachineOptions {
  /** {@code -cpu} knows no way to write a comma inside a name. */
  private static final Pattern CPU_WORD = Pattern.compile("[A-Za-z0-9_.-]+");

  private MachineOptions() {}

  static void add(Guest guest, Machine.Qemu machine, Options options) {
    board(guest, machine, options);
    processor(machine, options);
    ioThreads(guest, machine, options);
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
    options.add(
        "-machine",
        "hpet=" + onOff(machine.board().clock().value().hpet()),
        "hpet",
        machine.board().clock().at());
    options.add("-accel", machine.kvm() ? "kvm" : "tcg", "domain type", guest.at());
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
    machine
        .processors()
        .cpu()
        .ifPresent(cpu -> options.add("-cpu", cpu(cpu.value(), machine.kvm()), "cpu", cpu.at()));
  }

  private static String cpu(Processors.Cpu cpu, boolean kvm) {
    StringBuilder text =
        new StringBuilder(
            switch (cpu.mode()) {
              case CUSTOM -> cpu.model().orElse("qemu64");
              case HOST_PASSTHROUGH -> "host";
              case HOST_MODEL -> kvm ? "host" : "max";
              case MAXIMUM -> "max";
            });
    requireWord(text.toString());
    for (String feature : cpu.features()) {
      requireWord(feature.substring(1));
      text.append(',').append(feature.substring(1)).append('=');
      text.append(onOff(feature.startsWith("+")));
    }
    return text.toString();
  }

  private static void requireWord(String name) {
    if (!CPU_WORD.matcher(name).matches()) {
      throw new IllegalArgumentException("no processor model or feature: " + name);
    }
  }

  private static void ioThreads(Guest guest, Machine.Qemu machine, Options options) {
    for (int i = 1; i <= machine.processors().ioThreads(); i++) {
      options.add(
          "-object",
          Options.object().put("qom-type", "iothread").put("id", "iothread" + i),
          "iothreads",
          guest.at());
    }
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

  private static void clock(Located<Board.Clock> located, Options options) {
    Board.Clock clock = located.value();
    options.add(
        "-rtc",
        KeyValues.of("base", clock.localTime() ? "localtime" : "utc")
            .and("driftfix", clock.rtcCatchUp() ? "slew" : "none"),
        "clock",
        located.at());
    if (clock.pitDelay()) {
      options.add("-global", "kvm-pit.lost_tick_policy=delay", "timer pit", located.at());
    }
  }

  private static String onOff(boolean on) {
    return on ? "on" : "off";
  }
}
