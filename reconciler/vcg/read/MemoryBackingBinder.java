package vcg.read;

import java.util.Optional;
import vcg.model.Bytes;
import vcg.model.Located;
import vcg.model.MemoryBacking;
import vcg.read.xml.Domain;

/** Reads what the memory of a virtual machine is on the host. */
final class MemoryBackingBinder {
  private final Findings findings;

  MemoryBackingBinder(Findings findings) {
    this.findings = findings;
  }

  Located<MemoryBacking> bind(Domain domain) {
    vcg.read.xml.MemoryBacking backing = domain.memoryBacking;
    if (backing == null) {
      return new Located<>(MemoryBacking.USUAL, findings.at(domain));
    }
    MemoryBacking.Source source = source(backing);
    boolean immediate =
        backing.allocation != null && Words.is(backing.allocation.mode, "immediate");
    if (backing.allocation != null && backing.allocation.threads != null && !immediate) {
      findings.attributeError(
          Codes.CONTRADICTION,
          backing.allocation,
          "threads",
          "threads take the memory only with mode immediate");
    }
    if (source == MemoryBacking.Source.FILE && backing.hugepages != null) {
      findings.error(
          Codes.CONTRADICTION, backing.hugepages, "a file on a disk has no large pages: use memfd");
    }
    if (backing.discard != null && source != MemoryBacking.Source.FILE) {
      findings.warning(
          Codes.NO_EFFECT,
          backing.discard,
          "<discard> has no effect: only a file outlives its guest");
    }
    return new Located<>(
        new MemoryBacking(
            backing.hugepages != null,
            pageSize(backing),
            backing.nosharepages == null,
            backing.locked != null,
            backing.access != null && Words.is(backing.access.mode, "shared"),
            source,
            immediate,
            backing.allocation == null ? Optional.empty() : Words.small(backing.allocation.threads),
            backing.discard != null && source == MemoryBacking.Source.FILE),
        findings.at(backing));
  }

  private static MemoryBacking.Source source(vcg.read.xml.MemoryBacking backing) {
    return switch (backing.source == null ? "" : Words.word(backing.source.type, "")) {
      case "memfd" -> MemoryBacking.Source.MEMFD;
      case "file" -> MemoryBacking.Source.FILE;
      default -> MemoryBacking.Source.ANONYMOUS;
    };
  }

  private Optional<Bytes> pageSize(vcg.read.xml.MemoryBacking backing) {
    if (backing.hugepages == null) {
      return Optional.empty();
    }
    Optional<vcg.read.xml.MemoryBacking.HugePage> page =
        Words.only(backing.hugepages.pages, "page", findings);
    Optional<Bytes> size =
        page.flatMap(p -> Sizes.bytes(Words.word(p.size, ""), Words.word(p.unit, "KiB")))
            .map(Bytes::new);
    if (page.isPresent()
        && page.get().size != null
        && size.filter(s -> Long.bitCount(s.number()) == 1 && s.number() > 4096).isEmpty()) {
      findings.attributeError(
          Codes.SIZE,
          page.get(),
          "size",
          "a large page has a power of two of bytes, such as 2 MiB");
    }
    return size;
  }
}
