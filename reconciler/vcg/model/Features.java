package vcg.model;

import java.util.Optional;

/**
 * Features of a machine; libvirt switches on only what the document names.
 *
 * @param acpi whether there is ACPI
 * @param vmport whether there is VMware's I/O port; empty: as the machine type does
 * @param smm whether there is system management mode; empty: as the machine type does
 * @param tseg how much memory that mode has; empty: as the machine type does
 * @param kernelInterrupts whether the kernel emulates the I/O APIC, not QEMU; empty: as QEMU does
 */
public record Features(
    boolean acpi,
    boolean apic,
    boolean pae,
    Optional<Located<Boolean>> vmport,
    Optional<Located<Boolean>> smm,
    Optional<Located<Bytes>> tseg,
    Optional<Located<Boolean>> kernelInterrupts) {

  /** Features of which the machine type decides the rest. */
  public static Features of(boolean acpi, boolean apic, boolean pae) {
    return new Features(
        acpi, apic, pae, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same with system management mode. */
  public Features withSmm(Location at) {
    return new Features(
        acpi, apic, pae, vmport, Optional.of(new Located<>(true, at)), tseg, kernelInterrupts);
  }
}
