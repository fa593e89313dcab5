package vcg.guest;

import java.util.BitSet;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vcg.cgroup.Value;
import vcg.model.Bytes;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.Memory;
import vcg.model.MemoryBacking;

/**
 * The options for what memory is on the host, and for the nodes that the guest sees. Memory of
 * which a document says nothing is left to QEMU.
 */
final class MemoryOptions {
  private static final String ALL = "ram";

  private final Memory memory;
  private final MemoryBacking backing;
  private final GuestFiles files;
  private final Options options;

  private MemoryOptions(Memory memory, GuestFiles files, Options options) {
    this.memory = memory;
    this.backing = memory.backing().value();
    this.files = files;
    this.options = options;
  }

  static void add(Machine.Qemu machine, GuestFiles files, Options options) {
    new MemoryOptions(machine.memory(), files, options).add();
  }

  private void add() {
    Location at = memory.backing().at();
    if (!backing.merged()) {
      options.add("-machine", "mem-merge=off", "nosharepages", at);
    }
    if (backing.locked()) {
      options.add("-overcommit", "mem-lock=on", "memory locked", at);
    }
    if (memory.cells().isEmpty()) {
      all(at);
    } else {
      memory.cells().forEach(this::cell);
    }
  }

  private void all(Location at) {
    if (memory.policy().isEmpty() && !needsObject()) {
      return;
    }
    Location place = memory.policy().map(Located::at).orElse(at);
    ObjectNode object =
        object(
            ALL,
            memory.size().value(),
            backing.largePages(),
            backing.pageSize(),
            backing.shared(),
            backing.discarded());
    memory.policy().ifPresent(p -> policy(p.value(), object));
    options.add("-object", object, "memory", place);
    options.add("-machine", "memory-backend=" + ALL, "memory", place);
  }

  /** Whether the memory is anything else than what QEMU takes by itself. */
  private boolean needsObject() {
    return backing.largePages()
        || backing.shared()
        || backing.immediate()
        || backing.source() != MemoryBacking.Source.ANONYMOUS;
  }

  private void cell(Located<Memory.Cell> located) {
    Memory.Cell cell = located.value();
    String id = ALL + "-" + cell.number();
    Optional<Bytes> pages = Optional.ofNullable(backing.cellPages().get(cell.number()));
    ObjectNode object =
        object(
            id,
            cell.size(),
            backing.largePages() || pages.isPresent(),
            pages.or(backing::pageSize),
            cell.shared().orElse(backing.shared()),
            cell.discarded().orElse(backing.discarded()));
    Optional<Memory.Policy> policy = cell.policy().or(() -> memory.policy().map(Located::value));
    policy.ifPresent(p -> policy(p, object));
    options.add("-object", object, "numa cell " + cell.number(), located.at());
    options.add("-numa", node(cell, id), "numa cell " + cell.number(), located.at());
  }

  private ObjectNode object(
      String id,
      Bytes size,
      boolean largePages,
      Optional<Bytes> pageSize,
      boolean shared,
      boolean discarded) {
    boolean file = backing.source() == MemoryBacking.Source.FILE;
    boolean memfd = largePages || backing.source() == MemoryBacking.Source.MEMFD || shared;
    String kind = file ? "file" : memfd ? "memfd" : "ram";
    ObjectNode object =
        Options.object()
            .put("qom-type", "memory-backend-" + kind)
            .put("id", id)
            .put("size", size.kibibytes() * 1024);
    if (file) {
      object.put("mem-path", files.memory().toString()).put("discard-data", discarded);
    }
    if (file || memfd) {
      object.put("share", shared);
    }
    if (largePages) {
      object.put("hugetlb", true);
      pageSize.ifPresent(s -> object.put("hugetlbsize", s.number()));
    }
    if (backing.immediate()) {
      object.put("prealloc", true);
      backing.allocationThreads().ifPresent(n -> object.put("prealloc-threads", n));
    }
    return object;
  }

  private static void policy(Memory.Policy policy, ObjectNode object) {
    String word =
        switch (policy.mode()) {
          case STRICT -> "bind";
          case PREFERRED -> "preferred";
          case INTERLEAVE -> "interleave";
          case RESTRICTIVE -> ""; // the cpuset alone decides
        };
    if (!word.isEmpty()) {
      ArrayNode nodes = object.putArray("host-nodes");
      policy.nodes().bits().stream().forEach(nodes::add);
      object.put("policy", word);
    }
  }

  /** Several ranges of CPUs have one name, so that they are no {@link KeyValues}. */
  private static String node(Memory.Cell cell, String memory) {
    StringBuilder text = new StringBuilder("node,nodeid=").append(cell.number());
    BitSet cpus = cell.cpus().map(Value.IndexSet::bits).orElse(new BitSet());
    for (int from = cpus.nextSetBit(0); from >= 0; ) {
      int behind = cpus.nextClearBit(from);
      text.append(",cpus=").append(from);
      if (behind - from > 1) {
        text.append('-').append(behind - 1);
      }
      from = cpus.nextSetBit(behind);
    }
    return text.append(",memdev=").append(memory).toString();
  }
}
