package vcg.read;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.IoThread;
import vcg.model.Located;
import vcg.model.Machine;
import vcg.model.Tuning;
import vcg.read.xml.Cputune;
import vcg.read.xml.Domain;
import vcg.read.xml.Placed;
import vcg.read.xml.Text;

/** Finds what a document asks of single threads of a virtual machine; used once. */
final class GroupBinder {
  /** More threads than any valid document has; a refused one may name billions. */
  private static final int MOST = 4096;

  private final Findings findings;
  private final ValueBinder values;
  private final Map<Group, Placed> seen = new HashMap<>();
  private final Map<Group, Located<Value>> pins = new HashMap<>();

  GroupBinder(Findings findings) {
    this.findings = findings;
    this.values = new ValueBinder(findings);
  }

  /**
   * One tuning for each group of threads; none where the document asks nothing of single threads.
   *
   * @param cpus those of {@code <vcpu>}, for groups that have no pin of their own
   */
  SortedMap<Group, Tuning> bind(
      Domain domain, Machine.Qemu machine, Optional<Located<Value>> cpus) {
    SortedMap<Group, Tuning> groups = new TreeMap<>();
    Cputune cputune = domain.cputune;
    if (cputune == null || asksNothing(cputune)) {
      return groups;
    }
    pins(domain, machine, cputune);
    Tuning emulator = bandwidth(cputune.emulatorPeriods, cputune.emulatorQuotas, "emulator_", cpus);
    groups.put(Group.EMULATOR, pinned(emulator, Group.EMULATOR));
    Tuning vcpu = bandwidth(cputune.periods, cputune.quotas, "", cpus);
    for (int i = 0; i < Math.min(MOST, machine.processors().vcpus().value()); i++) {
      groups.put(Group.vcpu(i), pinned(vcpu, Group.vcpu(i)));
    }
    Tuning ioThread = bandwidth(cputune.iothreadPeriods, cputune.iothreadQuotas, "iothread_", cpus);
    for (IoThread thread : machine.processors().ioThreads()) {
      Group group = Group.iothread(thread.number());
      groups.put(group, pinned(ioThread, group));
    }
    return groups;
  }

  /**
   * The tuning of the directory that holds the groups: no group can have a CPU that it has not.
   * Where {@code <vcpu>} names no CPUs it has all that its partition has.
   */
  static Tuning around(SortedMap<Group, Tuning> groups, Tuning guest) {
    Optional<Located<Value>> own = guest.get(Knob.CPUSET_CPUS);
    if (groups.isEmpty() || own.isEmpty()) {
      return guest;
    }
    BitSet all = new BitSet();
    Stream.concat(Stream.of(guest), groups.values().stream())
        .flatMap(t -> t.get(Knob.CPUSET_CPUS).stream())
        .forEach(v -> all.or(((Value.IndexSet) v.value()).bits()));
    SortedMap<Knob, Located<Value>> wider = new TreeMap<>(guest.values());
    wider.put(Knob.CPUSET_CPUS, new Located<>(Value.IndexSet.of(all), own.get().at()));
    return new Tuning(wider, guest.devices());
  }

  private static boolean asksNothing(Cputune cputune) {
    return Stream.of(
            cputune.periods,
            cputune.quotas,
            cputune.emulatorPeriods,
            cputune.emulatorQuotas,
            cputune.iothreadPeriods,
            cputune.iothreadQuotas,
            cputune.vcpupins,
            cputune.emulatorpins,
            cputune.iothreadpins)
        .allMatch(List::isEmpty);
  }

  /** What all groups of a kind have, unless they are pinned. */
  private Tuning bandwidth(
      List<Text> periods, List<Text> quotas, String prefix, Optional<Located<Value>> cpus) {
    SortedMap<Knob, Located<Value>> tuning = new TreeMap<>();
    Words.only(periods, prefix + "period", findings)
        .flatMap(values::amount)
        .ifPresent(v -> tuning.put(Knob.CPU_PERIOD, v));
    Words.only(quotas, prefix + "quota", findings)
        .flatMap(q -> values.quota(q, prefix + "quota"))
        .ifPresent(v -> tuning.put(Knob.CPU_QUOTA, v));
    cpus.ifPresent(v -> tuning.put(Knob.CPUSET_CPUS, v));
    return Tuning.of(tuning);
  }

