package vcg.read;

import java.util.Optional;
import vcg.model.Bytes;
import vcg.model.Located;
import vcg.model.Memory;
import vcg.read.xml.Domain;

/** Reads the memory of a virtual machine. */
final class MemoryBinder {
  private final Findings findings;

  MemoryBinder(Findings findings) {
    this.findings = findings;
  }

  /**
   * The memory that a document states.
   *
   * @param stated what {@code <memory>} says; empty: something wrong, which is reported
   */
  Memory bind(Domain domain, Optional<Located<Bytes>> stated) {
    Located<Bytes> size =
        stated.orElseGet(() -> new Located<>(new Bytes(1024), findings.at(domain)));
    NumaBinder numa = new NumaBinder(findings);
    return new Memory(
        size,
        current(domain, stated),
        new MemoryBackingBinder(findings).bind(domain),
        numa.policy(domain),
        numa.cells(domain, stated));
  }

  private Optional<Located<Bytes>> current(Domain domain, Optional<Located<Bytes>> memory) {
    return stated(domain, memory).filter(c -> memory.isPresent() && isBelow(c, memory.get()));
  }

  /** A container has no balloon: all of its memory is in use. */
  void warnContainer(Domain domain, Optional<Located<Bytes>> memory) {
    Optional<Located<Bytes>> current = stated(domain, memory);
    if (domain.currentMemory != null
        && current.isPresent()
        && memory.isPresent()
        && isBelow(current.get(), memory.get())) {
      findings.warning(
          Codes.CURRENT_MEMORY,
          domain.currentMemory,
          "currentMemory below memory has no effect: the container may use all of "
              + memory.get().value());
    }
  }

  private Optional<Located<Bytes>> stated(Domain domain, Optional<Located<Bytes>> memory) {
    if (domain.currentMemory == null) {
      return Optional.empty();
    }
    Optional<Located<Bytes>> current = Sizes.of(domain.currentMemory, "currentMemory", findings);
    if (memory.isPresent() && current.isPresent() && isBelow(memory.get(), current.get())) {
      findings.textError(
          Codes.CURRENT_MEMORY,
          domain.currentMemory,
          "currentMemory is "
              + current.get().value()
              + ", must not be above memory, which is "
              + memory.get().value());
    }
    return current;
  }

  private static boolean isBelow(Located<Bytes> one, Located<Bytes> other) {
    return one.value().compareTo(other.value()) < 0;
  }
}
