package vcg.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vcg.guest.FirmwareChoice;
import vcg.guest.HostTables;
import vcg.guest.SpicePorts;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.DeviceAccess;
import vcg.model.Digest;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Location;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.PlannedPartition;
import vcg.model.Problem;
import vcg.model.Reading;

/** Compares what documents ask for with what is. */
public final class Planner {
  private final Desired desired;
  private final Actual actual;
  private final PlanOptions options;

  private Planner(Desired desired, Actual actual, PlanOptions options) {
    this.desired = desired;
    this.actual = actual;
    this.options = options;
  }

  /** The smallest set of steps that makes the host match its documents. */
  public static Plan plan(Desired desired, Actual actual, PlanOptions options) {
    return new Planner(desired, actual, options).plan();
  }

  /** Whether a guest is held because a guard refuses to stop it. */
  public static boolean isStopHeld(PlannedGuest guest) {
    return guest.action() == Action.HOLD
        && (guest.reason().equals(Guard.STOP_REFUSED) || guest.reason().equals(Guard.PROTECTED));
  }

  /**
   * What is to happen to the directories above guests, whatever becomes of the guests.
   *
   * @param desired the documents of partitions
   * @param actual without guests
   * @param needed the directories above guests that run or start
   */
  public static List<PlannedPartition> partitions(
      Desired desired, Actual actual, PlanOptions options, Collection<String> needed) {
    Partitions partitions = new Partitions(actual, desired, new TuningRefusals(actual, options));
    return new PartitionPlans(actual, partitions, false)
        .plan(
            desired, needed, Departures.of(List.of()), new Stuck(actual.host(), options.staying()));
  }

  private Plan plan() {
    TuningRefusals tunings = new TuningRefusals(actual, options);
    Partitions partitions = new Partitions(actual, desired, tunings);
    Refusals refusals = new Refusals(actual, options, partitions, tunings);
    Map<GuestId, PlannedGuest> guests = new TreeMap<>();
    planValid(partitions, refusals, guests);
    holdInvalid(guests);
    planRemoved(guests);
    Frozen frozen = new Frozen(actual, partitions);
    guests.replaceAll((_, planned) -> frozen.check(planned));
    Guard.Verdict verdict =
        new Guard(desired, actual, options.allowedStops(), options.census())
            .check(List.copyOf(guests.values()));
    List<PlannedGuest> planned = Access.revoke(verdict.guests(), actual);
    return new Plan(
        desired.source(),
        Digest.of(desired),
        actual,
        partitionChanges(
            new PartitionPlans(actual, partitions, options.beside().isPresent()), planned),
        planned,
        actual.foreign(),
        desired.problems(),
        verdict.refusals(),
        Warnings.of(actual),
        options.allowedStops(),
        valuesRead());
  }

  private void planValid(
      Partitions partitions, Refusals refusals, Map<GuestId, PlannedGuest> guests) {
    SpicePorts ports = SpicePorts.of(desired.guests(), actual.guests());
    GuestPlanner planner = new GuestPlanner(actual, partitions, refusals, options, ports);
    for (Guest stated : desired.guests()) {
      Guest guest =
          HostTables.told(FirmwareChoice.chosen(stated, actual.firmware()), actual.tables());
      guests.put(guest.id(), planner.plan(guest, there(guest)));
    }
  }

  /** A file that cannot be used leaves the guest alone that it is about, or was about before. */
  private void holdInvalid(Map<GuestId, PlannedGuest> guests) {
    for (Reading reading : desired.readings()) {
      if (!reading.isValid()) {
        Problem error =
            reading.problems().stream().filter(Problem::isError).findFirst().orElseThrow();
        claimed(reading)
            .forEach(id -> guests.putIfAbsent(id, held(id, error.message(), error.at())));
      }
    }
  }

  private Stream<GuestId> claimed(Reading reading) {
    String name = Location.ofFile(reading.file()).fileName();
    return Stream.concat(
        reading.claims().stream(),
        records().filter(r -> r.file().equals(name)).map(GuestRecord::id));
  }

