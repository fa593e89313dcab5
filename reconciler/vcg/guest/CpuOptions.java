package vcg.guest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import vcg.model.CpuTrait;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.Processors;

/** The processor as QEMU gets it: one text, in which the last of two equal names counts. */
final class CpuOptions {
  /** {@code -cpu} knows no way to write a comma inside a name. */
  private static final Pattern CPU_WORD = Pattern.compile("[A-Za-z0-9_.+-]+");

  private static final Pattern CPU_VALUE = Pattern.compile("[ -+\\--~]*");

  /** Traits that are a property of the processor, on or off, by QEMU's name for it. */
  private static final Map<String, String> SWITCHES =
      Map.ofEntries(
          Map.entry("cpu/check", "enforce"),
          Map.entry("cpu/migratable", "migratable"),
          Map.entry("apic/eoi", "kvm-pv-eoi"),
          Map.entry("pmu", "pmu"),
          Map.entry("pvspinlock", "kvm-pv-unhalt"),
          Map.entry("timer/kvmclock", "kvmclock"),
          Map.entry("timer/hypervclock", "hv-time"),
          Map.entry("kvm/hint-dedicated", "kvm-hint-dedicated"),
          Map.entry("kvm/poll-control", "kvm-poll-control"),
          Map.entry("kvm/pv-ipi", "kvm-pv-ipi"));

  private CpuOptions() {}

  static void add(Machine.Qemu machine, Options options) {
    Optional<Located<Processors.Cpu>> cpu = machine.processors().cpu();
    List<Located<CpuTrait>> traits =
        machine.processors().traits().stream()
            .filter(t -> !t.value().name().equals(AccelOptions.DIRTY_RING))
            .toList();
    if (cpu.isEmpty() && traits.isEmpty()) {
      return;
    }
    Location at = cpu.map(Located::at).orElseGet(() -> traits.getFirst().at());
    String model = cpu.map(c -> model(c.value(), machine.kvm())).orElseGet(() -> usual(machine));
    String rest =
        traits.stream()
            .map(t -> properties(t.value(), cpu.map(Located::value)))
            .filter(p -> !p.isEmpty())
            .map(p -> "," + p)
            .collect(Collectors.joining());
    options.add("-cpu", model + rest, "cpu", at);
  }

  private static String usual(Machine.Qemu machine) {
    return machine.board().architecture().value().equals("i686") ? "qemu32" : "qemu64";
  }

  private static String model(Processors.Cpu cpu, boolean kvm) {
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

  private static String properties(CpuTrait trait, Optional<Processors.Cpu> cpu) {
    String value = trait.value().orElse("");
    if (!CPU_VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("no value of " + trait.name() + ": " + value);
    }
    return switch (trait.name()) {
      case "cpu/vendor_id" -> "vendor=" + value;
      case "cpu/cache" -> cache(value, cpu);
      case "cpu/maxphysaddr/emulate" -> "phys-bits=" + value;
      case "cpu/maxphysaddr/passthrough" ->
          "host-phys-bits=on" + (value.isEmpty() ? "" : ",host-phys-bits-limit=" + value);
      case "timer/tsc" -> "tsc-frequency=" + value;
      case "kvm/hidden" -> "kvm=" + onOff(!trait.on());
      case "hyperv/spinlocks" ->
          trait.on() ? "hv-spinlocks=0x" + Long.toHexString(Long.parseLong(value)) : "";
      case "hyperv/vendor_id" -> trait.on() ? "hv-vendor-id=" + value : "";
      default -> property(trait.name()) + "=" + onOff(trait.on());
    };
  }

  private static String property(String trait) {
    if (trait.startsWith("hyperv/")) {
      return "hv-" + trait.substring("hyperv/".length()).replace('/', '-').replace('_', '-');
    }
    return Optional.ofNullable(SWITCHES.get(trait))
        .orElseThrow(() -> new IllegalArgumentException("no property of a processor: " + trait));
  }

  /** What a machine shows of caches beside the one that is asked for is switched off. */
  private static String cache(String mode, Optional<Processors.Cpu> cpu) {
    boolean hosts =
        cpu.filter(c ->
                c.mode() == Processors.Cpu.Mode.HOST_PASSTHROUGH
                    || c.mode() == Processors.Cpu.Mode.MAXIMUM)
            .isPresent();
    String hostOff = hosts ? ",host-cache-info=off" : "";
    return switch (mode) {
      case "emulate" -> "l3-cache=on" + hostOff;
      case "passthrough" -> "l3-cache=off,host-cache-info=on";
      default -> "l3-cache=off" + hostOff;
    };
  }

  private static void requireWord(String name) {
    if (!CPU_WORD.matcher(name).matches()) {
      throw new IllegalArgumentException("no processor model or feature: " + name);
    }
  }

  private static String onOff(boolean on) {
    return on ? "on" : "off";
  }
}