  private Tuning pinned(Tuning common, Group group) {
    Located<Value> pin = pins.get(group);
    if (pin == null) {
      return common;
    }
    SortedMap<Knob, Located<Value>> tuning = new TreeMap<>(common.values());
    tuning.put(Knob.CPUSET_CPUS, pin);
    return Tuning.of(tuning);
  }

  private void pins(Domain domain, Machine.Qemu machine, Cputune cputune) {
    for (Cputune.VcpuPin pin : cputune.vcpupins) {
      Words.small(pin.vcpu)
          .filter(n -> n >= 0)
          .ifPresent(n -> {
            checkVcpu(domain, machine, pin, n);
            pin(Group.vcpu(n), pin, "vcpu", pin.cpuset);
          });
    }
    Words.only(cputune.emulatorpins, "emulatorpin", findings)
        .ifPresent(pin -> pin(Group.EMULATOR, pin, "", pin.cpuset));
    for (Cputune.IoThreadPin pin : cputune.iothreadpins) {
      Words.small(pin.iothread)
          .filter(n -> n >= 0)
          .ifPresent(n -> {
            checkIoThread(domain, machine, pin, n);
            pin(Group.iothread(n), pin, "iothread", pin.cpuset);
          });
    }
    if (machine.processors().ioThreads().isEmpty() && domain.iothreads == null) {
      Stream.concat(cputune.iothreadPeriods.stream(), cputune.iothreadQuotas.stream())
          .forEach(e ->
              findings.warning(
                  Codes.NO_EFFECT, e, "this has no effect: the guest has no I/O threads"));
    }
  }

  private void pin(Group group, Placed pin, String attribute, @Nullable String cpuset) {
    Placed first = seen.putIfAbsent(group, pin);
    Optional<Located<Value>> cpus = values.indexes(pin, "cpuset", cpuset);
    if (first == null) {
      cpus.ifPresent(c -> pins.put(group, c));
    } else {
      String name = group.kind() + "pin";
      String message = "<" + name + "> of " + attribute + " " + group.index() + " occurs twice";
      String note = "the first one is at " + findings.at(first);
      findings.attributeError(Codes.TWICE, pin, attribute, message, note);
    }
  }

  private void checkVcpu(Domain domain, Machine.Qemu machine, Placed pin, int vcpu) {
    if (domain.vcpu != null && Words.small(domain.vcpu.text).isEmpty()) {
      return; // how many there are is wrong, and reported
    }
    int most = machine.processors().maxVcpus();
    int plugged = machine.processors().vcpus().value();
    if (vcpu >= most) {
      String there = most == 1 ? "is only vcpu 0" : "are only vcpu 0 to " + (most - 1);
      String message = "vcpupin is for vcpu " + vcpu + ", but there " + there;
      findings.attributeError(Codes.PIN, pin, "vcpu", message);
    } else if (vcpu >= plugged) {
      findings.warning(
          Codes.NO_EFFECT,
          pin,
          "vcpupin has no effect until vcpu "
              + vcpu
              + " is plugged: "
              + plugged
              + " of "
              + most
              + " are");
    }
  }

  private static String numbers(List<Integer> all) {
    String text = all.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return Printed.shortened(text, 60);
  }

  private void checkIoThread(Domain domain, Machine.Qemu machine, Placed pin, int ioThread) {
    if (domain.iothreads != null && Words.small(domain.iothreads.text).isEmpty()) {
      return; // as above
    }
    List<Integer> all = machine.processors().ioThreads().stream().map(IoThread::number).toList();
    if (!all.contains(ioThread)) {
      boolean fromOne = !all.isEmpty() && all.getLast() == all.size();
      String there =
          switch (all.size()) {
            case 0 -> "are none";
            case 1 -> "is only " + all.getFirst();
            default -> "are only " + (fromOne ? "1 to " + all.size() : numbers(all));
          };
      String message = "iothreadpin is for I/O thread " + ioThread + ", but there " + there;
      findings.attributeError(Codes.PIN, pin, "iothread", message);
    }
  }
}