  private void planRemoved(Map<GuestId, PlannedGuest> guests) {
    Optional<Reading> unknown = nobodyKnowsWhose();
    records()
        .filter(record -> !guests.containsKey(record.id()))
        .forEach(record ->
            guests.put(
                record.id(),
                unknown
                    .map(r -> held(record.id(), mayBeIts(r), Location.ofFile(r.file())))
                    .orElseGet(() -> removed(record))));
  }

  /** A file that is new and so broken that nobody can tell which guest it is about. */
  private Optional<Reading> nobodyKnowsWhose() {
    return desired.readings().stream()
        .filter(r -> !r.isValid() && r.claimed().isEmpty() && claimed(r).findAny().isEmpty())
        .findFirst();
  }

  private static String mayBeIts(Reading reading) {
    return "its file is gone, but " + reading.file() + " may be about it and cannot be understood";
  }

  private PlannedGuest removed(GuestRecord record) {
    ActualGuest there = actual.guests().get(record.id());
    if (there == null) {
      throw new IllegalArgumentException("not observed: " + record.id());
    }
    Location at = Location.ofFile(record.file());
    Stops stops = new Stops(actual.host());
    if (there.running().isPresent()) {
      return stops.stop(there, there.running().get(), "file removed", at, Optional.empty());
    }
    List<Change> leftOver = stops.leftOver(there);
    return new PlannedGuest(
        record.id(),
        leftOver.isEmpty() ? Action.NONE : Action.STOP,
        leftOver.isEmpty() ? "forgotten" : "file removed",
        false,
        Optional.of(at),
        List.of(),
        leftOver,
        Optional.empty());
  }

  private PlannedGuest held(GuestId id, String reason, Location at) {
    Optional<GuestRecord> record =
        Optional.ofNullable(actual.guests().get(id)).flatMap(ActualGuest::record);
    return PlannedGuest.untouched(id, Action.HOLD, reason, Optional.of(at), List.of(), record);
  }

  private List<PlannedPartition> partitionChanges(
      PartitionPlans partitions, List<PlannedGuest> guests) {
    boolean emptied =
        desired.readings().isEmpty()
            && guests.stream().anyMatch(g -> g.reason().equals(Guard.STOP_REFUSED));
    if (emptied) { // what held the documents may not be mounted: partitions stay, as guests do
      return List.of();
    }
    Set<String> needed = new TreeSet<>();
    for (PlannedGuest guest : guests) {
      boolean starts = guest.steps().stream().anyMatch(Change.StartGuest.class::isInstance);
      boolean goes = !starts && guest.action() == Action.STOP;
      guest
          .record()
          .filter(_ -> !goes && (starts || runs(guest.id())))
          .ifPresent(r -> needed.addAll(actual.host().layout().above(r.cgroup())));
    }
    return partitions.plan(desired, needed, Departures.of(guests), stuck(guests));
  }

  /** What guests hold that stay as they are although their documents ask for something else. */
  private Stuck stuck(List<PlannedGuest> guests) {
    List<ActualCgroup> cgroups = new ArrayList<>(options.staying());
    for (PlannedGuest guest : guests) {
      ActualGuest there = actual.guests().get(guest.id());
      if (guest.action() == Action.HOLD && there != null) {
        cgroups.add(there.cgroup());
      }
    }
    return new Stuck(actual.host(), cgroups);
  }

  private boolean runs(GuestId id) {
    ActualGuest there = actual.guests().get(id);
    return there != null && there.running().isPresent();
  }

  private ActualGuest there(Guest guest) {
    ActualGuest seen = actual.guests().get(guest.id());
    if (seen != null) {
      return seen;
    }
    String path =
        actual
            .host()
            .layout()
            .guest(guest.partition().value(), guest.id().name(), guest.id().driver().toString());
    return new ActualGuest(
        guest.id(),
        Optional.empty(),
        Optional.empty(),
        ActualCgroup.none(path),
        new TreeMap<>(),
        DeviceAccess.NONE);
  }

  private Stream<GuestRecord> records() {
    return actual.guests().values().stream().flatMap(g -> g.record().stream());
  }

  private int valuesRead() {
    return Stream.of(
            actual.guests().values().stream().map(ActualGuest::cgroup),
            actual.guests().values().stream().flatMap(g -> g.groups().values().stream()),
            actual.partitions().values().stream())
        .flatMap(s -> s)
        .collect(Collectors.summingInt(c -> c.contents().size()));
  }
}
