package vcg.read;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.Value;
import vcg.model.Bytes;
import vcg.model.Located;
import vcg.model.MemoryBacking;
import vcg.read.xml.Domain;
import vcg.read.xml.MemoryBacking.HugePage;

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
    Optional<HugePage> pages = ofAll(backing, domain);
    return new Located<>(
        new MemoryBacking(
            backing.hugepages != null && (backing.hugepages.pages.isEmpty() || pages.isPresent()),
            pages.flatMap(this::pageSize),
            ofCells(backing, domain),
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

  /** The size of all pages of which no more is said. */
  private Optional<HugePage> ofAll(vcg.read.xml.MemoryBacking backing, Domain domain) {
    return backing.hugepages == null
        ? Optional.empty()
        : Words.only(
            backing.hugepages.pages.stream().filter(p -> isOfAll(p, domain)).toList(),
            "page",
            findings);
  }

  /** A guest without cells is one cell, number 0. */
  private static boolean isOfAll(HugePage page, Domain domain) {
    return page.nodeset == null || (cells(domain) == 0 && page.nodeset.strip().equals("0"));
  }

  private static int cells(Domain domain) {
    return domain.cpu == null ? 0 : domain.cpu.numas.stream().mapToInt(n -> n.cells.size()).sum();
  }

  private SortedMap<Integer, Bytes> ofCells(vcg.read.xml.MemoryBacking backing, Domain domain) {
    SortedMap<Integer, Bytes> sizes = new TreeMap<>();
    if (backing.hugepages == null) {
      return sizes;
    }
    for (HugePage page : backing.hugepages.pages) {
      if (isOfAll(page, domain)) {
        continue;
      }
      Optional<Bytes> size = pageSize(page);
      new ValueBinder(findings)
          .indexes(page, "nodeset", page.nodeset).stream()
              .flatMapToInt(set -> ((Value.IndexSet) set.value()).bits().stream())
              .forEach(cell -> {
                if (cell >= cells(domain)) {
                  findings.attributeError(
                      Codes.CONTRADICTION,
                      page,
                      "nodeset",
                      "there is no cell " + cell + " in <cpu>");
                } else if (sizes.put(cell, size.orElse(new Bytes(0))) != null) {
                  findings.attributeError(
                      Codes.TWICE, page, "nodeset", "cell " + cell + " has pages of two sizes");
                }
              });
    }
    return sizes;
  }

  private Optional<Bytes> pageSize(HugePage page) {
    Optional<Bytes> size =
        Sizes.bytes(Words.word(page.size, ""), Words.word(page.unit, "KiB")).map(Bytes::new);
    if (page.size != null
        && size.filter(s -> Long.bitCount(s.number()) == 1 && s.number() > 4096).isEmpty()) {
      findings.attributeError(
          Codes.SIZE, page, "size", "a large page has a power of two of bytes, such as 2 MiB");
    }
    return size;
  }
}
