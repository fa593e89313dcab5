package vcg.apply;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Layout;
import vcg.guest.Records;
import vcg.model.Change;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Outcome;
import vcg.model.Outcome.Result;
import vcg.model.PartitionRecords;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition;

/** Carries out plans. Its methods may be called by several threads, for different guests. */
public final class Applier {
  private final CgroupSteps cgroups;
  private final GuestSteps guests;
  private final LiveSteps live;
  private final Records records;
  private final Layout layout;
  private final int atOnce;
  private final InstantSource clock;
  private final Object partitionsLock = new Object();

  /**
   * @param atOnce how many guests are waited for at the same time
   */
  public Applier(
      CgroupSteps cgroups,
      GuestSteps guests,
      LiveSteps live,
      Records records,
      Layout layout,
      int atOnce,
      InstantSource clock) {
    this.atOnce = atOnce;
    this.clock = clock;
    this.live = live;
    this.layout = layout;
    this.cgroups = cgroups;
    this.guests = guests;
    this.records = records;
  }

  /**
   * Does every step of a plan: partitions in its order, then guests, of which those that take their
   * time are waited for together, then partitions again.
   *
   * @param remembered what vcg remembers now, as the plan was made from it
   * @param progress is told of each guest or partition when its steps are done or one failed; never
   *     by two threads at once
   */
  public Outcome apply(Plan plan, Collection<GuestRecord> remembered, Consumer<Result> progress)
      throws InterruptedException {
    List<Result> results = new ArrayList<>();
    Consumer<Result> done =
        result -> {
          synchronized (results) {
            results.add(result);
            progress.accept(result);
          }
        };
    Map<String, String> unusable = begin(plan.partitions(), done);
    Map<GuestId, GuestRecord> known = new HashMap<>();
    remembered.forEach(record -> known.put(record.id(), record));
    try (Crew crew = new Crew(atOnce)) {
      for (PlannedGuest guest : plan.guests()) {
        Optional<GuestRecord> before = Optional.ofNullable(known.get(guest.id()));
        if (atOnce > 1 && takesTime(guest)) {
          crew.start(() -> guest(guest, before, unusable).ifPresent(done));
        } else {
          guest(guest, before, unusable).ifPresent(done);
        }
      }
      crew.await();
    }
    end(plan.partitions(), unusable, done);
    return new Outcome(results);
  }

  /**
   * Does the steps of one guest, and before that those of partitions which it needs.
   *
   * @param needed as {@link vcg.plan.OneGuest#partitions} finds them
   * @return what became of the guest; empty: it had no steps, and what it is remembered by is noted
   */
  public Optional<Result> apply(
      List<PlannedPartition> needed, PlannedGuest guest, Optional<GuestRecord> before)
      throws InterruptedException {
    return guest(guest, before, begin(needed, _ -> {}));
  }

  /** Does the steps of partitions, those before and those after their guests. */
  public Outcome apply(List<PlannedPartition> partitions) {
    List<Result> results = new ArrayList<>();
    end(partitions, begin(partitions, results::add), results::add);
    return new Outcome(results);
  }

  /** Writes to files of one guest's directory, whatever else is to be done with it later. */
  public void write(List<Change> settings) throws IOException {
    for (Change setting : settings) {
      cgroups.perform(setting);
    }
  }

  /** Makes partitions ready for their guests; returns those for which that failed, and why. */
  private Map<String, String> begin(List<PlannedPartition> partitions, Consumer<Result> done) {
    Map<String, String> unusable = new TreeMap<>();
    for (PlannedPartition partition : partitions) {
      if (!partition.steps().isEmpty()) {
        Result result = partition(partition, partition.steps(), 0);
        done.accept(result);
        result.failure().ifPresent(why -> unusable.put(partition.path(), why));
      }
    }
    return unusable;
  }

  private void end(
      List<PlannedPartition> partitions, Map<String, String> unusable, Consumer<Result> done) {
    for (PlannedPartition partition : partitions.reversed()) {
      if (!unusable.containsKey(partition.path())) {
        finish(partition).ifPresent(done);
      }
    }
  }

  private Optional<Result> guest(
      PlannedGuest guest, Optional<GuestRecord> before, Map<String, String> unusable)
      throws InterruptedException {
    guests.trimLog(guest.id());
    if (guest.steps().isEmpty()) {
      return remember(guest, before);
    }
    Optional<String> why = unusable(guest, unusable);
    if (why.isPresent()) {
      return Optional.of(new Result(guest.id().name(), 0, why));
    }
    return Optional.of(guest(guest, before));
  }

  /** Whether a guest is waited for. */
  public static boolean takesTime(PlannedGuest guest) {
    return guest.steps().stream()
        .anyMatch(step ->
            switch (step) {
              case Change.StartGuest _,
                  Change.StopGuest _,
                  Change.PauseGuest _,
                  Change.ResumeGuest _,
                  Change.ResetGuest _,
                  Change.SetScheduler _,
                  Change.ClearContainer _,
                  Change.ChangeLive _ ->
                  true;
              case Change.CreateCgroup _,
                  Change.WriteSetting _,
                  Change.SetControllers _,
                  Change.MakeThreaded _,
                  Change.MovePages _,
                  Change.DenyDevices _,
                  Change.AllowDevice _,
                  Change.DenyDevice _,
                  Change.AttachDevices _,
                  Change.MoveProcess _,
                  Change.MoveThread _,
                  Change.GrantAccess _,
                  Change.RevokeAccess _,
                  Change.AddTap _,
                  Change.ConnectTap _,
                  Change.AddVeth _,
                  Change.AddMacvtap _,
                  Change.RemoveTap _,
                  Change.RemoveCgroup _ ->
                  false;
            });
  }

