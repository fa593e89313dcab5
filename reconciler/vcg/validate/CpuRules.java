package vcg.validate;

import java.util.List;
import java.util.Map;
import vcg.model.CpuTrait;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Machine;
import vcg.model.Problem;
import vcg.model.Processors;

/** What one trait of a processor needs of others. */
final class CpuRules {
  private static final String CONTRADICTION = "VCG213";

  /** As QEMU and Windows want it; libvirt refuses the same. */
  private static final Map<String, List<String>> NEEDS =
      Map.of(
          "hyperv/synic", List.of("hyperv/vpindex"),
          "hyperv/stimer", List.of("hyperv/vpindex", "hyperv/synic", "timer/hypervclock"),
          "hyperv/stimer/direct", List.of("hyperv/stimer"),
          "hyperv/tlbflush", List.of("hyperv/vpindex"),
          "hyperv/ipi", List.of("hyperv/vpindex"),
          "hyperv/evmcs", List.of("hyperv/vapic"),
          "hyperv/emsr_bitmap", List.of("hyperv/evmcs"));

  private CpuRules() {}

  static void check(Guest guest, List<Problem> problems) {
    if (!(guest.machine() instanceof Machine.Qemu qemu)) {
      return;
    }
    List<Located<CpuTrait>> traits = qemu.processors().traits();
    for (Located<CpuTrait> trait : traits) {
      if (trait.value().on()) {
        for (String needed : NEEDS.getOrDefault(trait.value().name(), List.of())) {
          if (!isOn(traits, needed)) {
            refuse(trait, trait.value().name() + " needs " + needed, problems);
          }
        }
        ofKvm(trait, qemu, problems);
      }
    }
  }

  private static boolean isOn(List<Located<CpuTrait>> traits, String name) {
    return traits.stream().anyMatch(t -> t.value().name().equals(name) && t.value().on());
  }

  private static void ofKvm(Located<CpuTrait> trait, Machine.Qemu qemu, List<Problem> problems) {
    switch (trait.value().name()) {
      case "hyperv/vpindex" -> {
        if (!qemu.kvm()) {
          refuse(trait, "hyperv/vpindex needs a domain of type kvm", problems);
        }
      }
      case "kvm/dirty-ring" -> {
        if (!qemu.kvm()) {
          refuse(trait, "dirty-ring needs a domain of type kvm", problems);
        }
        if (trait.value().value().filter(CpuRules::isNoPowerOfTwo).isPresent()) {
          refuse(trait, "the size of a dirty-ring must be a power of two", problems);
        }
      }
      case "kvm/hint-dedicated" -> {
        boolean hosts =
            qemu.processors()
                .cpu()
                .map(c -> c.value().mode())
                .filter(m ->
                    m == Processors.Cpu.Mode.HOST_PASSTHROUGH || m == Processors.Cpu.Mode.MAXIMUM)
                .isPresent();
        if (!hosts) {
          refuse(trait, "hint-dedicated needs cpu mode host-passthrough or maximum", problems);
        }
      }
      default -> {} // needs no more
    }
  }

  /** What is no number at all, the schema has refused. */
  private static boolean isNoPowerOfTwo(String number) {
    return number.matches("[0-9]{1,9}") && Integer.bitCount(Integer.parseInt(number)) != 1;
  }

  private static void refuse(Located<CpuTrait> trait, String message, List<Problem> problems) {
    problems.add(Problem.error(CONTRADICTION, trait.at(), message));
  }
}
