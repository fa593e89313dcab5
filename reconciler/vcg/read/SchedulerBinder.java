package vcg.read;

import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import vcg.cgroup.Group;
import vcg.cgroup.Value;
import vcg.model.IoThread;
import vcg.model.Located;
import vcg.model.Scheduling;
import vcg.read.xml.Cputune;
import vcg.read.xml.Domain;
import vcg.read.xml.Placed;

/** Finds how a document wants the threads of a virtual machine to be scheduled; used once. */
final class SchedulerBinder {
  private final Findings findings;
  private final Map<Group, Placed> seen = new HashMap<>();
  private final SortedMap<Group, Located<Scheduling>> schedulers = new TreeMap<>();

  SchedulerBinder(Findings findings) {
    this.findings = findings;
  }

  /**
   * Those that are not ordinary, also of virtual CPUs that are not plugged.
   *
   * @param plugged how many virtual CPUs there are at the start
   * @param most how many there can be
   */
  SortedMap<Group, Located<Scheduling>> bind(
      Domain domain, int plugged, int most, List<IoThread> ioThreads) {
    Cputune cputune = domain.cputune;
    if (cputune == null) {
      return schedulers;
    }
    for (Cputune.VcpuSched sched : cputune.vcpuscheds) {
      String there = most == 1 ? "is only vcpu 0" : "are only vcpu 0 to " + (most - 1);
      List<Integer> named =
          each(
              "vcpu",
              sched,
              sched.vcpus,
              n -> n < most,
              there,
              Group::vcpu,
              scheduling(sched, sched.scheduler, sched.priority));
      named.stream()
          .filter(n -> n >= plugged)
          .findFirst()
          .ifPresent(n ->
              findings.warning(
                  Codes.NO_EFFECT,
                  sched,
                  "vcpusched has no effect on vcpu " + n + " until it is plugged"));
    }
    Words.only(cputune.emulatorscheds, "emulatorsched", findings)
        .ifPresent(sched ->
            scheduling(sched, sched.scheduler, sched.priority)
                .ifPresent(
                    s -> schedulers.put(Group.EMULATOR, new Located<>(s, findings.at(sched)))));
    for (Cputune.IoThreadSched sched : cputune.iothreadscheds) {
      String numbers =
          ioThreads.stream().map(t -> Integer.toString(t.number())).collect(joining(", "));
      String there =
          ioThreads.isEmpty() ? "are none" : "are only " + Printed.shortened(numbers, 60);
      each(
          "iothread",
          sched,
          sched.iothreads,
          n -> ioThreads.stream().anyMatch(t -> t.number() == n),
          there,
          Group::iothread,
          scheduling(sched, sched.scheduler, sched.priority));
    }
    return schedulers;
  }

  /** The threads that an element names, each of which exists and is in no other. */
  private List<Integer> each(
      String kind,
      Placed sched,
      @Nullable String numbers,
      IntPredicate exists,
      String there,
      IntFunction<Group> group,
      Optional<Scheduling> scheduling) {
    List<Integer> named =
        new ValueBinder(findings)
            .indexes(sched, kind + "s", numbers)
            .map(v -> ((Value.IndexSet) v.value()).bits().stream().boxed().toList())
            .orElse(List.of());
    Optional<Integer> missing = named.stream().filter(n -> !exists.test(n)).findFirst();
    if (missing.isPresent()) {
      findings.attributeError(
          Codes.PIN,
          sched,
          kind + "s",
          kind + "sched is for " + kind + " " + missing.get() + ", but there " + there);
      return List.of();
    }
    for (int number : named) {
      Placed first = seen.putIfAbsent(group.apply(number), sched);
      if (first != null) {
        findings.attributeError(
            Codes.TWICE,
            sched,
            kind + "s",
            kind + " " + number + " is in two <" + kind + "sched>",
            "the first one is at " + findings.at(first));
        return named;
      }
      scheduling.ifPresent(
          s -> schedulers.put(group.apply(number), new Located<>(s, findings.at(sched))));
    }
    return named;
  }

  private Optional<Scheduling> scheduling(
      Placed sched, @Nullable String scheduler, @Nullable String stated) {
    Optional<Scheduling.Policy> policy = Words.word(scheduler).flatMap(Scheduling.Policy::of);
    if (policy.isEmpty()) {
      return Optional.empty(); // the schema has refused it
    }
    Optional<Integer> priority = Words.small(stated);
    if (!policy.get().isRealTime()) {
      if (stated != null) {
        findings.warning(
            Codes.NO_EFFECT,
            sched,
            "priority has no effect: scheduler " + policy.get() + " has none");
      }
      return Optional.of(new Scheduling(policy.get(), 0));
    }
    if (stated == null) {
      findings.error(
          Codes.MISSING_ATTRIBUTE,
          sched,
          "scheduler " + policy.get() + " needs the attribute priority",
          Scheduling.LEAST + " to " + Scheduling.MOST + ", where more goes first");
    }
    return priority
        .filter(p -> p >= Scheduling.LEAST && p <= Scheduling.MOST)
        .map(p -> new Scheduling(policy.get(), p));
  }
}
