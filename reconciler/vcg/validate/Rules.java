package vcg.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Partition;
import vcg.model.Problem;
import vcg.model.Reading;

/** All rules about guests and partitions. */
public final class Rules {
  private Rules() {}

  /**
   * What is wrong with one guest, whatever the others are; for the reader, which shows the line.
   */
  public static List<Problem> ofGuest(Guest guest) {
    List<Problem> problems = new ArrayList<>();
    NameRules.check(guest, problems);
    MemoryRules.check(guest, problems);
    MachineRules.check(guest, problems);
    BoardRules.check(guest, problems);
    CpuRules.check(guest, problems);
    DiskRules.check(guest, problems);
    AddressRules.check(guest, problems);
    DeviceRules.check(guest, problems);
    return problems;
  }

  /** The same of one partition. */
  public static List<Problem> ofPartition(Partition partition) {
    List<Problem> problems = new ArrayList<>();
    MemoryRules.check(partition.tuning(), problems);
    return problems;
  }

  /**
   * The same files with everything that the rules find, once each: about each document, and about
   * those of different files together. What breaks a rule is gone from its reading.
   */
  public static Desired check(Desired desired) {
    return with(
        desired,
        reading ->
            reading
                .guest()
                .map(Rules::ofGuest)
                .or(() -> reading.partition().map(Rules::ofPartition))
                .orElse(List.of()));
  }

  /**
   * What a file has that no other may have too: {@link #across} finds nothing between files that
   * have none of it in common.
   */
  public static Set<String> claims(Reading reading) {
    return CrossRules.claims(reading);
  }

  /** As {@link #check}, where the reader has applied {@link #ofGuest} already. */
  public static Desired across(Desired desired) {
    return with(desired, reading -> reading.partition().map(Rules::ofPartition).orElse(List.of()));
  }

  private static Desired with(Desired desired, Function<Reading, List<Problem>> alone) {
    Map<String, List<Problem>> found = new TreeMap<>();
    for (Problem problem : CrossRules.check(desired.readings())) {
      found.computeIfAbsent(problem.at().file(), _ -> new ArrayList<>()).add(problem);
    }
    List<Reading> readings = new ArrayList<>();
    for (Reading reading : desired.readings()) {
      List<Problem> more = new ArrayList<>(alone.apply(reading));
      more.addAll(found.getOrDefault(reading.file(), List.of()));
      readings.add(reading.with(more.stream().filter(p -> !isKnown(reading, p)).toList()));
    }
    return new Desired(desired.source(), desired.present(), readings, desired.notices());
  }

  private static boolean isKnown(Reading reading, Problem problem) {
    return reading.problems().stream()
        .anyMatch(p ->
            p.code().equals(problem.code())
                && p.at().equals(problem.at())
                && p.message().equals(problem.message()));
  }
}
