package vcg.read;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vcg.cgroup.Value;
import vcg.model.Bytes;
import vcg.model.Located;
import vcg.model.Memory;
import vcg.read.xml.Cpu;
import vcg.read.xml.Domain;
import vcg.read.xml.Numatune;
import vcg.read.xml.Placed;

/** Reads the memory nodes that a guest sees, and where their memory comes from. */
final class NumaBinder {
  private final Findings findings;
  private final ValueBinder values;

  NumaBinder(Findings findings) {
    this.findings = findings;
    this.values = new ValueBinder(findings);
  }

  /** What {@code <numatune>} says of all memory; a cpuset says the rest. */
  Optional<Located<Memory.Policy>> policy(Domain domain) {
    if (domain.numatune == null || domain.numatune.memories.isEmpty()) {
      return Optional.empty();
    }
    Numatune.NumaMemory memory = domain.numatune.memories.getFirst();
    Optional<Memory.Policy> policy =
        policy(memory.mode, Words.word(memory.nodeset)).filter(p -> !isOfCpuset(p.mode()));
    policy.ifPresent(p -> check(p, memory));
    return policy.map(p -> new Located<>(p, findings.at(memory)));
  }

  /** Whether a cpuset does it, without QEMU. */
  static boolean isOfCpuset(Memory.Policy.Mode mode) {
    return mode == Memory.Policy.Mode.STRICT || mode == Memory.Policy.Mode.RESTRICTIVE;
  }

