package vcg.read;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import vcg.model.Located;
import vcg.model.Processors;
import vcg.read.xml.Cpu;

/** Reads the processor. */
final class CpuBinder {
  private final Findings findings;

  CpuBinder(Findings findings) {
    this.findings = findings;
  }

  Located<Processors.Cpu> bind(Cpu cpu) {
    Processors.Cpu.Mode mode =
        switch (Words.word(cpu.mode, "custom")) {
          case "host-passthrough" -> Processors.Cpu.Mode.HOST_PASSTHROUGH;
          case "host-model" -> Processors.Cpu.Mode.HOST_MODEL;
          case "maximum" -> Processors.Cpu.Mode.MAXIMUM;
          default -> Processors.Cpu.Mode.CUSTOM;
        };
    Words.only(cpu.vendors, "vendor", findings);
    if (mode == Processors.Cpu.Mode.HOST_MODEL) {
      findings.warning(
          Codes.NO_EFFECT,
          cpu,
          "cpu mode host-model is taken for "
              + "all that the host or the emulator can: vcg has no list of processor models");
    }
    Optional<String> model = model(cpu, mode);
    List<String> features = features(cpu);
    boolean nothingToAddTo =
        mode == Processors.Cpu.Mode.CUSTOM && cpu.models.isEmpty() && !features.isEmpty();
    if (nothingToAddTo) {
      findings.error(
          Codes.INCOMPLETE, cpu.features.getFirst(), "<feature> needs <model> or another mode");
    }
    return new Located<>(
        new Processors.Cpu(mode, model, features, topology(cpu)), findings.at(cpu));
  }

  private Optional<String> model(Cpu cpu, Processors.Cpu.Mode mode) {
    Optional<Cpu.CpuModel> model = Words.only(cpu.models, "model", findings);
    if (mode == Processors.Cpu.Mode.CUSTOM) {
      if (model.flatMap(m -> Words.word(m.text)).isEmpty()
          && (cpu.mode != null || model.isPresent())) {
        findings.error(Codes.INCOMPLETE, cpu, "a custom processor needs <model>");
      }
      return model.flatMap(m -> Words.word(m.text));
    }
    model
        .filter(m -> !m.text.isBlank())
        .ifPresent(
            m -> findings.error(Codes.CONTRADICTION, m, "only a custom processor has a <model>"));
    return Optional.empty();
  }

  private List<String> features(Cpu cpu) {
    TreeMap<String, Cpu.CpuFeature> seen = new TreeMap<>();
    for (Cpu.CpuFeature feature : cpu.features) {
      String name = Words.word(feature.name, "");
      Cpu.CpuFeature first = seen.putIfAbsent(name, feature);
      if (first != null && !name.isEmpty()) {
        findings.attributeError(
            Codes.TWICE,
            feature,
            "name",
            "feature " + name + " occurs twice",
            "the first one is at " + findings.at(first));
      }
    }
    return cpu.features.stream()
        .filter(f -> f.name != null)
        .map(f -> sign(Words.word(f.policy, "require")) + Words.word(f.name, ""))
        .toList();
  }

  private static String sign(String policy) {
    return policy.equals("disable") || policy.equals("forbid") ? "-" : "+";
  }

  private Optional<Processors.Topology> topology(Cpu cpu) {
    return Words.only(cpu.topologies, "topology", findings)
        .map(t ->
            new Processors.Topology(
                Words.small(t.sockets).orElse(1),
                Words.small(t.dies).orElse(1),
                Words.small(t.cores).orElse(1),
                Words.small(t.threads).orElse(1)));
  }
}
