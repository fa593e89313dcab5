package vcg.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import vcg.cgroup.Controller;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.Group;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Knob;
import vcg.cgroup.Mappings;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.Bandwidth;
import vcg.model.Bytes;
import vcg.model.DeviceNode;
import vcg.model.Host;
import vcg.model.Located;
import vcg.model.Tuning;

/** What a document asks of one directory, be it a guest's or a partition's, and cannot have. */
record TuningRefusals(Actual actual, PlanOptions options) {
  private static final long DEFAULT_PERIOD_MICROS = 100_000;

  /**
   * The first thing that it cannot have; empty: it can have all.
   *
   * @param there the directory as it is
   * @param kind the kind of group that the directory is for; empty: not for a group
   */
  Optional<Located<String>> find(
      Tuning tuning, ActualCgroup there, Above above, Optional<Group.Kind> kind) {
    for (Map.Entry<Knob, Located<Value>> entry : tuning.values().entrySet()) {
      Knob knob = entry.getKey();
      String element = kind.map(knob::element).orElseGet(knob::element);
      Optional<String> refusal =
          knob(knob, element, entry.getValue().value()).or(() -> outside(entry, above));
      if (refusal.isPresent()) {
        return refusal.map(why -> new Located<>(why, entry.getValue().at()));
      }
    }
    return bandwidth(tuning, above).or(() -> belowUse(tuning, there)).or(() -> devices(tuning));
  }

  private Optional<String> knob(Knob knob, String element, Value value) {
    Host host = actual.host();
    boolean high =
        knob == Knob.MEMORY_SOFT_LIMIT
            && host.mappings().softLimit() == Mappings.SoftLimit.HIGH
            && host.isUnified(Controller.MEMORY);
    Optional<Spelling> spelling = host.spelling(high ? Knob.MEMORY_HIGH : knob);
    String field = element.substring(element.lastIndexOf('/') + 1);
    if (spelling.isPresent()) {
      return spelling.get().refusal(value).map(why -> field + ": " + why);
    }
    if (!host.controllers().containsKey(knob.controller())) {
      return Optional.of(field + ": this host has no " + knob.controller() + " controller");
    }
    return Optional.of(
        knob.spellings(Version.V1).isEmpty() && !host.isUnified(knob.controller())
            ? field + ": needs cgroup v2, and here " + knob.controller() + " is on v1"
            : field + ": this kernel has no file for it");
  }

  private static Optional<String> outside(Map.Entry<Knob, Located<Value>> entry, Above above) {
    Value.IndexSet left = above.inherited().get(entry.getKey());
    return entry.getValue().value() instanceof Value.IndexSet asked
            && left != null
            && !left.list().isEmpty()
            && !left.covers(asked)
        ? Optional.of(
            entry.getKey().field()
                + " "
                + asked
                + " is not within "
                + left
                + ", which is what the cgroup above has")
        : Optional.empty();
  }

  private Optional<Located<String>> bandwidth(Tuning tuning, Above above) {
    Optional<Located<Value>> quota = tuning.get(Knob.CPU_QUOTA);
    if (quota.isEmpty()
        || above.bandwidth().isEmpty()
        || !(quota.get().value() instanceof Value.Amount(long micros))) {
      return Optional.empty();
    }
    long period =
        tuning.get(Knob.CPU_PERIOD).map(Located::value).orElse(Value.amount(DEFAULT_PERIOD_MICROS))
                instanceof Value.Amount(long us)
            ? us
            : DEFAULT_PERIOD_MICROS;
    Bandwidth asked = new Bandwidth(micros, period);
    return asked.compareTo(above.bandwidth().get()) <= 0
        ? Optional.empty()
        : Optional.of(
            new Located<>(
                "quota "
                    + asked
                    + " is more than the "
                    + above.bandwidth().get()
                    + " of the cgroup above; cgroup v1 refuses that",
                quota.get().at()));
  }

  /** On v1 the kernel would refuse it, on v2 it would end processes until the rest fits. */
  private Optional<Located<String>> belowUse(Tuning tuning, ActualCgroup there) {
    Optional<Located<Value>> limit = tuning.get(Knob.MEMORY_HARD_LIMIT);
    if (options.belowUse()
        || limit.isEmpty()
        || there.used().isEmpty()
        || !(limit.get().value() instanceof Value.Amount(long bytes))
        || there.used().get().number() <= bytes) {
      return Optional.empty();
    }
    return Optional.of(
        new Located<>(
            "hard_limit "
                + new Bytes(bytes)
                + " is below the "
                + there.used().get()
                + " in use; --allow-below-use sets it all the same, and "
                + (actual.host().isUnified(Controller.MEMORY)
                    ? "the kernel then ends processes until the rest fits"
                    : "the kernel takes it only if it can free the rest"),
            limit.get().at()));
  }

  private Optional<Located<String>> devices(Tuning tuning) {
    Map<DeviceNumber, String> disks = new HashMap<>();
    for (Tuning.OfDevice device : tuning.devices()) {
      String path = device.path().value();
      DeviceNode node = actual.devices().get(path);
      if (node == null || !node.block()) {
        String why = node == null ? "no such device" : "not a block device";
        return Optional.of(new Located<>(path + ": " + why, device.path().at()));
      }
      String other = disks.putIfAbsent(node.disk(), path);
      if (other != null) {
        return Optional.of(
            new Located<>(
                path + " and " + other + " are on one disk, " + node.disk(), device.path().at()));
      }
      Optional<Located<String>> refusal = values(device, node);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private Optional<Located<String>> values(Tuning.OfDevice device, DeviceNode node) {
    for (Map.Entry<Knob, Located<Value>> entry : device.values().entrySet()) {
      Knob knob = entry.getKey();
      Value value = entry.getValue().value();
      boolean weight = knob == Knob.BLKIO_DEVICE_WEIGHT && value instanceof Value.Amount;
      Optional<String> refusal =
          knob(knob, knob.element(), value).or(() -> weight ? node.weighted() : Optional.empty());
      if (refusal.isPresent()) {
        return refusal.map(why -> new Located<>(why, entry.getValue().at()));
      }
    }
    return Optional.empty();
  }
}
