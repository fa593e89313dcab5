package vcg.apply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** Carries out plans. */
public final class Applier {
  private final CgroupSteps cgroups;
  private final GuestSteps guests;
  private final LiveSteps live;
  private final Records records;
  private final Layout layout;

  public Applier(
      CgroupSteps cgroups, GuestSteps guests, LiveSteps live, Records records, Layout layout) {
    this.live = live;
    this.layout = layout;
    this.cgroups = cgroups;
    this.guests = guests;
    this.records = records;
  }

  /**
   * Does every step of a plan, in its order.
   *
   * @param remembered what vcg remembers now, as the plan was made from it
   * @param progress is told of each guest or partition when its steps are done or one failed
   */
  public Outcome apply(Plan plan, Collection<GuestRecord> remembered, Consumer<Result> progress)
      throws InterruptedException {
    List<Result> results = new ArrayList<>();
    Consumer<Result> done =
        result -> {
          results.add(result);
          progress.accept(result);
        };
    Set<String> unusable = new TreeSet<>();
    for (PlannedPartition partition : plan.partitions()) {
      if (!partition.steps().isEmpty()) {
        Result result = partition(partition, partition.steps(), 0);
        done.accept(result);
        if (result.failure().isPresent()) {
          unusable.add(partition.path());
        }
      }
    }
    Map<GuestId, GuestRecord> known = new HashMap<>();
    remembered.forEach(record -> known.put(record.id(), record));
    for (PlannedGuest guest : plan.guests()) {
      Optional<GuestRecord> before = Optional.ofNullable(known.get(guest.id()));
      guests.trimLog(guest.id());
      if (guest.steps().isEmpty()) {
        remember(guest, before).ifPresent(done);
      } else if (isIn(guest, unusable)) {
        Optional<String> why = Optional.of("its partition could not be made ready");
        done.accept(new Result(guest.id().name(), 0, why));
      } else {
        done.accept(guest(guest, before));
      }
    }
    for (PlannedPartition partition : plan.partitions().reversed()) {
      if (!unusable.contains(partition.path())) {
        finish(partition).ifPresent(done);
      }
    }
    return new Outcome(results);
  }

  private boolean isIn(PlannedGuest guest, Set<String> partitions) {
    return guest.record().stream()
        .flatMap(record -> layout.above(record.cgroup()).stream())
        .anyMatch(above -> partitions.contains(layout.shown(above)));
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
    int done = before;
    try {
      announce(steps);
      for (Change step : steps) {
        switch (step) {
          case Change.CreateCgroup(CgroupPath cgroup) -> create(cgroup);
          case Change.RemoveCgroup(CgroupPath cgroup) -> remove(cgroup);
          default -> cgroups.perform(step);
        }
        done++;
      }
      return new Result(partition.path(), done, Optional.empty());
    } catch (IOException e) {
      return new Result(partition.path(), done, Optional.of(afterwards(steps, done - before, e)));
    }
  }

  /** Forgets directories that were announced and are not made now; why that is. */
  private String afterwards(List<Change> steps, int done, IOException why) {
    try {
      PartitionRecords known = records.partitions();
      PartitionRecords now = known;
      for (Change step : steps.subList(done, steps.size())) {
        if (step instanceof Change.CreateCgroup(CgroupPath cgroup)) {
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
   */
  private void announce(List<Change> steps) throws IOException {
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
  }

  private void create(CgroupPath cgroup) throws IOException {
    if (!cgroups.create(cgroup)) {
      records.putPartitions(records.partitions().without(cgroup));
    }
  }

  private void remove(CgroupPath cgroup) throws IOException {
    cgroups.remove(cgroup);
    records.putPartitions(records.partitions().without(cgroup));
  }

  private Result guest(PlannedGuest guest, Optional<GuestRecord> before)
      throws InterruptedException {
    GuestRun run = new GuestRun(guest, before, cgroups, guests, live, records);
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
