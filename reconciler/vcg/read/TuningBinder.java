package vcg.read;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Bytes;
import vcg.model.Located;
import vcg.read.xml.Domain;
import vcg.read.xml.Placed;
import vcg.read.xml.Size;
import vcg.read.xml.Text;

/** Finds the knobs that a document sets. */
final class TuningBinder {
  private final Findings findings;
  private final SortedMap<Knob, Located<Value>> tuning = new TreeMap<>();

  TuningBinder(Findings findings) {
    this.findings = findings;
  }

  SortedMap<Knob, Located<Value>> bind(Domain domain) {
    if (domain.cputune != null) {
      amount(Knob.CPU_SHARES, domain.cputune.shares);
      amount(Knob.CPU_PERIOD, domain.cputune.globalPeriod);
      quota(domain.cputune.globalQuota);
    }
    if (domain.memtune != null) {
      limit(Knob.MEMORY_HARD_LIMIT, domain.memtune.hardLimit);
      limit(Knob.MEMORY_SOFT_LIMIT, domain.memtune.softLimit);
      limit(Knob.MEMORY_SWAP_HARD_LIMIT, domain.memtune.swapHardLimit);
    }
    if (domain.blkiotune != null) {
      amount(Knob.BLKIO_WEIGHT, domain.blkiotune.weight);
    }
    if (domain.vcpu != null) {
      cpuset(domain.vcpu);
    }
    return tuning;
  }

  private void amount(Knob knob, @Nullable Text text) {
    if (text != null) {
      Words.number(text.text).filter(n -> n >= 0).ifPresent(n -> set(knob, Value.amount(n), text));
    }
  }

  private void quota(@Nullable Text text) {
    Optional<Long> asked = text == null ? Optional.empty() : Words.number(text.text);
    if (text == null || asked.isEmpty()) {
      return;
    }
    long micros = asked.get();
    if (micros == -1) {
      set(Knob.CPU_QUOTA, Value.unlimited(), text);
    } else if (micros >= Knob.LEAST_QUOTA_MICROS) {
      set(Knob.CPU_QUOTA, Value.amount(micros), text);
    } else if (micros >= 0) {
      findings.textError(
          Codes.QUOTA,
          text,
          "global_quota is "
              + micros
              + ", must be -1 or "
              + Knob.LEAST_QUOTA_MICROS
              + " to "
              + Knob.MOST_QUOTA_MICROS);
    }
  }

  private void limit(Knob knob, @Nullable Size size) {
    if (size != null) {
      Sizes.of(size, knob.field(), findings)
          .map(Located::value)
          .ifPresent(bytes -> set(knob, limit(bytes), size));
    }
  }

  private static Value limit(Bytes bytes) {
    return Sizes.isUnlimited(bytes) ? Value.unlimited() : Value.amount(bytes.number());
  }

  private void cpuset(Domain.Vcpu vcpu) {
    Optional<String> list = Words.word(vcpu.cpuset);
    if (list.isEmpty()) {
      return;
    }
    try {
      Value cpus = Value.IndexSet.parse(list.get());
      tuning.put(Knob.CPUSET_CPUS, new Located<>(cpus, findings.at(vcpu, "cpuset")));
    } catch (IllegalArgumentException e) {
      String message = "cpuset is wrong: " + Printed.shortened(String.valueOf(e.getMessage()), 120);
      findings.attributeError(Codes.CPUSET, vcpu, "cpuset", message);
    }
  }

  private void set(Knob knob, Value value, Placed element) {
    tuning.put(knob, new Located<>(value, findings.at(element)));
  }
}
