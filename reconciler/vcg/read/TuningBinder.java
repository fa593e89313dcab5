package vcg.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Driver;
import vcg.model.Located;
import vcg.model.Tuning;
import vcg.read.xml.Blkiotune;
import vcg.read.xml.Cputune;
import vcg.read.xml.Domain;
import vcg.read.xml.Memtune;
import vcg.read.xml.Numatune;
import vcg.read.xml.Partition;
import vcg.read.xml.Text;

/** Finds what a document asks of the cgroup of its guest or partition; used once. */
final class TuningBinder {
  private final Findings findings;
  private final ValueBinder values;
  private final SortedMap<Knob, Located<Value>> tuning = new TreeMap<>();
  private List<Tuning.OfDevice> devices = List.of();

  TuningBinder(Findings findings) {
    this.findings = findings;
    this.values = new ValueBinder(findings);
  }

  Tuning bind(Domain domain, Driver driver) {
    if (domain.cputune != null) {
      cputune(domain.cputune, driver);
    }
    if (domain.vcpu != null) {
      set(Knob.CPUSET_CPUS, values.indexes(domain.vcpu, "cpuset", domain.vcpu.cpuset));
    }
    if (driver == Driver.LXC) {
      refuseOfMachines(domain.numatune, "a container (type lxc)");
    }
    return common(domain.memtune, domain.blkiotune, domain.numatune);
  }

  Tuning bind(Partition partition) {
    if (partition.cputune != null) {
      set(Knob.CPU_SHARES, values.amount(partition.cputune.shares));
      set(Knob.CPU_PERIOD, values.amount(partition.cputune.globalPeriod));
      set(Knob.CPU_QUOTA, values.quota(partition.cputune.globalQuota, "global_quota"));
    }
    if (partition.vcpu != null) {
      set(Knob.CPUSET_CPUS, values.indexes(partition.vcpu, "cpuset", partition.vcpu.cpuset));
    }
    refuseOfMachines(partition.numatune, "a partition");
    return common(partition.memtune, partition.blkiotune, partition.numatune);
  }

  private Tuning common(
      @Nullable Memtune memtune, @Nullable Blkiotune blkiotune, @Nullable Numatune numatune) {
    if (memtune != null) {
      set(Knob.MEMORY_HARD_LIMIT, values.limit(memtune.hardLimit, "hard_limit"));
      set(Knob.MEMORY_SOFT_LIMIT, values.limit(memtune.softLimit, "soft_limit"));
      set(Knob.MEMORY_SWAP_HARD_LIMIT, values.limit(memtune.swapHardLimit, "swap_hard_limit"));
      set(Knob.MEMORY_MIN_GUARANTEE, values.limit(memtune.minGuarantee, "min_guarantee"));
    }
    if (blkiotune != null) {
      Words.only(blkiotune.weights, "weight", findings)
          .ifPresent(w -> set(Knob.BLKIO_WEIGHT, values.amount(w)));
      devices(blkiotune.devices);
    }
    if (numatune != null) {
      Words.only(numatune.memories, "memory", findings).ifPresent(this::nodes);
    }
    return new Tuning(tuning, devices);
  }

  /** A cpuset knows no preference: that is for QEMU. */
  private void nodes(Numatune.NumaMemory memory) {
    Optional<Located<Value>> nodes = values.indexes(memory, "nodeset", memory.nodeset);
    if (!Words.is(memory.mode, "preferred") && !Words.is(memory.mode, "interleave")) {
      set(Knob.CPUSET_MEMS, nodes);
    }
  }

  /** What only QEMU can do. */
  private void refuseOfMachines(@Nullable Numatune numatune, String whom) {
    if (numatune == null) {
      return;
    }
    numatune.memories.stream()
        .filter(m -> Words.is(m.mode, "preferred") || Words.is(m.mode, "interleave"))
        .forEach(m ->
            findings.attributeError(
                Codes.WRONG_DRIVER, m, "mode", "mode " + m.mode + " has no meaning for " + whom));
    numatune.memnodes.forEach(
        m -> findings.error(Codes.WRONG_DRIVER, m, "<memnode> has no meaning for " + whom));
  }