  List<Located<Memory.Cell>> cells(Domain domain, Optional<Located<Bytes>> memory) {
    List<Cpu.NumaCell> elements =
        domain.cpu == null
            ? List.of()
            : Words.only(domain.cpu.numas, "numa", findings).map(n -> n.cells).orElse(List.of());
    Map<Integer, Memory.Policy> policies = policies(domain, elements.size());
    Map<Integer, Cpu.NumaCell> seen = new HashMap<>();
    List<Located<Memory.Cell>> cells = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      Cpu.NumaCell element = elements.get(i);
      int number = Words.small(element.id).orElse(i);
      if (seen.putIfAbsent(number, element) != null) {
        findings.attributeError(Codes.TWICE, element, "id", "cell " + number + " occurs twice");
      } else if (number >= elements.size()) {
        findings.attributeError(
            Codes.CONTRADICTION, element, "id", "cells are numbered from 0 without gaps");
      }
      cells.add(cell(element, number, Optional.ofNullable(policies.get(number))));
    }
    checkCpus(domain, elements);
    checkSum(domain, elements, cells, memory);
    cells.sort(Comparator.comparingInt(c -> c.value().number()));
    return cells;
  }

  private Located<Memory.Cell> cell(
      Cpu.NumaCell element, int number, Optional<Memory.Policy> policy) {
    Bytes size =
        Sizes.bytes(Words.word(element.memory, ""), Words.word(element.unit, "KiB"))
            .map(Bytes::new)
            .orElse(new Bytes(0));
    if (element.memory != null && size.number() == 0) {
      findings.attributeError(
          Codes.SIZE,
          element,
          "memory",
          "memory of a cell must be more than 0 and less than 8 EiB");
    }
    return new Located<>(
        new Memory.Cell(
            number,
            values.indexes(element, "cpus", element.cpus).map(v -> (Value.IndexSet) v.value()),
            size,
            Words.word(element.memAccess).map(a -> a.equals("shared")),
            Words.word(element.discard).map(d -> d.equals("yes")),
            policy),
        findings.at(element));
  }

  private void checkSum(
      Domain domain,
      List<Cpu.NumaCell> elements,
      List<Located<Memory.Cell>> cells,
      Optional<Located<Bytes>> memory) {
    boolean whole =
        memory.isPresent()
            && domain.memory != null
            && !elements.isEmpty()
            && cells.stream().allMatch(c -> c.value().size().number() > 0);
    if (!whole) {
      return; // what is missing is reported
    }
    try {
      long sum = 0;
      for (Located<Memory.Cell> cell : cells) {
        sum = Math.addExact(sum, cell.value().size().number());
      }
      if (sum != memory.orElseThrow().value().number()) {
        findings.error(
            Codes.SIZE,
            elements.getFirst(),
            "the cells have " + new Bytes(sum) + ", but memory is " + memory.get().value());
      }
    } catch (ArithmeticException _) {
      findings.error(Codes.SIZE, elements.getFirst(), "the cells have more than 8 EiB");
    }
  }

  /** Where one cell has virtual CPUs, each of them must be in one. */
  private void checkCpus(Domain domain, List<Cpu.NumaCell> elements) {
    int most = domain.vcpu == null ? 1 : Words.small(domain.vcpu.text).orElse(0);
    BitSet seen = new BitSet();
    for (Cpu.NumaCell element : elements) {
      BitSet cpus = indexes(element.cpus).map(Value.IndexSet::bits).orElse(new BitSet());
      if (cpus.intersects(seen)) {
        findings.attributeError(
            Codes.TWICE, element, "cpus", "a virtual CPU is in another cell already");
      }
      if (most > 0 && cpus.length() > most) {
        findings.attributeError(
            Codes.CONTRADICTION,
            element,
            "cpus",
            "there is no vcpu " + (cpus.length() - 1) + ": vcpu is " + most);
      }
      seen.or(cpus);
    }
    if (!seen.isEmpty() && seen.cardinality() < most) {
      findings.error(
          Codes.INCOMPLETE,
          elements.getFirst(),
          "vcpu " + seen.nextClearBit(0) + " is in none of the cells");
    }
  }

  private Map<Integer, Memory.Policy> policies(Domain domain, int cells) {
    Map<Integer, Memory.Policy> policies = new HashMap<>();
    if (domain.numatune == null) {
      return policies;
    }
    for (Numatune.MemNode node : domain.numatune.memnodes) {
      values.indexes(node, "nodeset", node.nodeset);
      int cell = Words.small(node.cellid).orElse(0);
      if (cell >= cells) {
        findings.attributeError(
            Codes.CONTRADICTION, node, "cellid", "there is no cell " + cell + " in <cpu>");
      }
      Optional<Memory.Policy> policy = policy(node.mode, Words.word(node.nodeset));
      policy.ifPresent(p -> check(p, node));
      if (policy.isPresent() && policies.putIfAbsent(cell, policy.get()) != null) {
        findings.attributeError(
            Codes.TWICE, node, "cellid", "<memnode> of cell " + cell + " occurs twice");
      }
    }
    return policies;
  }

  private void check(Memory.Policy policy, Placed element) {
    if (policy.mode() == Memory.Policy.Mode.PREFERRED && policy.nodes().bits().cardinality() > 1) {
      findings.attributeError(
          Codes.CONTRADICTION, element, "nodeset", "mode preferred takes one node");
    }
  }

  private static Optional<Memory.Policy> policy(@Nullable String mode, Optional<String> nodes) {
    return nodes
        .flatMap(n -> indexes(n))
        .map(n ->
            new Memory.Policy(
                switch (Words.word(mode, "strict")) {
                  case "restrictive" -> Memory.Policy.Mode.RESTRICTIVE;
                  case "preferred" -> Memory.Policy.Mode.PREFERRED;
                  case "interleave" -> Memory.Policy.Mode.INTERLEAVE;
                  default -> Memory.Policy.Mode.STRICT;
                },
                n));
  }

  /** What {@link ValueBinder#indexes} reads, where that reports what is wrong. */
  private static Optional<Value.IndexSet> indexes(@Nullable String text) {
    try {
      return Words.word(text).map(Value.IndexSet::parse);
    } catch (IllegalArgumentException _) { // reported by the other reader of it
      return Optional.empty();
    }
  }
}
