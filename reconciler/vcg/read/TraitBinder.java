package vcg.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vcg.model.CpuTrait;
import vcg.model.Located;
import vcg.read.xml.Clock;
import vcg.read.xml.Cpu;
import vcg.read.xml.Domain;
import vcg.read.xml.Features;
import vcg.read.xml.Placed;

/** Reads what a document says about the processor beside its model and features; used once. */
final class TraitBinder {
  private final Findings findings;
  private final List<Located<CpuTrait>> traits = new ArrayList<>();

  TraitBinder(Findings findings) {
    this.findings = findings;
  }

  List<Located<CpuTrait>> bind(Domain domain) {
    if (domain.cpu != null) {
      cpu(domain.cpu);
    }
    if (domain.features != null) {
      features(domain.features);
    }
    if (domain.clock != null) {
      domain.clock.timers.forEach(this::timer);
    }
    if (domain.devices != null) {
      domain.devices.panics.stream()
          .filter(p -> Words.is(p.model, "hyperv"))
          .forEach(p -> add("hyperv/crash", true, Optional.empty(), p));
    }
    return List.copyOf(traits);
  }

  private void cpu(Cpu cpu) {
    boolean hosts = Words.is(cpu.mode, "host-passthrough") || Words.is(cpu.mode, "maximum");
    cpu.models.stream()
        .filter(m -> m.vendorId != null)
        .forEach(m -> add("cpu/vendor_id", true, Optional.ofNullable(m.vendorId), m));
    if (Words.is(cpu.check, "full")) {
      add("cpu/check", true, Optional.empty(), cpu);
    }
    boolean stays = Words.is(cpu.migratable, "off");
    if (stays && !hosts) {
      findings.attributeError(
          Codes.CONTRADICTION,
          cpu,
          "migratable",
          "migratable off needs cpu mode host-passthrough or maximum");
    } else if (stays) {
      add("cpu/migratable", false, Optional.empty(), cpu);
    }
    Words.only(cpu.caches, "cache", findings).ifPresent(c -> cache(c, hosts));
    Words.only(cpu.addresses, "maxphysaddr", findings).ifPresent(a -> address(a, hosts));
  }

  private void cache(Cpu.CpuCache cache, boolean hosts) {
    String mode = Words.word(cache.mode, "");
    if (mode.equals("emulate") == (cache.level == null)) {
      findings.error(
          Codes.CONTRADICTION, cache, "a cache has a level in mode emulate, and only there");
    }
    needsHosts(mode, cache, hosts);
    add("cpu/cache", true, Optional.of(mode), cache);
  }

  private void address(Cpu.MaxPhysAddr address, boolean hosts) {
    String mode = Words.word(address.mode, "");
    boolean emulate = mode.equals("emulate");
    if (emulate == (address.bits == null) || (emulate && address.limit != null)) {
      findings.error(
          Codes.CONTRADICTION,
          address,
          "maxphysaddr has bits in mode emulate, and may have a limit in mode passthrough");
    }
    needsHosts(mode, address, hosts);
    add(
        "cpu/maxphysaddr/" + mode,
        true,
        Words.word(emulate ? address.bits : address.limit),
        address);
  }

  private void needsHosts(String mode, Placed element, boolean hosts) {
    if (mode.equals("passthrough") && !hosts) {
      findings.attributeError(
          Codes.CONTRADICTION,
          element,
          "mode",
          "passthrough needs cpu mode host-passthrough or maximum");
    }
  }

  private void features(Features f) {
    if (f.apic != null && f.apic.eoi != null) {
      add("apic/eoi", Words.is(f.apic.eoi, "on"), Optional.empty(), f.apic);
    }
    state("pmu", f.pmu);
    state("pvspinlock", f.pvspinlock);
    if (f.hyperv != null) {
      hyperv(f.hyperv);
    }
    if (f.kvm != null) {
      state("kvm/hidden", f.kvm.hidden);
      state("kvm/hint-dedicated", f.kvm.hintDedicated);
      state("kvm/poll-control", f.kvm.pollControl);
      state("kvm/pv-ipi", f.kvm.pvIpi);
      if (f.kvm.dirtyRing != null) {
        Features.DirtyRing ring = f.kvm.dirtyRing;
        valued("kvm/dirty-ring", ring.state, ring.size, ring, "size");
      }
    }
  }

  private void hyperv(Features.Hyperv h) {
    if (Words.is(h.mode, "passthrough")) {
      add("hyperv/passthrough", true, Optional.empty(), h);
    }
    state("hyperv/relaxed", h.relaxed);
    state("hyperv/vapic", h.vapic);
    if (h.spinlocks != null) {
      valued("hyperv/spinlocks", h.spinlocks.state, h.spinlocks.retries, h.spinlocks, "retries");
    }
    state("hyperv/vpindex", h.vpindex);
    state("hyperv/runtime", h.runtime);
    state("hyperv/synic", h.synic);
    if (h.stimer != null) {
      boolean on = !Words.is(h.stimer.state, "off");
      add("hyperv/stimer", on, Optional.empty(), h.stimer);
      state("hyperv/stimer/direct", h.stimer.direct);
    }
    state("hyperv/reset", h.reset);
    if (h.vendorId != null) {
      valued("hyperv/vendor_id", h.vendorId.state, h.vendorId.value, h.vendorId, "value");
    }
    state("hyperv/frequencies", h.frequencies);
    state("hyperv/reenlightenment", h.reenlightenment);
    state("hyperv/tlbflush", h.tlbflush);
    state("hyperv/ipi", h.ipi);
    state("hyperv/evmcs", h.evmcs);
    state("hyperv/avic", h.avic);
    state("hyperv/emsr_bitmap", h.emsrBitmap);
    state("hyperv/xmm_input", h.xmmInput);
  }

  private void state(String name, Features.@Nullable FeatureState feature) {
    if (feature != null) {
      add(name, !Words.is(feature.state, "off"), Optional.empty(), feature);
    }
  }

  /** A feature that needs a value where it is on, and has none where it is off. */
  private void valued(
      String name,
      @Nullable String state,
      @Nullable String value,
      Placed element,
      String attribute) {
    boolean on = !Words.is(state, "off");
    if (on && value == null) {
      findings.error(Codes.INCOMPLETE, element, name + " needs " + attribute);
    } else if (!on && value != null) {
      findings.attributeError(
          Codes.CONTRADICTION, element, attribute, name + " is off: it has no " + attribute);
    }
    add(name, on, on ? Optional.ofNullable(value) : Optional.empty(), element);
  }

  private void timer(Clock.Timer timer) {
    String name = Words.word(timer.name, "");
    boolean on = !Words.is(timer.present, "no");
    switch (name) {
      case "kvmclock", "hypervclock" -> add("timer/" + name, on, Optional.empty(), timer);
      case "tsc" ->
          Words.word(timer.frequency).ifPresent(f -> add("timer/tsc", true, Optional.of(f), timer));
      default -> {} // no part of the processor
    }
  }

  private void add(String name, boolean on, Optional<String> value, Placed element) {
    traits.add(new Located<>(new CpuTrait(name, on, value), findings.at(element)));
  }
}