  private void cputune(Cputune cputune, Driver driver) {
    Optional<Text> period = Words.only(cputune.globalPeriods, "global_period", findings);
    Optional<Text> quota = Words.only(cputune.globalQuotas, "global_quota", findings);
    Words.only(cputune.shares, "shares", findings)
        .ifPresent(s -> set(Knob.CPU_SHARES, values.amount(s)));
    period.ifPresent(p -> set(Knob.CPU_PERIOD, values.amount(p)));
    quota.ifPresent(q -> set(Knob.CPU_QUOTA, values.quota(q, "global_quota")));
    if (driver == Driver.LXC) {
      // a container has no virtual CPUs: libvirt lets both tune the container as a whole
      ofContainer(period, "period", Words.only(cputune.periods, "period", findings))
          .ifPresent(p -> set(Knob.CPU_PERIOD, values.amount(p)));
      ofContainer(quota, "quota", Words.only(cputune.quotas, "quota", findings))
          .ifPresent(q -> set(Knob.CPU_QUOTA, values.quota(q, "quota")));
    }
  }

  private Optional<Text> ofContainer(Optional<Text> global, String name, Optional<Text> own) {
    if (global.isPresent() && own.isPresent()) {
      findings.error(
          Codes.CONTRADICTION,
          own.get(),
          "<" + name + "> and <global_" + name + "> mean the same for a container: keep one",
          "<global_" + name + "> is at " + findings.at(global.get()));
    }
    return own;
  }

  private void devices(List<Blkiotune.BlkioDevice> elements) {
    Map<String, Text> seen = new HashMap<>();
    devices = elements.stream().flatMap(device -> device(device, seen).stream()).toList();
  }

  private Optional<Tuning.OfDevice> device(Blkiotune.BlkioDevice device, Map<String, Text> seen) {
    if (device.path == null) {
      return Optional.empty(); // the schema has refused it
    }
    Text path = device.path;
    Text first = seen.putIfAbsent(path.text, path);
    if (first != null) {
      String message = "<device> of " + Printed.value(path.text) + " occurs twice";
      findings.textError(Codes.TWICE, path, message, "the first one is at " + findings.at(first));
    }
    SortedMap<Knob, Located<Value>> own = new TreeMap<>();
    values
        .orNone(device.weight, Value.noOwn(), "weight")
        .ifPresent(v -> own.put(Knob.BLKIO_DEVICE_WEIGHT, v));
    throttle(own, Knob.BLKIO_READ_BYTES, device.readBytes);
    throttle(own, Knob.BLKIO_WRITE_BYTES, device.writeBytes);
    throttle(own, Knob.BLKIO_READ_OPERATIONS, device.readOperations);
    throttle(own, Knob.BLKIO_WRITE_OPERATIONS, device.writeOperations);
    if (asksNothing(device)) {
      String message = "<device> has no effect: nothing is asked for it";
      findings.warning(Codes.NO_EFFECT, device, message);
    }
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(new Tuning.OfDevice(new Located<>(path.text, findings.at(path)), own));
  }

  private static boolean asksNothing(Blkiotune.BlkioDevice device) {
    return device.weight == null
        && device.readBytes == null
        && device.writeBytes == null
        && device.readOperations == null
        && device.writeOperations == null;
  }

  private void throttle(SortedMap<Knob, Located<Value>> own, Knob knob, @Nullable Text text) {
    values.orNone(text, Value.unlimited(), knob.field()).ifPresent(v -> own.put(knob, v));
  }

  private void set(Knob knob, Optional<Located<Value>> value) {
    value.ifPresent(v -> tuning.put(knob, v));
  }
}