  /** Why a partition that a guest is in could not be made ready; empty: all are. */
  private Optional<String> unusable(PlannedGuest guest, Map<String, String> partitions) {
    return guest.record().stream()
        .flatMap(record -> layout.above(record.cgroup()).stream())
        .map(layout::shown)
        .filter(partitions::containsKey)
        .findFirst()
        .map(path -> "its partition " + path + " could not be made ready: " + partitions.get(path));
  }

  /** What is left to do of a partition once all guests are done; empty: nothing to tell. */
  private Optional<Result> finish(PlannedPartition partition) {
    if (partition.after().isEmpty()) {
      return remember(partition);
    }
    Result result = partition(partition, partition.after(), partition.steps().size());
    return result.failure().isPresent()
        ? Optional.of(result)
        : remember(partition).or(() -> Optional.of(result));
  }

  private Result partition(PlannedPartition partition, List<Change> steps, int before) {
    synchronized (partitionsLock) { // guests that start at once may need the same
      return perform(partition, steps, before);
    }
  }

  private Result perform(PlannedPartition partition, List<Change> steps, int before) {
    int done = before;
    Set<CgroupPath> announced = new TreeSet<>();
    try {
      announced.addAll(announce(steps));
      for (Change step : steps) {
        switch (step) {
          case Change.CreateCgroup(CgroupPath cgroup) -> create(cgroup, announced);
          case Change.RemoveCgroup(CgroupPath cgroup) -> remove(cgroup);
          default -> cgroups.perform(step);
        }
        done++;
      }
      return new Result(partition.path(), done, Optional.empty());
    } catch (IOException e) {
      return new Result(
          partition.path(), done, Optional.of(afterwards(steps, done - before, announced, e)));
    }
  }

  /** Forgets directories that were announced and are not made now; why that is. */
  private String afterwards(
      List<Change> steps, int done, Set<CgroupPath> announced, IOException why) {
    try {
      PartitionRecords known = records.partitions();
      PartitionRecords now = known;
      for (Change step : steps.subList(done, steps.size())) {
        if (step instanceof Change.CreateCgroup(CgroupPath cgroup) && announced.contains(cgroup)) {
          now = now.without(cgroup);
        }
      }
      if (!now.equals(known)) {
        records.putPartitions(now);
      }
      return reason(why);
    } catch (IOException second) {
      return reason(why) + "; then: " + reason(second);
    }
  }

  /** Notes which document a partition now follows; a result only when that fails. */
  private Optional<Result> remember(PlannedPartition partition) {
    synchronized (partitionsLock) {
      return note(partition);
    }
  }

  private Optional<Result> note(PlannedPartition partition) {
    try {
      PartitionRecords known = records.partitions();
      PartitionRecords now =
          partition.record().map(known::with).orElseGet(() -> known.without(partition.path()));
      if (!now.equals(known)) {
        records.putPartitions(now);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new Result(partition.path(), 0, Optional.of(reason(e))));
    }
  }

  /**
   * Directories are entered before the first is made, so that one that was made is always known.
   *
   * @return those that were not known: others were made for another guest since this was planned
   */
  private Set<CgroupPath> announce(List<Change> steps) throws IOException {
    PartitionRecords known = records.partitions();
    PartitionRecords now = known;
    for (Change step : steps) {
      if (step instanceof Change.CreateCgroup(CgroupPath cgroup)) {
        now = now.with(cgroup);
      }
    }
    if (!now.equals(known)) {
      records.putPartitions(now);
    }
    Set<CgroupPath> announced = new TreeSet<>(now.made());
    announced.removeAll(known.made());
    return announced;
  }

  private void create(CgroupPath cgroup, Set<CgroupPath> announced) throws IOException {
    if (!cgroups.create(cgroup) && announced.contains(cgroup)) {
      records.putPartitions(records.partitions().without(cgroup));
    }
  }

  private void remove(CgroupPath cgroup) throws IOException {
    cgroups.remove(cgroup);
    records.putPartitions(records.partitions().without(cgroup));
  }

  private Result guest(PlannedGuest guest, Optional<GuestRecord> before)
      throws InterruptedException {
    GuestRun run = new GuestRun(guest, before, cgroups, guests, live, records, clock);
    try {
      run.perform();
      return new Result(
          guest.id().name(), run.done(), Optional.empty(), run.notes(), run.waiting());
    } catch (IOException e) {
      String why = reason(e);
      try {
        run.failed(why);
      } catch (IOException second) { // other guests go on all the same
        why += "; then: " + reason(second);
      }
      return new Result(guest.id().name(), run.done(), Optional.of(why), run.notes(), List.of());
    }
  }

  /** Notes what is new about a guest that needs no step; a result only when that fails. */
  private Optional<Result> remember(PlannedGuest guest, Optional<GuestRecord> before) {
    try {
      if (!guest.record().equals(before)) {
        if (guest.record().isPresent()) {
          records.put(guest.record().get());
        } else {
          guests.forget(guest.id());
          records.remove(guest.id());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new Result(guest.id().name(), 0, Optional.of(reason(e))));
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
