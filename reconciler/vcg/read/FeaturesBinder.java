package vcg.read;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vcg.model.Features;
import vcg.model.Located;
import vcg.model.PowerStates;
import vcg.read.xml.Domain;
import vcg.read.xml.Pm;

/** Reads the features of a machine, and whether it can sleep. */
final class FeaturesBinder {
  private final Findings findings;

  FeaturesBinder(Findings findings) {
    this.findings = findings;
  }

  Features bind(Domain domain) {
    vcg.read.xml.Features f =
        domain.features == null ? new vcg.read.xml.Features() : domain.features;
    Optional<vcg.read.xml.Features.Smm> smm = Optional.ofNullable(f.smm);
    smm.filter(s -> s.tseg != null && Words.is(s.state, "off"))
        .ifPresent(s ->
            findings.error(
                Codes.CONTRADICTION, s, "system management mode that is off has no memory"));
    return new Features(
        f.acpi != null,
        f.apic != null,
        f.pae != null,
        Optional.ofNullable(f.vmport)
            .map(v -> new Located<>(!Words.is(v.state, "off"), findings.at(v))),
        smm.map(s -> new Located<>(!Words.is(s.state, "off"), findings.at(s))),
        smm.flatMap(s -> Optional.ofNullable(s.tseg))
            .flatMap(size -> Sizes.of(size, "tseg", findings)),
        Optional.ofNullable(f.ioapic)
            .map(i -> new Located<>(Words.is(i.driver, "kvm"), findings.at(i))));
  }

  PowerStates power(Domain domain) {
    return domain.pm == null
        ? PowerStates.NONE
        : new PowerStates(state(domain.pm.suspendToMem), state(domain.pm.suspendToDisk));
  }

  private Optional<Located<Boolean>> state(Pm.@Nullable PowerState state) {
    return Optional.ofNullable(state)
        .filter(s -> s.enabled != null)
        .map(s -> new Located<>(Words.is(s.enabled, "yes"), findings.at(s)));
  }
}
